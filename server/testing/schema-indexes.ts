/** The indexes that prisma/schema.prisma declares, whatever the database. */
import { readFileSync } from 'node:fs';

/**
 * Reads the columns of each index, unique constraint and compound key of a model.
 *
 * @throws Error when the schema has no such model.
 */
export function readIndexes(model: string): string[][] {
  const schema = readFileSync('prisma/schema.prisma', 'utf8');
  const body = new RegExp(`^model ${model} \\{([^]*?)^\\}`, 'm').exec(schema)?.[1];
  if (body === undefined) throw new Error(`prisma/schema.prisma has no model ${model}`);
  return [...body.matchAll(/@@(?:index|unique|id)\(\[([^\]]*)\]/g)].map(([, columns]) =>
    columns!.split(',').map((column) => column.trim()),
  );
}
