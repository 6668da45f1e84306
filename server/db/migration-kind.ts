/**
 * Whether a migration expands the schema, so that the version before it still works on the database, or contracts it.
 *
 * docs/upgrades.md has the rule. A contracting migration says so in a line `-- contract: <why>`; migration-kind.test.ts finds those that
 * do not. The kind is stored with each applied migration, in the column `logs` of Prisma's table, so that an earlier version can tell.
 */

export type MigrationKind = 'expand' | 'contract';

/** Columns of a table by name. */
export type Columns = Readonly<
  Record<string, { readonly type: string; readonly isRequired: boolean; readonly hasDefault: boolean }>
>;
/** Columns of each table. */
export type Schema = Readonly<Record<string, Columns>>;

const CONTRACT = /^--[ \t]*contract:[ \t]*\S/m;

/** The kind that a migration's script states. */
export function readKind(script: string): MigrationKind {
  return CONTRACT.test(script) ? 'contract' : 'expand';
}

/** What of the earlier schema is missing or changed in the later one: what the earlier version cannot read or write any more. */
export function findContractions(before: Schema, after: Schema): string[] {
  const found: string[] = [];
  for (const [table, columns] of Object.entries(before)) {
    const now = after[table];
    if (now === undefined) {
      found.push(`table ${table} is gone`);
      continue;
    }
    for (const [name, column] of Object.entries(columns)) {
      const changed = now[name];
      if (changed === undefined) found.push(`column ${table}.${name} is gone`);
      else if (changed.type !== column.type)
        found.push(`column ${table}.${name} changes from ${column.type} to ${changed.type}`);
      else if (changed.isRequired && !column.isRequired)
        found.push(`column ${table}.${name} becomes required`);
    }
    for (const [name, { isRequired, hasDefault }] of Object.entries(now)) {
      if (columns[name] === undefined && isRequired && !hasDefault)
        found.push(`column ${table}.${name} is new and required, and has no default`);
    }
  }
  return found;
}
