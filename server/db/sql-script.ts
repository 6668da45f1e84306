/** Splits migration scripts into statements, and finds how many statements of a script a database has run. */
import type { Connection } from './connection';

/** Comments, quoted names, texts, and the words that delimit the body of a trigger. */
const PIECE = /--[^\n]*|\/\*[\s\S]*?\*\/|"[^"]*"|'[^']*'|`[^`]*`|;|\b(?:BEGIN|CASE|END)\b|[^;]/gi;

/** Splits a script into statements. Semicolons in the body of a trigger do not end a statement. */
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
 * Counts the leading statements of a script that a database has certainly run: up to the last statement that changes the
 * schema and whose change is present. This is right for a script that was run in order and interrupted.
 */
export function countCompleted(connection: Connection, statements: readonly string[]): number {
  return statements.findLastIndex((statement) => isCompleted(connection, statement)) + 1;
}

function isCompleted(connection: Connection, statement: string): boolean {
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
