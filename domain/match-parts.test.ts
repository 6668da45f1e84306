import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareWords, matchParts } from './match-parts';

const options = { makeKey: (text: string) => text, compare: compareWords };

describe('matchParts', () => {
  it('pairs what is alike and tells added from removed', () => {
    const before = ['John gave it to Mary', 'Anna saw Paul', 'one two'];
    const after = ['one two', 'John gave it to Lucy', 'nothing in common here'];
    expect(matchParts(before, after, options)).toEqual({
      same: 1,
      added: ['nothing in common here'],
      removed: ['Anna saw Paul'],
      changed: [{ before: 'John gave it to Mary', after: 'John gave it to Lucy' }],
    });
  });

  it('prefers the most alike, then the nearest place', () => {
    const before = ['a b c d', 'a b c e', 'a b x y'];
    const after = ['a b c f', 'a b x z', 'a b c g'];
    expect(matchParts(before, after, options).changed).toEqual([
      { before: 'a b c d', after: 'a b c f' },
      { before: 'a b x y', after: 'a b x z' },
      { before: 'a b c e', after: 'a b c g' },
    ]);
  });

  it('counts equal parts as often as both have them', () => {
    expect(matchParts(['a', 'a', 'b'], ['a', 'b', 'b'], { ...options, compare: () => 0 })).toEqual({
      same: 2,
      added: ['b'],
      removed: ['a'],
      changed: [],
    });
  });

  it('accounts for every part once', () => {
    const list = fc.array(fc.stringMatching(/^[ab]( [abc]){0,3}$/), { maxLength: 8 });
    fc.assert(
      fc.property(list, list, (before, after) => {
        const { same, added, removed, changed } = matchParts(before, after, options);
        expect(same + added.length + changed.length).toBe(after.length);
        expect(same + removed.length + changed.length).toBe(before.length);
      }),
      { seed: 5 },
    );
  });
});
