import { expect, it } from 'vitest';
import { readComputed } from './computed';
import { makeEntryPlane } from './entry-plane';
import { foldedPositions, makePositions } from './positions';
import { describeLengths, isAfterInAll, placeSteps } from './role-labels';

const pair = (length: number, differs: number, roles: Record<string, number[]>) => {
  const tokens = Array.from({ length }, (_, id) => ({ id, text: ` t${id}` }));
  return {
    cleanTokens: tokens,
    corruptedTokens: tokens.map((token, at) => (at === differs ? { id: 99, text: ' x' } : token)),
    differingPositions: [differs],
    roles: Object.entries(roles).map(([name, cleanPositions]) => ({ name, cleanPositions })),
  };
};
const pairs = [pair(6, 4, { A: [2], B: [4], END: [5] }), pair(9, 5, { A: [3], B: [5, 6], END: [8] })];
const roles = ['A', 'B', 'END'];

it('labels steps by role, marks those that differ, and says which tokens they are', () => {
  const { labels, folded } = makePositions({ pairs, roles }, null, 0);
  expect(labels).toMatchObject([
    { text: 'A', isMarked: false, hint: 'Role A: ·t2 2 in prompt 1 of 2.' },
    {
      text: 'B',
      isMarked: true,
      hint: expect.stringMatching(/^Role B: ·t4 4 in prompt 1 of 2\. Clean and corrupted differ/),
    },
    { text: 'END', isMarked: false },
  ]);
  expect(folded).toBe(0);
  expect(foldedPositions(pairs, roles)).toBe(0);
  expect(makePositions({ pairs, roles }, 1, 0).labels[1]!.hint).toMatch(
    /·t5 5, ·t6 6 in prompt 2 of 2.*patched together/,
  );
  expect(describeLengths(pairs)).toBe('6 to 9 tokens');
  expect(describeLengths(pairs.slice(1))).toBe('9 tokens');
});

it('marks the cells that no pair computes', () => {
  const sweep = {
    kind: 'RESID_PRE',
    direction: 'DENOISING',
    axes: [{ name: 'layer' }, { name: 'position' }],
    shape: [2, 3],
  } as const;
  expect([...readComputed(sweep, pairs, roles)]).toEqual([0, 1, 1, 0, 1, 1]);
  // Sweeps without positions of pairs of several lengths.
  const heads = {
    kind: 'HEAD_Z',
    direction: 'DENOISING',
    axes: [{ name: 'layer' }, { name: 'head' }],
    shape: [1, 2],
  } as const;
  expect([...readComputed(heads, pairs)]).toEqual([1, 1]);
});

it('leaves entries blank whose sources are after their destinations in every pair', () => {
  const steps = placeSteps(pairs, roles);
  expect(isAfterInAll(steps, 0, 1)).toBe(true);
  expect(isAfterInAll(steps, 1, 0)).toBe(false);
  // A token of a role is not after the role itself.
  expect(isAfterInAll(steps, 1, 1)).toBe(false);
  const sweep = {
    axes: [{ name: 'layer' }, { name: 'head' }, { name: 'destination' }, { name: 'src' }],
    shape: [1, 1, 3, 3],
    values: Float32Array.from({ length: 9 }, (_, index) => index),
  } as const;
  const reordered = ['END', 'A', 'B'];
  const plane = makeEntryPlane(
    sweep,
    { of: 'pattern', layer: 0, head: 0 },
    makePositions({ pairs, roles: reordered }, null, 0),
  );
  expect([...plane!.values]).toEqual([0, 1, 2, NaN, 4, NaN, NaN, 7, 8]);
});
