/**
 * Roles: names of token positions that mean the same in every pair (IO, S1, S2, ...), so that prompts of different lengths and
 * templates can be averaged. A sweep by role has the roles as the steps of its position axes.
 */
import { MAX_ROLE_NAME } from './limits';

/** The role that every pair has: its last position. */
export const END_ROLE = 'END';

/** A role of one pair. Positions count from 0; the BOS token, where it is prepended, is position 0. */
export interface PairRole {
  readonly name: string;
  readonly cleanPositions: readonly number[];
  readonly corruptedPositions: readonly number[];
}

/** The steps of the position axes of an experiment by role. */
export interface RoleSteps {
  /** In the order of the axes. */
  readonly names: readonly string[];
  /**
   * Token positions of each role in each clean prompt, [pair][role], in ascending order; several positions are patched together.
   */
  readonly positions: readonly (readonly (readonly number[])[])[];
  /** Likewise in each corrupted prompt; absent where they are the same in all pairs. */
  readonly corruptedPositions?: readonly (readonly (readonly number[])[])[] | undefined;
}

/**
 * Whether a text can name a role: a letter, then letters, digits and `_`. `p` with digits is not a name, because references in
 * texts write positions so.
 */
export function isRoleName(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9_]*$/.test(text) && text.length <= MAX_ROLE_NAME && !/^p\d+$/i.test(text);
}

/** Whether two names are the same role: case does not distinguish them. */
export function isSameRole(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** Index of a role; -1 for an unknown one. */
export function findRole(names: readonly string[], name: string): number {
  return names.findIndex((one) => isSameRole(one, name));
}

/**
 * The roles that all pairs have, in the order of the first pair, and END last unless the first pair places it itself.
 *
 * @param pairs at least one: its roles and the numbers of its tokens.
 */
export function listRoleSteps(
  pairs: readonly {
    readonly roles: readonly PairRole[];
    readonly length: number;
    readonly corruptedLength?: number | undefined;
  }[],
): RoleSteps {
  const withEnd = pairs.map(({ roles, length, corruptedLength }) => addEnd(roles, length, corruptedLength));
  const names = (withEnd[0] ?? [])
    .map(({ name }) => name)
    .filter((name) => withEnd.every((roles) => roles.some((role) => isSameRole(role.name, name))));
  return createSteps(names, withEnd);
}

/** The steps of named roles. @param pairs the roles of each pair. @throws Error for a role that a pair lacks. */
export function createSteps(names: readonly string[], pairs: readonly (readonly PairRole[])[]): RoleSteps {
  const positions = pairs.map((roles) => placeRoles(names, roles));
  const corruptedPositions = pairs.map((roles) => placeRoles(names, roles, 'corruptedPositions'));
  const isSame = JSON.stringify(positions) === JSON.stringify(corruptedPositions);
  return isSame ? { names, positions } : { names, positions, corruptedPositions };
}

/**
 * The roles of a pair with END, last unless they place it themselves.
 *
 * @param length tokens of the clean prompt.
 * @param corruptedLength tokens of the corrupted prompt; as many when left out.
 */
export function addEnd(
  roles: readonly PairRole[],
  length: number,
  corruptedLength: number = length,
): PairRole[] {
  if (roles.some(({ name }) => isSameRole(name, END_ROLE))) return [...roles];
  const end = { name: END_ROLE, cleanPositions: [length - 1], corruptedPositions: [corruptedLength - 1] };
  return [...roles, end];
}

/** Roles without an END that `addEnd` adds again: so they fit prompts that are tokenised anew. @param length tokens of each prompt. */
export function dropEnd(roles: readonly PairRole[], length: number): PairRole[] {
  const last = roles.at(-1);
  const isAdded =
    last && isSameRole(last.name, END_ROLE) && last.cleanPositions.join() === String(length - 1);
  return isAdded ? roles.slice(0, -1) : [...roles];
}

/** Roles whose positions count other tokens before the prompt. Roles of none but these tokens are dropped. @param by tokens. */
export function shiftRoles(roles: readonly PairRole[], by: number): PairRole[] {
  const move = (positions: readonly number[]): number[] =>
    positions.map((position) => position + by).filter((position) => position >= 0);
  return roles
    .map(({ name, cleanPositions, corruptedPositions }) => ({
      name,
      cleanPositions: move(cleanPositions),
      corruptedPositions: move(corruptedPositions),
    }))
    .filter(({ cleanPositions }) => cleanPositions.length > 0);
}

/**
 * The token positions of a step of a position axis.
 *
 * @param step null for all positions.
 * @param roles token positions of each step by role; absent for positions by index.
 */
export function placeStep(
  step: number | null,
  roles: readonly (readonly number[])[] | undefined,
): readonly (number | null)[] {
  return step === null || !roles ? [step] : roles[step]!;
}

/** The positions of the steps of position axes in one pair, ascending. @throws Error for a role that the pair lacks. */
export function placeRoles(
  names: readonly string[],
  roles: readonly PairRole[],
  side: 'cleanPositions' | 'corruptedPositions' = 'cleanPositions',
): number[][] {
  return names.map((name) => {
    const role = roles.find((one) => isSameRole(one.name, name));
    if (!role)
      throw new Error(`A pair has no role ${name}; it has ${roles.map((one) => one.name).join(', ')}.`);
    return role[side].toSorted((a, b) => a - b);
  });
}

/** Names of roles that some pairs have and others lack; they are no step of an axis. */
export function listPartialRoles(
  pairs: readonly { readonly roles: readonly PairRole[] }[],
): { readonly name: string; readonly missingIn: number }[] {
  const names: string[] = [];
  for (const { roles } of pairs)
    for (const { name } of roles)
      if (findRole(names, name) < 0 && !isSameRole(name, END_ROLE)) names.push(name);
  return names.flatMap((name) => {
    const missingIn = pairs.findIndex(({ roles }) => !roles.some((role) => isSameRole(role.name, name)));
    return missingIn < 0 ? [] : [{ name, missingIn }];
  });
}
