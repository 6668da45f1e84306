import { describe, expect, it } from 'vitest';
import { parseSearch } from './search';

const condition = (text: string) => parseSearch(text).conditions[0];

describe('parseSearch', () => {
  it('reads heads in both notations, z unless said otherwise', () => {
    const head = { kind: 'HEAD_Z', layer: 9, head: 6, position: null, comparison: '>', value: 0.3 };
    expect(condition('L9H6 > 0.3')).toEqual(head);
    expect(condition('9.6>0.3')).toEqual(head);
    expect(condition('pattern l9h6 > .3')).toEqual({ ...head, kind: 'HEAD_PATTERN' });
    expect(condition('v:L9H6 <= -0.25')).toEqual({ ...head, kind: 'HEAD_V', comparison: '<=', value: -0.25 });
  });

  it('reads layers, with a position where one is given', () => {
    expect(condition('mlp 0 < 0.1')).toEqual({
      kind: 'MLP_OUT',
      layer: 0,
      head: null,
      position: null,
      comparison: '<',
      value: 0.1,
    });
    expect(condition('resid 3 @ 12 >= 0.5')).toMatchObject({ kind: 'RESID_PRE', layer: 3, position: 12 });
  });

  it('reads heads at a position', () => {
    const expected = { kind: 'HEAD_Z_BY_POS', layer: 9, head: 6, position: 14, value: 0.3 };
    expect(condition('L9H6 @ 14 > 0.3')).toMatchObject(expected);
    expect(condition('9.6@14 > 0.3')).toMatchObject(expected);
    expect(condition('pattern l9h6 @14 > 0.3')).toMatchObject({ ...expected, kind: 'HEAD_PATTERN_BY_POS' });
  });

  it('takes the rest as words', () => {
    expect(parseSearch('Name movers, L9H9 > 0.3, mlp 0 < 0.1 GPT-2')).toEqual({
      words: ['name', 'movers', 'gpt-2'],
      conditions: [expect.objectContaining({ head: 9 }), expect.objectContaining({ kind: 'MLP_OUT' })],
    });
  });

  it('leaves what is no condition alone', () => {
    for (const text of ['L9H9', '3 > 2', 'version 1.2.3 > 4', 'L9H9 > much', '']) {
      expect(parseSearch(text).conditions).toEqual([]);
    }
  });
});
