/** Classifies statements by their first words, and checks their text arguments. */
import type { SqlQuery } from '@prisma/driver-adapter-utils';
import { textProblem } from '../text';
import { DatabaseFault } from './faults';

/** `control` statements configure a connection, or cannot be part of a transaction. */
export type StatementKind = 'read' | 'write' | 'control';

/** Classifies a statement. One that is not known to read only counts as a write. */
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
 * Checks that the database can store all text of a write. Services refuse such text with the name of its field; this check
 * covers fields that they do not check.
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
 * Replaces what no stored text contains by U+FFFD in the text arguments of a read. The driver would end an argument at its
 * first NUL, so that the id `x\0y` would find the row of `x`.
 */
export function safeRead(query: SqlQuery): SqlQuery {
  if (!query.args.some((arg) => typeof arg === 'string' && textProblem(arg) !== null)) return query;
  const args = query.args.map((arg) =>
    typeof arg === 'string' ? arg.toWellFormed().replaceAll('\0', '\ufffd') : arg,
  );
  return { ...query, args };
}
