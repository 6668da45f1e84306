/** The Prisma client over SQLite (libSQL driver, WAL mode: see scripts/schema-engine.ts). */
import { PrismaLibSql } from '@prisma/adapter-libsql';
import { PrismaClient } from '../prisma/generated/client';

export type Database = PrismaClient;
export type {
  Effect,
  Finding,
  Model,
  PatchedPrediction,
  Pattern,
  PromptPair,
  Run,
  Sweep,
  User,
  Verification,
} from '../prisma/generated/client';
export { Prisma } from '../prisma/generated/client';

/**
 * Opens a database.
 *
 * @param url `file:` URL of an SQLite file that has been migrated.
 */
export function openDatabase(url: string): Database {
  // A writer waits this long for another process's write to end, in ms.
  return new PrismaClient({ adapter: new PrismaLibSql({ url, timeout: 5000 }) });
}
