/**
 * `.installing` in the models folder: downloads under way or broken off, and the lock that lets one process download at a time.
 *
 * What another process does is known from here only, so that every page and terminal shows the same progress.
 */
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { check, lock } from 'proper-lockfile';
import { z } from 'zod';
import { log } from '../../log';
import { MODEL_FILES } from './catalogue';
import { bytesKept } from './download';

/** Goes with a model into its directory: where it came from. */
const RECEIPT = 'patchbay.json';
/** While the lock is held: what is being installed. */
const CURRENT = 'current.json';
/** A lock whose holder has not renewed it for this long is that of a dead process. */
const STALE_LOCK_MS = 5000;
const LOOK_MS = 250;

const current = z.object({ id: z.string(), totalBytes: z.number().nullable() });
const receipt = z.object({
  repository: z.string(),
  revision: z.string(),
  /** Of each file; empty until all are there. */
  sha256: z.record(z.string(), z.string()),
});
export type Receipt = z.output<typeof receipt>;

export interface Staging {
  /** Folder of the downloads, for whoever reads them as models. */
  readonly folder: string;
  /** Where a model's files are brought together. */
  directory(id: string): string;
  /** Bytes of a download that are on the disk. */
  keptBytes(id: string): Promise<number>;
  /** Repositories of downloads that have begun and not ended. */
  repositories(): Promise<string[]>;
  /**
   * Takes the lock; whoever has it may write.
   *
   * @param onWait told again and again while another process holds it.
   * @param onLost told when another process has taken it over, as after a long sleep of this machine.
   * @returns what gives it back.
   */
  acquire(signal: AbortSignal, onWait: () => Promise<void>, onLost: () => void): Promise<() => Promise<void>>;
  /** Says, under the lock, what is being installed. */
  announce(id: string, totalBytes: number | null): Promise<void>;
  /** What another process is installing; null when it is not this id. To be asked by those who do not hold the lock. */
  elsewhere(id: string): Promise<{ totalBytes: number | null } | null>;
  /** Prepares a directory for one commit: whole files of another one are dropped, parts say themselves what they are of. */
  begin(id: string, repository: string, revision: string): Promise<void>;
  /** Completes a directory and moves it, by one rename, to where models are looked for. */
  complete(id: string, whole: Receipt, place: string): Promise<void>;
}

/** @param parent folder that models are installed into. */
export function stagingIn(parent: string): Staging {
  const folder = path.join(parent, '.installing');
  const directory = (id: string): string => path.join(folder, id);

  const writeReceipt = (id: string, content: Receipt): Promise<void> =>
    writeWhole(path.join(directory(id), RECEIPT), `${JSON.stringify(content, null, 2)}\n`);

  return {
    folder,
    directory,
    async keptBytes(id) {
      const kept = await Promise.all(MODEL_FILES.map((file) => bytesKept(directory(id), file)));
      return kept.reduce((sum, bytes) => sum + bytes, 0);
    },
    async repositories() {
      const ids = await readdir(folder).catch(() => []);
      const receipts = await Promise.all(ids.map((id) => readReceipt(directory(id))));
      return receipts.flatMap((found) => (found ? [found.repository] : []));
    },
    async acquire(signal, onWait, onLost) {
      await mkdir(folder, { recursive: true });
      for (;;) {
        signal.throwIfAborted();
        try {
          const release = await lock(folder, {
            stale: STALE_LOCK_MS,
            update: STALE_LOCK_MS / 2,
            onCompromised: (error) => {
              log.warn({ err: error }, 'the lock of a download was lost');
              onLost();
            },
          });
          // A lock that was lost cannot be given back.
          return () =>
            release().catch((error: unknown) => log.debug({ err: error }, 'a lock was not released'));
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') throw error;
          await onWait();
          await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
        }
      }
    },
    announce: (id, totalBytes) =>
      writeWhole(
        path.join(folder, CURRENT),
        JSON.stringify({ id, totalBytes } satisfies z.output<typeof current>),
      ),
    async elsewhere(id) {
      const now = await readJson(path.join(folder, CURRENT), current);
      if (now?.id !== id || !(await check(folder, { stale: STALE_LOCK_MS }))) return null;
      return { totalBytes: now.totalBytes };
    },
    async begin(id, repository, revision) {
      await mkdir(directory(id), { recursive: true });
      const known = await readReceipt(directory(id));
      if (known?.revision !== revision) {
        await Promise.all(MODEL_FILES.map((file) => rm(path.join(directory(id), file), { force: true })));
      }
      await writeReceipt(id, { repository, revision, sha256: {} });
    },
    async complete(id, whole, place) {
      await writeReceipt(id, whole);
      await rename(directory(id), place);
    },
  };
}

/** Null where there is none, or what a crash of the machine has left of it. */
async function readReceipt(directory: string): Promise<Receipt | null> {
  return readJson(path.join(directory, RECEIPT), receipt);
}

async function readJson<T>(file: string, schema: z.ZodType<T>): Promise<T | null> {
  try {
    return schema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return null;
  }
}

/** Readers see the old content or the new one. */
async function writeWhole(file: string, content: string): Promise<void> {
  await writeFile(`${file}.new`, content);
  await rename(`${file}.new`, file);
}
