/**
 * One installation, from the first request to the last rename.
 *
 * Files are downloaded to `.installing/<id>` in the models folder and checked there. Only a model that the engine can read
 * is moved to its directory.
 */
import { rm, statfs } from 'node:fs/promises';
import path from 'node:path';
import { createModelDirectories, type ModelReader } from '../../engine/client/client';
import { AppError } from '../../errors';
import type { CatalogueEntry, CatalogueFile } from './catalogue';
import { formatChecksumKey, readFirstSeen, storeFirstSeen } from './checksums';
import { countKeptBytes, downloadFile, type Expectation } from './download';
import { describeFile, newestCommit, type Hub, type RemoteFile } from './hub';
import { createRate, IDLE, type Installation } from './installation';
import { retryTransient } from './retry';
import type { Staging } from './staging';

export interface InstallModelOptions {
  /** Folder that models are installed into. */
  readonly folder: string;
  /** Staging of that folder; the caller holds its lock. */
  readonly staging: Staging;
  readonly hub: Hub;
  /** First wait before a retry, in ms; it doubles. */
  readonly retryMs: number;
  /** Free bytes of the folder's disk; by default as the file system reports them. */
  readonly freeBytes?: ((folder: string) => Promise<number>) | undefined;
  /** Examines what was downloaded; by default in this thread. */
  readonly reader?: ModelReader | undefined;
  readonly signal: AbortSignal;
  readonly tell: (change: Partial<Installation>) => void;
}

/** Left free on the disk. */
const MARGIN_BYTES = 64 * 2 ** 20;
/** Smaller files are checked too quickly to announce it. */
const MIN_ANNOUNCED_CHECK_BYTES = 2e6;
/** Attempts to read the descriptions of the files. */
const DESCRIBE_ATTEMPTS = 3;

/**
 * Downloads, checks and installs a model.
 *
 * @throws MODEL_UNAVAILABLE saying what happened and what to do; a file system's error; the signal's reason.
 */
export async function installModel(entry: CatalogueEntry, options: InstallModelOptions): Promise<void> {
  const { folder, staging, hub, retryMs, freeBytes = readFreeBytes, signal, tell } = options;
  await staging.announce(entry.id, null);
  tell({ ...IDLE, state: 'DOWNLOADING', message: null });
  const remote = await retryTransient(() => describeFiles(hub, entry, signal), {
    retryMs,
    maxStalledAttempts: DESCRIBE_ATTEMPTS,
    signal,
  });
  const { revision } = remote[0]!;
  await staging.begin(entry.id, entry.repository, revision);
  await checkSpace(await freeBytes(folder), remote, staging.directory(entry.id));
  await staging.announce(entry.id, totalBytes(remote));
  const sha256 = await fetchAll(entry, remote, options);
  await checkUsable(entry, options);
  const seen = Object.entries(sha256).map(([file, hash]) => [
    formatChecksumKey(entry.repository, revision, file),
    hash,
  ]);
  await storeFirstSeen(folder, Object.fromEntries(seen) as Record<string, string>);
  signal.throwIfAborted();
  const receipt = { repository: entry.repository, revision, sha256 };
  await staging.complete(entry.id, receipt, path.join(folder, entry.id));
}

/** Describes all files at one commit. */
async function describeFiles(
  hub: Hub,
  { repository, revision: pinned, files }: CatalogueEntry,
  signal: AbortSignal,
): Promise<RemoteFile[]> {
  const revision = pinned ?? (await newestCommit(hub, repository, signal));
  return Promise.all(files.map((file) => describeFile(hub, repository, revision, file.path, signal)));
}

/** Downloads all files. @returns sha256 by file. */
async function fetchAll(
  entry: CatalogueEntry,
  remote: readonly RemoteFile[],
  { folder, staging, hub, retryMs, signal, tell }: InstallModelOptions,
): Promise<Record<string, string>> {
  const total = totalBytes(remote);
  const rate = createRate();
  const hashes: Record<string, string> = {};
  let before = 0;
  for (const [index, file] of remote.entries()) {
    const start = before;
    const expectation = await findExpectation(folder, hub, entry.files[index]!, file);
    hashes[file.path] = await downloadFile(hub, file, staging.directory(entry.id), expectation, {
      retryMs,
      signal,
      onBytes(count) {
        const receivedBytes = start + count;
        const progress = { receivedBytes, totalBytes: total, ...rate(receivedBytes, total) };
        tell({ state: 'DOWNLOADING', message: null, ...progress });
      },
      onCheck() {
        const receivedBytes = start + file.size;
        if (file.size > MIN_ANNOUNCED_CHECK_BYTES) tell({ ...IDLE, state: 'CHECKING', receivedBytes });
      },
    });
    before += file.size;
  }
  return hashes;
}

/** The hash that a file must have: from the catalogue, its first download, or the hub, in this order. */
async function findExpectation(
  folder: string,
  hub: Hub,
  known: CatalogueFile,
  { repository, revision, sha256 }: RemoteFile,
): Promise<Expectation | null> {
  if (known.sha256 !== null) return { sha256: known.sha256, source: 'the catalogue' };
  const kept = await readFirstSeen(folder, formatChecksumKey(repository, revision, known.path));
  if (kept !== null)
    return { sha256: kept, source: 'its first download (.checksums.json in the models folder)' };
  return sha256 === null ? null : { sha256, source: hub.endpoint };
}

async function checkSpace(free: number, remote: readonly RemoteFile[], directory: string): Promise<void> {
  let needed = MARGIN_BYTES;
  for (const file of remote)
    needed += file.size - Math.min(file.size, await countKeptBytes(directory, file.path));
  if (free >= needed) return;
  const message = `The disk of the models folder has ${formatMegabytes(free)} free; ${formatMegabytes(needed)} are needed. Free some space, or set MODELS_DIR to a folder on a larger disk.`;
  throw new AppError('MODEL_UNAVAILABLE', message);
}

/** Checks that the engine can read the downloaded model. @throws MODEL_UNAVAILABLE, after deleting it. */
async function checkUsable(
  { id, repository }: CatalogueEntry,
  { staging, reader }: InstallModelOptions,
): Promise<void> {
  const directories = createModelDirectories([staging.folder], reader ? { reader } : {});
  const staged = (await directories.list()).find((model) => model.id === id);
  if (staged?.unavailable === null) return;
  await rm(staging.directory(id), { recursive: true, force: true });
  const message = `${repository} cannot be used: ${staged?.unavailable ?? 'it is empty.'} Its files have been deleted.`;
  throw new AppError('MODEL_UNAVAILABLE', message);
}

function totalBytes(remote: readonly RemoteFile[]): number {
  return remote.reduce((sum, { size }) => sum + size, 0);
}

async function readFreeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** E.g. 548.1 MB, in units of 10^6 bytes. */
function formatMegabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
