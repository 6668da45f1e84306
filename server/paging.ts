/** Relay-style pages of lists that are ordered newest first. */
import { MAX_PAGE } from '../domain/limits';
import { badUserInput } from './errors';

export interface Page<T> {
  readonly nodes: readonly T[];
  readonly hasNextPage: boolean;
}

/** A place in a list ordered by creation, then id, both descending. */
export interface Place {
  readonly createdAt: Date;
  readonly id: string;
}

/** Opaque text that names a place. */
export function cursorOf({ createdAt, id }: Place): string {
  return Buffer.from(`${createdAt.getTime()}:${id}`).toString('base64url');
}

/**
 * The place that a cursor names.
 *
 * @throws BAD_USER_INPUT for a cursor that no list has given.
 */
export function readCursor(cursor: string): Place {
  const [, time, id] = /^(\d{1,15}):([\w-]+)$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (time === undefined || id === undefined) {
    throw badUserInput([
      { path: 'after', message: 'This is no cursor of the list; pass an endCursor or edge cursor.' },
    ]);
  }
  return { createdAt: new Date(Number(time)), id };
}

/**
 * Prisma's filter of what comes after a cursor; nothing for none.
 *
 * @throws BAD_USER_INPUT for a cursor that no list has given.
 */
export function afterCursor(cursor: string | null): object {
  if (cursor === null) return {};
  const { createdAt, id } = readCursor(cursor);
  // The first condition alone is a range of the index; `OR` by itself would be a look at every row.
  return { createdAt: { lte: createdAt }, OR: [{ createdAt: { lt: createdAt } }, { id: { lt: id } }] };
}

/** @throws BAD_USER_INPUT unless `first` is 1 to 100. */
export function checkFirst(first: number): void {
  if (Number.isInteger(first) && first >= 1 && first <= MAX_PAGE) return;
  throw badUserInput([
    { path: 'first', message: `first is ${first}; ask for 1 to ${MAX_PAGE}, and for more by after.` },
  ]);
}

/** A page out of `first + 1` rows that were read. */
export function pageOf<T>(rows: readonly T[], first: number): Page<T> {
  return { nodes: rows.slice(0, first), hasNextPage: rows.length > first };
}
