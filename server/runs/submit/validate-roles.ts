/** Checks the roles of prompt pairs, and makes them the steps of position axes. */
import {
  END_ROLE,
  isRoleName,
  isSameRole,
  listPartialRoles,
  listRoleSteps,
  type PairRole,
  type RoleSteps,
} from '../../../domain/roles';
import { MAX_ROLE_NAME, MAX_ROLE_TOKENS, MAX_ROLES, MAX_TOKENS_OF_ROLES } from '../../../domain/limits';
import type { InputIssue } from '../../errors';
import type { TokenizedPair } from './validate-pairs';

/** What the position axes of a run step along. */
export const POSITION_STEPS = ['INDEX', 'ROLE'] as const;
export type PositionsBy = (typeof POSITION_STEPS)[number];

/**
 * Problems of the roles of a pair.
 *
 * @param tokens of both prompts.
 * @param path of the pair, for messages.
 */
export function findRoleIssues(
  roles: readonly PairRole[],
  tokens: Pick<TokenizedPair, 'clean' | 'corrupted'>,
  path: string,
): InputIssue[] {
  const issues: InputIssue[] = [];
  const refuse = (at: string, message: string): void => void issues.push({ path: `${path}.${at}`, message });
  if (roles.length > MAX_ROLES)
    refuse('roles', `${roles.length} roles are too many; a pair has up to ${MAX_ROLES}.`);
  const together = roles.reduce(
    (sum, { cleanPositions, corruptedPositions }) =>
      sum + Math.max(cleanPositions.length, corruptedPositions.length),
    0,
  );
  if (together > MAX_TOKENS_OF_ROLES)
    refuse(
      'roles',
      `The roles of this pair are ${together} tokens together; up to ${MAX_TOKENS_OF_ROLES} are allowed.`,
    );
  for (const [index, role] of roles.slice(0, MAX_ROLES).entries()) {
    const { name } = role;
    const at = `roles.${index}`;
    if (!isRoleName(name))
      refuse(
        `${at}.name`,
        `'${name.slice(0, MAX_ROLE_NAME)}' is not the name of a role. Use a letter, then letters, digits and _, up to ${MAX_ROLE_NAME} characters; p with digits is a position.`,
      );
    else if (roles.findIndex((other) => isSameRole(other.name, name)) < index)
      refuse(`${at}.name`, `The role ${name} is there twice. Name each role once; case does not count.`);
    issues.push(...findPositionIssues(role, tokens, `${path}.${at}`));
  }
  return issues;
}

function findPositionIssues(
  { name, cleanPositions, corruptedPositions }: PairRole,
  { clean, corrupted }: Pick<TokenizedPair, 'clean' | 'corrupted'>,
  path: string,
): InputIssue[] {
  for (const [field, positions, { length }] of [
    ['cleanPositions', cleanPositions, clean],
    ['corruptedPositions', corruptedPositions, corrupted],
  ] as const) {
    const refuse = (message: string): InputIssue[] => [{ path: `${path}.${field}`, message }];
    if (positions.length === 0) return refuse(`The role ${name} has no token here. Mark at least one.`);
    if (positions.length > MAX_ROLE_TOKENS)
      return refuse(`The role ${name} is ${positions.length} tokens; a role is up to ${MAX_ROLE_TOKENS}.`);
    const outside = positions.find((at) => !Number.isInteger(at) || at < 0 || at >= length);
    if (outside !== undefined)
      return refuse(
        `The role ${name} is at position ${outside}; this prompt has positions 0 to ${length - 1}, BOS included.`,
      );
    if (new Set(positions).size < positions.length)
      return refuse(`The role ${name} names a position twice. Name each once.`);
  }
  const refuse = (message: string): InputIssue[] => [{ path: `${path}.corruptedPositions`, message }];
  const isSame =
    clean.length !== corrupted.length ||
    (cleanPositions.length === corruptedPositions.length &&
      cleanPositions.every((at) => corruptedPositions.includes(at)));
  if (!isSame)
    return refuse(
      `The role ${name} is at ${cleanPositions.join(', ')} in the clean prompt and at ${corruptedPositions.join(', ')} in the corrupted one. ` +
        'Both prompts have the same number of tokens, so a patch takes the activation of the same position, and both must be the same.',
    );
  const isLast = (positions: readonly number[], length: number): boolean =>
    positions.length === 1 && positions[0] === length - 1;
  if (
    isSameRole(name, END_ROLE) &&
    !(isLast(cleanPositions, clean.length) && isLast(corruptedPositions, corrupted.length))
  )
    return refuse(
      `${END_ROLE} is the last position, ${clean.length - 1}${clean.length === corrupted.length ? '' : ` and ${corrupted.length - 1}`}. Leave it out, or give another name to this role.`,
    );
  return [];
}

/** The steps of position axes by role, and a warning for each role that some pairs lack. */
export function chooseRoleSteps(
  pairs: readonly {
    readonly roles: readonly PairRole[];
    readonly length: number;
    readonly corruptedLength?: number | undefined;
  }[],
): { readonly steps: RoleSteps; readonly warnings: readonly InputIssue[] } {
  const warnings = listPartialRoles(pairs).map(({ name, missingIn }) => ({
    path: `pairs.${missingIn}.roles`,
    message: `Pair ${missingIn + 1} has no role ${name}, so ${name} is not swept. Mark it in every pair to sweep it.`,
  }));
  return { steps: listRoleSteps(pairs), warnings };
}
