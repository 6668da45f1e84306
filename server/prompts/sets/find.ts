/** Finds a version of a prompt set. */
import type { Actor } from '../../accounts/policy';
import type { Database, PromptSet, PromptSetVersion } from '../../db';
import { AppError } from '../../errors';
import { decodeStoredPairs, type StoredPair } from './stored-pair';
import { canReadSet } from './visible';

/** A set in one of its versions. */
export interface SetAtVersion {
  readonly set: PromptSet;
  readonly version: PromptSetVersion;
}

type SetTables = Pick<Database, 'promptSet' | 'promptSetVersion' | 'promptSetPairs'>;

/** Splits `id@2` into its parts; the version is null for the newest one. */
export function readSetId(text: string): { readonly id: string; readonly number: number | null } {
  const [, id, number] = /^(.*)@(\d{1,6})$/s.exec(text) ?? [];
  return id === undefined ? { id: text, number: null } : { id, number: Number(number) };
}

/** A version by `id` or `id@2`; null when there is none, or when `actor` may not read it. */
export async function findSet(db: SetTables, actor: Actor, text: string): Promise<SetAtVersion | null> {
  const { id, number } = readSetId(text);
  const set = await db.promptSet.findUnique({ where: { id } });
  if (!set || !canReadSet(set, actor)) return null;
  const version = await db.promptSetVersion.findFirst({
    where: { setId: id, ...(number !== null && { number }) },
    orderBy: { number: 'desc' },
  });
  return version && { set, version };
}

/** The names of versions `id@2`, with one query for all; those that are not there or that `actor` may not read are left out. */
export async function listSetNames(
  { promptSetVersion }: Pick<Database, 'promptSetVersion'>,
  actor: Actor,
  texts: readonly string[],
): Promise<{ readonly id: string; readonly name: string }[]> {
  const wanted = texts.map(readSetId);
  const versions = await promptSetVersion.findMany({
    where: {
      setId: { in: wanted.map(({ id }) => id) },
      number: { in: wanted.flatMap(({ number }) => number ?? []) },
    },
    select: { setId: true, number: true, name: true, set: true },
  });
  return versions
    .filter(({ set }) => canReadSet(set, actor))
    .map(({ setId, number, name }) => ({ id: `${setId}@${number}`, name }));
}

/** @throws NOT_FOUND also for a set that `actor` may not read. */
export async function requireSet(db: SetTables, actor: Actor, text: string): Promise<SetAtVersion> {
  const found = await findSet(db, actor, text);
  if (!found) throw new AppError('NOT_FOUND', `There is no prompt set '${text}'.`);
  return found;
}

/** All pairs of a version. @throws DATABASE_UNAVAILABLE for pairs that cannot be read. */
export async function readSetPairs(
  { promptSetPairs }: Pick<Database, 'promptSetPairs'>,
  { setId, number }: Pick<PromptSetVersion, 'setId' | 'number'>,
): Promise<readonly StoredPair[]> {
  const { pairs } = await promptSetPairs.findUniqueOrThrow({
    where: { setId_number: { setId, number } },
  });
  return decodeStoredPairs(pairs);
}
