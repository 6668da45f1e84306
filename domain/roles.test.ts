import { expect, it } from 'vitest';
import { groupPairs } from './pair-groups';
import { dropEnd, isRoleName, listPartialRoles, listRoleSteps, shiftRoles } from './roles';

const role = (name: string, ...positions: number[]) => ({
  name,
  cleanPositions: positions,
  corruptedPositions: positions,
});

it('takes the roles that all pairs have, in the order of the first, and END last', () => {
  const pairs = [
    { roles: [role('IO', 2), role('S1', 4), role('S2', 9, 8)], length: 12 },
    { roles: [role('S2', 10), role('io', 4)], length: 14 },
  ];
  expect(listRoleSteps(pairs)).toEqual({
    names: ['IO', 'S2', 'END'],
    positions: [
      [[2], [8, 9], [11]],
      [[4], [10], [13]],
    ],
  });
  expect(listPartialRoles(pairs)).toEqual([{ name: 'S1', missingIn: 1 }]);
  expect(listRoleSteps([{ roles: [], length: 3 }])).toEqual({ names: ['END'], positions: [[[2]]] });
  const placed = listRoleSteps([{ roles: [role('END', 2), role('A', 1)], length: 3 }]);
  expect(placed.names).toEqual(['END', 'A']);
});

it.each(['IO', 'S2', 'subject_last', 'END'])('%s names a role', (name) => {
  expect(isRoleName(name)).toBe(true);
});
it.each(['', '2S', 'p12', 'P3', 'a b', 'a<-b', 'x'.repeat(25), '@', '*'])('%s names none', (name) => {
  expect(isRoleName(name)).toBe(false);
});

it('groups pairs by length and positions of roles; pairs of one length without roles are one group', () => {
  const pair = (length: number, differs: number) => ({
    clean: Array.from({ length }, () => 1),
    corrupted: Array.from({ length }, (_, at) => (at === differs ? 2 : 1)),
  });
  expect(groupPairs({ pairs: [pair(4, 1), pair(4, 3)] })).toEqual([
    { indices: [0, 1], length: 4, firstDifference: 1 },
  ]);
  const pairs = [pair(4, 2), pair(5, 1), pair(4, 1), pair(4, 3)];
  expect(groupPairs({ pairs }).map(({ indices }) => indices)).toEqual([[0, 2, 3], [1]]);
  const roles = { names: ['A'], positions: [[[1]], [[1]], [[2]], [[1]]] };
  expect(groupPairs({ pairs, roles })).toEqual([
    { indices: [0, 3], length: 4, firstDifference: 2, roles: [[1]] },
    { indices: [1], length: 5, firstDifference: 1, roles: [[1]] },
    { indices: [2], length: 4, firstDifference: 1, roles: [[2]] },
  ]);
});

it('drops an END that is added again, and moves roles with BOS', () => {
  const roles = [role('S', 0, 2), role('FIRST', 0), role('END', 4)];
  expect(dropEnd(roles, 5)).toEqual(roles.slice(0, 2));
  expect(dropEnd(roles, 6)).toEqual(roles);
  expect(dropEnd([role('END', 4), role('S', 1)], 5)).toHaveLength(2);
  expect(shiftRoles(roles, 1)).toEqual([role('S', 1, 3), role('FIRST', 1), role('END', 5)]);
  expect(shiftRoles(roles, -1)).toEqual([role('S', 1), role('END', 3)]);
});
