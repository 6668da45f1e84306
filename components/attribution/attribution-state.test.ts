import { expect, it } from 'vitest';
import { readAttributionState, writeAttributionState, type AttributionState } from './attribution-state';

const SIZES = { prompts: 8, layers: 12, heads: 12 };

it('writes what differs from the defaults, and keeps other parameters', () => {
  const usual = readAttributionState(new URLSearchParams(), SIZES);
  expect(writeAttributionState(usual)).toBe('');
  const state: AttributionState = {
    reading: 'difference',
    prompt: 3,
    head: { layer: 9, head: 6 },
    mlp: 3,
    lensValue: 'rank',
    includesMid: true,
  };
  const written = writeAttributionState(state, 'prefix=open');
  expect(written).toBe('prefix=open&run=difference&prompt=3&head=L9H6&mlp=3&lens=rank&mid=1');
  expect(readAttributionState(new URLSearchParams(written), SIZES)).toEqual(state);
});

it.each([
  'prompt=8',
  'prompt=-1',
  'head=L12H0',
  'head=L0H12',
  'head=x',
  'mlp=12',
  'lens=constructor',
  'run=both',
  'mid=yes',
])('ignores %s', (query) => {
  const usual = readAttributionState(new URLSearchParams(), SIZES);
  expect(readAttributionState(new URLSearchParams(query), SIZES)).toEqual(usual);
});
