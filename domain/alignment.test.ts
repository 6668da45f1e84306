import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignPair, explainAlignment, listColumns, mapToSource, type Alignment } from './alignment';
import { findFirstDifference } from './causality';

const role = (name: string, cleanPositions: number[], corruptedPositions: number[]) => ({
  name,
  cleanPositions,
  corruptedPositions,
});

/** The smallest number of insertions, deletions and substitutions, found by trying all alignments of the last positions. */
function measureDistance(clean: readonly number[], corrupted: readonly number[]): number {
  if (clean.length === 0 || corrupted.length === 0) return clean.length + corrupted.length;
  const [a, b] = [clean.slice(0, -1), corrupted.slice(0, -1)];
  return Math.min(
    measureDistance(a, b) + (clean.at(-1) === corrupted.at(-1) ? 0 : 1),
    measureDistance(a, corrupted) + 1,
    measureDistance(clean, b) + 1,
  );
}

function countCost(clean: readonly number[], corrupted: readonly number[], alignment: Alignment): number {
  const substitutions = alignment.filter(([a, b]) => clean[a] !== corrupted[b]).length;
  return substitutions + clean.length + corrupted.length - 2 * alignment.length;
}

describe('the automatic alignment', () => {
  it('aligns a longer name with its last token, and everything after it', () => {
    // BOS When [John Smith] went to | BOS When [Mary] went to
    expect(alignPair([0, 1, 10, 11, 2, 3], [0, 1, 20, 2, 3])).toEqual([
      [0, 0],
      [1, 1],
      [3, 2],
      [4, 3],
      [5, 4],
    ]);
  });

  it('keeps what both prompts begin with, also where a token is repeated', () => {
    expect(alignPair([0, 5, 6, 7], [0, 5, 5, 6, 7])).toEqual([
      [0, 0],
      [1, 1],
      [2, 3],
      [3, 4],
    ]);
  });

  it('aligns the last positions, even where one prompt begins with the other', () => {
    expect(alignPair([0, 1, 2], [0, 1, 2, 3])).toEqual([
      [0, 0],
      [1, 1],
      [2, 3],
    ]);
  });

  it('aligns roles from their last tokens, and roles before equal tokens', () => {
    const roles = [role('S', [1, 2], [1]), role('IO', [4], [2]), role('END', [5], [4])];
    // By tokens alone clean 1 would be aligned with corrupted 1.
    expect(alignPair([0, 10, 11, 2, 12, 3], [0, 10, 13, 2, 3], roles)).toEqual([
      [0, 0],
      [2, 1],
      [4, 2],
      [5, 4],
    ]);
  });

  it('keeps one of two roles that cross, and gives the other no partner of another role', () => {
    const roles = [role('A', [1], [3]), role('B', [2, 3], [1, 2])];
    const alignment = alignPair([0, 10, 11, 12, 4], [0, 11, 12, 10, 5, 4], roles);
    expect(alignment).toEqual([
      [0, 0],
      [2, 1],
      [3, 2],
      [4, 5],
    ]);
  });

  it('costs as little as any, and is valid, for random prompts', () => {
    const tokens = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(tokens, tokens, (a, b) => {
        const [clean, corrupted] = [
          [0, ...a],
          [0, ...b],
        ];
        const alignment = alignPair(clean, corrupted);
        expect(explainAlignment(alignment, clean.length, corrupted.length, true)).toBeNull();
        // The last positions are aligned whatever they are.
        const ofLast = clean.at(-1) === corrupted.at(-1) ? 0 : 1;
        const best = measureDistance(clean.slice(0, -1), corrupted.slice(0, -1)) + ofLast;
        expect(countCost(clean, corrupted, alignment)).toBe(best);
      }),
      { numRuns: 200 },
    );
  });
});

it('maps base positions to source positions in either direction', () => {
  const pair = {
    clean: [0, 1, 2],
    corrupted: [0, 9, 1, 2],
    alignment: [
      [0, 0],
      [2, 3],
    ] as const,
  };
  expect(mapToSource(pair, 'DENOISING')).toEqual([0, -1, -1, 2]);
  expect(mapToSource(pair, 'NOISING')).toEqual([0, -1, 3]);
  expect(mapToSource({ clean: [1], corrupted: [2] }, 'NOISING')).toBeNull();
  expect(findFirstDifference([pair])).toBe(1);
});

it('lists columns with gaps', () => {
  expect(
    listColumns(
      [
        [0, 0],
        [2, 2],
      ],
      3,
      3,
    ),
  ).toEqual([
    { clean: 0, corrupted: 0 },
    { clean: 1, corrupted: null },
    { clean: null, corrupted: 1 },
    { clean: 2, corrupted: 2 },
  ]);
});

it.each([
  [[[0, 0]], 'must be aligned: the metric is read there'],
  [[[2, 3]], 'BOS in both prompts'],
  [
    [
      [0, 0],
      [1, 2],
      [1, 3],
    ],
    'Each position is aligned once',
  ],
  [
    [
      [0, 0],
      [3, 3],
    ],
    'no clean position 3',
  ],
  [
    [
      [0, 0],
      [2, 4],
    ],
    'no corrupted position 4',
  ],
] as [Alignment, string][])('explains what is wrong with %j', (alignment, message) => {
  expect(explainAlignment(alignment, 3, 4, true)).toContain(message);
});

it('finds the first position that differs or leaves its partner', () => {
  const pair = { clean: [0, 1, 1, 2], corrupted: [0, 1, 1, 1, 2] };
  const from = (alignment: Alignment) => findFirstDifference([{ ...pair, alignment }]);
  expect(
    from([
      [0, 0],
      [1, 1],
      [3, 4],
    ]),
  ).toBe(2);
  expect(
    from([
      [0, 0],
      [1, 2],
      [3, 4],
    ]),
  ).toBe(1);
});
