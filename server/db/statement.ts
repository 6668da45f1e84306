/** What a statement does, by its first words; and its text arguments made safe. */
import type { SqlQuery } from '@prisma/driver-adapter-utils';
import { textProblem } from '../text';
import { DatabaseFault } from './faults';

/** `control` statements set a connection up or cannot be part of a transaction. */
export type StatementKind = 'read' | 'write' | 'control';

/** Kind of a statement; one that is not known to read only counts as a write. */
export function statementKind(sql: string): StatementKind {
  const [word = ''] = /[a-z]+/i.exec(sql) ?? [];
  switch (word.toUpperCase()) {
    case 'SELECT':
    case 'VALUES':
    case 'EXPLAIN':
      return 'read';
    case 'WITH':
      return /\b(?:INSERT|UPDATE|DELETE|REPLACE)\b/i.test(sql) ? 'write' : 'read';
    case 'PRAGMA':
    case 'VACUUM':
    case 'ATTACH':
    case 'DETACH':
      return 'control';
    default:
      return 'write';
  }
}

/**
 * A write as it is, when the database keeps all of its text. Services refuse such text with the name of its field; this is
 * for a field that none of them has thought of.
 *
 * @throws DatabaseFault `text`.
 */
export function checkedWrite(query: SqlQuery): SqlQuery {
  for (const arg of query.args) {
    const problem = typeof arg === 'string' ? textProblem(arg) : null;
    if (problem !== null) throw new DatabaseFault('text', problem);
  }
  return query;
}

/**
 * A read whose text arguments have U+FFFD for what no stored text has: the driver would end an argument at its first NUL,
 * and the id `x\0y` would find the row of `x`.
 */
export function safeRead(query: SqlQuery): SqlQuery {
  if (!query.args.some((arg) => typeof arg === 'string' && textProblem(arg) !== null)) return query;
  const args = query.args.map((arg) =>
    typeof arg === 'string' ? arg.toWellFormed().replaceAll('\0', '\ufffd') : arg,
  );
  return { ...query, args };
}
