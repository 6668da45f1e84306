/** Loaders of rows: the keys that are asked for at once are read in one statement. */
import DataLoader from 'dataloader';

/** Keys of one statement; SQLite takes 32,766 parameters. */
export const MAX_KEYS = 500;
/** Blobs read at once. */
export const MAX_BLOBS = 100;

/** Loads rows by one field; null for a key without a row. */
export function loadByKey<T extends object>(read: (keys: string[]) => Promise<T[]>, key: keyof T) {
  return new DataLoader<string, T | null>(
    async (keys) => {
      const found = new Map((await read([...keys])).map((row) => [row[key] as string, row]));
      return keys.map((wanted) => found.get(wanted) ?? null);
    },
    { maxBatchSize: MAX_KEYS },
  );
}

/** Counts by key; 0 for a key without a count. */
export function loadCounts(read: (keys: string[]) => Promise<Map<string, number>>) {
  return new DataLoader<string, number>(
    async (keys) => {
      const found = await read([...keys]);
      return keys.map((key) => found.get(key) ?? 0);
    },
    { maxBatchSize: MAX_KEYS },
  );
}

/**
 * Loads rows by several fields at once. It first finds, without contents, all rows whose fields are among those of the keys.
 * An OR of the keys would be another statement for each number of keys, and Prisma takes long to plan each.
 */
export function loadByFields<K extends object, T extends K & { id: number }>(
  fields: readonly (keyof K)[],
  find: (where: { [F in keyof K]: { in: K[F][] } }) => Promise<(K & { id: number })[]>,
  read: (ids: number[]) => Promise<T[]>,
) {
  const nameKey = (key: K): string => JSON.stringify(fields.map((field) => key[field]));
  return new DataLoader<K, T | null, string>(
    async (keys) => {
      const among = fields.map((field) => [field, { in: [...new Set(keys.map((key) => key[field]))] }]);
      const candidates = await find(Object.fromEntries(among) as Parameters<typeof find>[0]);
      const wanted = new Set(keys.map(nameKey));
      const ids = candidates.filter((row) => wanted.has(nameKey(row))).map(({ id }) => id);
      const rows = ids.length === 0 ? [] : await read(ids);
      const found = new Map(rows.map((row) => [nameKey(row), row]));
      return keys.map((key) => found.get(nameKey(key)) ?? null);
    },
    { cacheKeyFn: nameKey, maxBatchSize: MAX_BLOBS },
  );
}

/** Loads the rows of each key in the order in which they are read. */
export function loadGroups<T extends object>(read: (keys: string[]) => Promise<T[]>, key: keyof T) {
  return new DataLoader<string, T[]>(
    async (keys) => {
      const groups = new Map(keys.map((wanted): [string, T[]] => [wanted, []]));
      for (const row of await read([...keys])) groups.get(row[key] as string)?.push(row);
      return keys.map((wanted) => groups.get(wanted) ?? []);
    },
    { maxBatchSize: MAX_KEYS },
  );
}
