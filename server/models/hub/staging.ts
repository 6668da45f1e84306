/**
 * `.installing` in the models folder: running and interrupted downloads, and the lock that lets one process download at a
 * time.
 *
 * Processes learn about each other's downloads from this folder, so that every page and terminal shows the same progress.
 */
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { check, lock } from 'proper-lockfile';
import { z } from 'zod';
import { log } from '../../log';
import { MODEL_FILES } from './catalogue';
import { countKeptBytes } from './download';

/** Records the origin of a model; it is moved with the model into its directory. */
const RECEIPT = 'patchbay.json';
/** Names the model that is being installed; valid while the lock is held. */
const CURRENT = 'current.json';
/** A lock that was not renewed for this long belongs to a dead process. */
const STALE_LOCK_MS = 5000;
/** How often to check whether the lock is free. */
const POLL_MS = 250;

const current = z.object({ id: z.string(), totalBytes: z.number().nullable() });
const receipt = z.object({
  repository: z.string(),
  revision: z.string(),
  /** By file; empty until all files are complete. */
  sha256: z.record(z.string(), z.string()),
});
export type Receipt = z.output<typeof receipt>;

export interface Staging {
  /** Folder of the downloads; its directories can be read as models. */
  readonly folder: string;
  /** Directory of a model's download. */
  directory(id: string): string;
  /** Bytes of a download on disk. */
  keptBytes(id: string): Promise<number>;
  /** Repositories of unfinished downloads. */
  repositories(): Promise<string[]>;
  /**
   * Takes the lock; only its holder may write.
   *
   * @param onWait is called repeatedly while another process holds it.
   * @param onLost is called when another process has taken it over, for example after this machine was suspended.
   * @returns a function that releases it.
   */
  acquire(signal: AbortSignal, onWait: () => Promise<void>, onLost: () => void): Promise<() => Promise<void>>;
  /** Records what is being installed; needs the lock. */
  announce(id: string, totalBytes: number | null): Promise<void>;
  /** The download of this model by another process; null if there is none. Only for processes that do not hold the lock. */
  elsewhere(id: string): Promise<{ totalBytes: number | null } | null>;
  /** Prepares a directory for one commit: deletes complete files of another commit. Partial files record their version. */
  begin(id: string, repository: string, revision: string): Promise<void>;
  /** Completes a directory and moves it to `place` by one rename. */
  complete(id: string, whole: Receipt, place: string): Promise<void>;
}

/** @param parent folder that models are installed into. */
export function openStaging(parent: string): Staging {
  const folder = path.join(parent, '.installing');
  const directory = (id: string): string => path.join(folder, id);

  const writeReceipt = (id: string, content: Receipt): Promise<void> =>
    writeWhole(path.join(directory(id), RECEIPT), `${JSON.stringify(content, null, 2)}\n`);

  return {
    folder,
    directory,
    async keptBytes(id) {
      const kept = await Promise.all(MODEL_FILES.map((file) => countKeptBytes(directory(id), file)));
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
          // A lost lock cannot be released.
          return () =>
            release().catch((error: unknown) => log.debug({ err: error }, 'a lock was not released'));
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') throw error;
          await onWait();
          await new Promise((resolve) => setTimeout(resolve, POLL_MS));
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

/** Null if there is none or if it is damaged. */
export async function readReceipt(directory: string): Promise<Receipt | null> {
  return readJson(path.join(directory, RECEIPT), receipt);
}

async function readJson<T>(file: string, schema: z.ZodType<T>): Promise<T | null> {
  try {
    return schema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return null;
  }
}

/** Replaces a file atomically: readers see the old content or the new. */
async function writeWhole(file: string, content: string): Promise<void> {
  await writeFile(`${file}.new`, content);
  await rename(`${file}.new`, file);
}
