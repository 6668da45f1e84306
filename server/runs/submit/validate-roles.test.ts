import { expect, it } from 'vitest';
import { chooseRoleSteps, findRoleIssues } from './validate-roles';

const role = (name: string, ...positions: number[]) => ({
  name,
  cleanPositions: positions,
  corruptedPositions: positions,
});
const tokens = (length: number) => Array.from({ length }, (_, id) => ({ id, text: ` ${id}` }));
const prompts = { clean: tokens(6), corrupted: tokens(6) };

it.each([
  [[role('2S', 1)], 'pairs.0.roles.0.name', /'2S' is not the name of a role/],
  [[role('p12', 1)], 'pairs.0.roles.0.name', /not the name of a role/],
  [
    [role('S', 6)],
    'pairs.0.roles.0.cleanPositions',
    /position 6; this prompt has positions 0 to 5, BOS included/,
  ],
  [[role('S', 1), role('s', 2)], 'pairs.0.roles.1.name', /there twice/],
  [
    [{ name: 'S', cleanPositions: [1], corruptedPositions: [2] }],
    'pairs.0.roles.0.corruptedPositions',
    /at 1 in the clean prompt and at 2 in the corrupted one\. .* both must be the same/,
  ],
  [[role('END', 1)], 'pairs.0.roles.0.corruptedPositions', /END is the last position, 5/],
  [[role('S')], 'pairs.0.roles.0.cleanPositions', /no token here/],
  [[role('S', 1, 1)], 'pairs.0.roles.0.cleanPositions', /names a position twice/],
  [Array.from({ length: 17 }, (_, at) => role(`R${at}`, 1)), 'pairs.0.roles', /17 roles are too many/],
])('refuses roles that name no place: %#', (roles, path, message) => {
  expect(findRoleIssues(roles, prompts, 'pairs.0')).toEqual([
    { path, message: expect.stringMatching(message) },
  ]);
});

it('accepts roles of several tokens and END at its place, and warns of roles that a pair lacks', () => {
  const roles = [role('subject', 3, 2), role('END', 5)];
  expect(findRoleIssues(roles, prompts, 'pairs.0')).toEqual([]);
  const { steps, warnings } = chooseRoleSteps([
    { roles, length: 6 },
    { roles: [], length: 4 },
  ]);
  expect(steps).toEqual({ names: ['END'], positions: [[[5]], [[3]]] });
  expect(warnings).toEqual([
    {
      path: 'pairs.1.roles',
      message: 'Pair 2 has no role subject, so subject is not swept. Mark it in every pair to sweep it.',
    },
  ]);
});
