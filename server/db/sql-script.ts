/** SQL scripts of Prisma's kind as single statements, and how far a script was carried out. */
import type { Connection } from './connection';

/** Comments, quoted names, texts, and the words that a trigger's body is known by. */
const PIECE = /--[^\n]*|\/\*[\s\S]*?\*\/|"[^"]*"|'[^']*'|`[^`]*`|;|\b(?:BEGIN|CASE|END)\b|[^;]/gi;

/** Splits a script at the semicolons that end its statements, which those in a trigger's body do not. */
export function splitStatements(script: string): string[] {
  const statements: string[] = [];
  let statement = '';
  let depth = 0;
  for (const [piece] of script.matchAll(PIECE)) {
    if (piece.startsWith('--') || piece.startsWith('/*')) continue;
    const word = piece.toUpperCase();
    if (word === 'BEGIN' || word === 'CASE') depth++;
    else if (word === 'END') depth--;
    if (piece === ';' && depth === 0) {
      if (statement.trim() !== '') statements.push(statement.trim());
      statement = '';
    } else {
      statement += piece;
    }
  }
  if (statement.trim() !== '') statements.push(statement.trim());
  return statements;
}

const NAME = String.raw`["\`]?(\w+)["\`]?`;
const CREATE = new RegExp(
  String.raw`^CREATE\s+(?:UNIQUE\s+|VIRTUAL\s+)?(?:TABLE|INDEX|TRIGGER)\s+${NAME}`,
  'i',
);
const DROP = new RegExp(String.raw`^DROP\s+(?:TABLE|INDEX|TRIGGER)\s+${NAME}`, 'i');
const COLUMN_CHANGE = new RegExp(
  String.raw`^ALTER\s+TABLE\s+${NAME}\s+(ADD|DROP|RENAME)\s+COLUMN\s+${NAME}`,
  'i',
);

/**
 * How many statements of a script, from its first on, a database certainly has behind it: up to the last one that changes
 * the schema and whose change is there. Right for a script that was carried out in order and broken off.
 */
export function countCarriedOut(connection: Connection, statements: readonly string[]): number {
  return statements.findLastIndex((statement) => isCarriedOut(connection, statement)) + 1;
}

function isCarriedOut(connection: Connection, statement: string): boolean {
  const has = (sql: string, ...args: string[]): boolean => connection.execute(sql, args).rows.length > 0;
  const exists = (name: string): boolean => has('SELECT 1 FROM sqlite_master WHERE name = ?', name);
  const [, created] = CREATE.exec(statement) ?? [];
  if (created !== undefined) return exists(created);
  const [, dropped] = DROP.exec(statement) ?? [];
  if (dropped !== undefined) return !exists(dropped);
  const [, table, change, column] = COLUMN_CHANGE.exec(statement) ?? [];
  if (table === undefined || change === undefined || column === undefined) return false;
  const isThere = has('SELECT 1 FROM pragma_table_info(?) WHERE name = ?', table, column);
  return change.toUpperCase() === 'ADD' ? isThere : !isThere;
}
