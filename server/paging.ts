/** Pages of lists ordered newest first, with Relay-style cursors. */
import { MAX_PAGE } from '../domain/limits';
import { badUserInput } from './errors';

export interface Page<T> {
  readonly nodes: readonly T[];
  readonly hasNextPage: boolean;
}

/** A position in a list ordered by creation time, then id, both descending. */
export interface Place {
  readonly createdAt: Date;
  readonly id: string;
}

/** Formats a place as an opaque cursor. */
export function formatCursor({ createdAt, id }: Place): string {
  return Buffer.from(`${createdAt.getTime()}:${id}`).toString('base64url');
}

/**
 * Reads a cursor.
 *
 * @throws BAD_USER_INPUT for an invalid cursor.
 */
export function readCursor(cursor: string): Place {
  const [, time, id] = /^(\d{1,15}):([\w-]+)$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (time === undefined || id === undefined) {
    throw badUserInput([
      {
        path: 'after',
        message: 'This is not a cursor of the list. Pass an endCursor or the cursor of an edge.',
      },
    ]);
  }
  return { createdAt: new Date(Number(time)), id };
}

/**
 * The Prisma filter of rows after a cursor; an empty filter for null.
 *
 * @throws BAD_USER_INPUT for an invalid cursor.
 */
export function afterCursor(cursor: string | null): object {
  if (cursor === null) return {};
  const { createdAt, id } = readCursor(cursor);
  // The first condition selects a range of the index; `OR` alone would scan every row.
  return { createdAt: { lte: createdAt }, OR: [{ createdAt: { lt: createdAt } }, { id: { lt: id } }] };
}

/** @throws BAD_USER_INPUT unless `first` is 1 to 100. */
export function checkFirst(first: number): void {
  if (Number.isInteger(first) && first >= 1 && first <= MAX_PAGE) return;
  throw badUserInput([
    { path: 'first', message: `first is ${first}; use 1 to ${MAX_PAGE}, and read more pages with after.` },
  ]);
}

/** Makes a page from up to `first + 1` rows. */
export function toPage<T>(rows: readonly T[], first: number): Page<T> {
  return { nodes: rows.slice(0, first), hasNextPage: rows.length > first };
}
