/**
 * Installs models from the hub, one download at a time however many ask, in this process or another.
 *
 * Files come into `.installing/<id>` of the models folder and are checked there; only a model that the engine can read is
 * moved, by one rename, to where models are looked for. A download that is cancelled, fails or dies is kept and goes on when
 * it is asked for again.
 */
import { EventEmitter } from 'node:events';
import { mkdir, readFile, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { check, lock } from 'proper-lockfile';
import { listModels } from '../engine/client';
import { AppError, isAppError, messageOf } from '../errors';
import { log } from '../log';
import { CATALOGUE, catalogueEntry, MODEL_FILES, type CatalogueEntry, type CatalogueFile } from './catalogue';
import { checksumKey, firstSeen, keepFirstSeen } from './checksums';
import { bytesKept, downloadFile, type Expectation } from './download';
import { describeFile, newestCommit, type Hub, type RemoteFile } from './hub';

export const INSTALLATION_STATES = [
  'NONE',
  'WAITING',
  'DOWNLOADING',
  'CHECKING',
  'INSTALLED',
  'INTERRUPTED',
  'CANCELLED',
  'FAILED',
] as const;
export type InstallationState = (typeof INSTALLATION_STATES)[number];

/** How far an installation is. */
export interface Installation {
  readonly id: string;
  readonly state: InstallationState;
  /** Bytes on the disk. */
  readonly receivedBytes: number;
  /** Of all files; null until the hub has told. */
  readonly totalBytes: number | null;
  /** Over the last seconds; null while nothing is received. */
  readonly bytesPerSecond: number | null;
  readonly remainingMs: number | null;
  /** What went wrong and what to do, or what is waited for; null otherwise. */
  readonly message: string | null;
}

export interface InstallerOptions {
  /** Folder that models are installed into. */
  readonly folder: string;
  readonly hub: Hub;
  /** First wait before a broken connection is tried again, in ms; it doubles. */
  readonly retryMs?: number;
  /** Free bytes of the folder's disk. */
  readonly freeBytes?: (folder: string) => Promise<number>;
}

export interface Installer {
  /**
   * Starts an installation, or joins the one under way; returns as soon as it is known to be possible.
   *
   * @throws BAD_USER_INPUT for an unknown name; CONFLICT when something else stands where the model would.
   */
  start(name: string): Promise<Installation>;
  /** Stops an installation; what was received is kept. */
  cancel(name: string): Promise<Installation>;
  status(name: string): Promise<Installation>;
  /** What was asked for here since the start, beside the catalogue. */
  others(): CatalogueEntry[];
  /** Current state first, then each change until the installation has ended. */
  follow(name: string): AsyncGenerator<Installation, void>;
}

/** Whether nothing will change any more by itself. */
export function isSettled(state: InstallationState): boolean {
  return state !== 'WAITING' && state !== 'DOWNLOADING' && state !== 'CHECKING';
}

const STAGING = '.installing';
/** A lock whose holder has not renewed it for this long is that of a dead process. */
const STALE_LOCK_MS = 5000;
/** Left free on the disk. */
const MARGIN_BYTES = 64 * 2 ** 20;
const RATE_WINDOW_MS = 5000;
/** Progress is announced at most this often. */
const ANNOUNCE_MS = 200;
/** Another process announces nothing: its progress is looked for this often. */
const LOOK_MS = 500;
/** In STAGING while its lock is held: the id that is being installed. */
const CURRENT = 'current';

interface Job {
  readonly entry: CatalogueEntry;
  readonly canceller: AbortController;
  now: Installation;
  /** False while it waits for another one of this process. */
  hasBegun: boolean;
  announcedAt: number;
  samples: { at: number; bytes: number }[];
}

export function createInstaller({
  folder,
  hub,
  retryMs = 1000,
  freeBytes = freeOf,
}: InstallerOptions): Installer {
  const changes = new EventEmitter().setMaxListeners(0);
  const jobs = new Map<string, Job>();
  let queue: Promise<unknown> = Promise.resolve();

  const become = (job: Job, change: Partial<Installation>): void => {
    const hasNewState = change.state !== undefined && change.state !== job.now.state;
    job.now = { ...job.now, ...change };
    const now = Date.now();
    if (!hasNewState && now - job.announcedAt < ANNOUNCE_MS) return;
    job.announcedAt = now;
    changes.emit(job.entry.id);
  };

  const received = (job: Job, bytes: number, total: number): void => {
    const now = Date.now();
    job.samples = [...job.samples.filter(({ at }) => now - at < RATE_WINDOW_MS), { at: now, bytes }];
    const first = job.samples[0]!;
    const rate = now - first.at > 500 ? ((bytes - first.bytes) / (now - first.at)) * 1000 : null;
    become(job, {
      state: 'DOWNLOADING',
      message: null,
      receivedBytes: bytes,
      totalBytes: total,
      bytesPerSecond: rate,
      remainingMs: rate ? ((total - bytes) / rate) * 1000 : null,
    });
  };

  const install = async (job: Job): Promise<void> => {
    const { entry, canceller } = job;
    const { signal } = canceller;
    const staging = path.join(folder, STAGING, entry.id);
    await mkdir(staging, { recursive: true });
    const release = await acquire(path.join(folder, STAGING), signal, async () => {
      const receivedBytes = await keptOf(entry.id);
      if (await isElsewhere(entry.id)) become(job, { ...ELSEWHERE, receivedBytes });
      else become(job, { state: 'WAITING', message: 'Another download is under way; this one is next.' });
    });
    try {
      signal.throwIfAborted();
      // Another process may have installed it meanwhile.
      if (await isInstalled(entry.id)) return;
      await writeFile(path.join(folder, STAGING, CURRENT), entry.id);
      become(job, { state: 'DOWNLOADING', message: null });
      const revision = entry.revision ?? (await newestCommit(hub, entry.repository, signal));
      const remote = await Promise.all(
        entry.files.map((file) => describeFile(hub, entry.repository, revision, file.path, signal)),
      );
      const total = remote.reduce((sum, { size }) => sum + size, 0);
      await checkSpace(remote, staging);
      const hashes = await fetchAll(job, remote, revision, staging, total);
      await checkUsable(entry);
      const receipt = { repository: entry.repository, revision, sha256: hashes };
      await writeFile(path.join(staging, 'patchbay.json'), `${JSON.stringify(receipt, null, 2)}\n`);
      await keepFirstSeen(
        folder,
        Object.fromEntries(
          Object.entries(hashes).map(([file, hash]) => [checksumKey(entry.repository, revision, file), hash]),
        ),
      );
      await rename(staging, path.join(folder, entry.id));
    } finally {
      await release();
    }
  };

  const fetchAll = async (
    job: Job,
    remote: readonly RemoteFile[],
    revision: string,
    staging: string,
    total: number,
  ): Promise<Record<string, string>> => {
    const { entry, canceller } = job;
    const hashes: Record<string, string> = {};
    let before = 0;
    for (const [index, file] of remote.entries()) {
      hashes[file.path] = await downloadFile(
        hub,
        file,
        staging,
        await expectationOf(entry, entry.files[index]!, file, revision),
        {
          retryMs,
          signal: canceller.signal,
          onBytes: (count) => received(job, before + count, total),
          onCheck: () => become(job, { ...IDLE, state: 'CHECKING', receivedBytes: before + file.size }),
        },
      );
      before += file.size;
    }
    return hashes;
  };

  const expectationOf = async (
    { repository }: CatalogueEntry,
    known: CatalogueFile,
    { sha256 }: RemoteFile,
    revision: string,
  ): Promise<Expectation | null> => {
    if (known.sha256 !== null) return { sha256: known.sha256, source: 'the catalogue' };
    const kept = await firstSeen(folder, checksumKey(repository, revision, known.path));
    if (kept !== null) return { sha256: kept, source: 'its first download' };
    return sha256 === null ? null : { sha256, source: hub.endpoint };
  };

  const checkSpace = async (remote: readonly RemoteFile[], staging: string): Promise<void> => {
    let needed = MARGIN_BYTES;
    for (const file of remote) needed += file.size - Math.min(file.size, await bytesKept(staging, file.path));
    const free = await freeBytes(folder);
    if (free >= needed) return;
    const message = `${folder} has ${megabytes(free)} free, but ${megabytes(needed)} are needed. Make room, or set MODELS_DIR to a folder of a larger disk.`;
    throw new AppError('MODEL_UNAVAILABLE', message);
  };

  /** The engine's own opinion of what was downloaded. */
  const checkUsable = async ({ id, repository }: CatalogueEntry): Promise<void> => {
    const staged = (await listModels([path.join(folder, STAGING)])).find((model) => model.id === id);
    if (staged?.unavailable === null) return;
    await rm(path.join(folder, STAGING, id), { recursive: true, force: true });
    const message = `${repository} cannot be used: ${staged?.unavailable ?? 'it is empty.'} Its files have been deleted.`;
    throw new AppError('MODEL_UNAVAILABLE', message);
  };

  const isInstalled = async (id: string): Promise<boolean> =>
    (await listModels([folder])).some((model) => model.id === id && model.unavailable === null);

  const run = async (job: Job): Promise<void> => {
    if (job.canceller.signal.aborted) return;
    job.hasBegun = true;
    try {
      await install(job);
      become(job, { ...IDLE, state: 'INSTALLED', message: null });
      log.info({ model: job.entry.id }, 'installed a model');
    } catch (error) {
      if (job.canceller.signal.aborted) {
        become(job, CANCELLED);
        return;
      }
      if (!isAppError(error)) log.error({ err: error, model: job.entry.id }, 'an installation failed');
      become(job, { ...IDLE, state: 'FAILED', message: messageOf(error) });
    }
  };

  /** Whether another process is installing it now. */
  const isElsewhere = async (id: string): Promise<boolean> => {
    const staging = path.join(folder, STAGING);
    const current = await readFile(path.join(staging, CURRENT), 'utf8').catch(() => null);
    return current === id && (await check(staging, { stale: STALE_LOCK_MS }));
  };

  /** Bytes of a download that are on the disk. */
  const keptOf = async (id: string): Promise<number> => {
    const kept = await Promise.all(
      MODEL_FILES.map((file) => bytesKept(path.join(folder, STAGING, id), file)),
    );
    return kept.reduce((sum, bytes) => sum + bytes, 0);
  };

  const status = async (name: string): Promise<Installation> => {
    const { id } = catalogueEntry(name);
    const job = jobs.get(id);
    if (job && !isSettled(job.now.state)) return job.now;
    if (await isInstalled(id)) return { ...nothing(id), state: 'INSTALLED' };
    const receivedBytes = await keptOf(id);
    if (await isElsewhere(id)) return { ...nothing(id), ...ELSEWHERE, receivedBytes };
    if (job && job.now.state !== 'INSTALLED') return { ...job.now, receivedBytes };
    return { ...nothing(id), receivedBytes, state: receivedBytes > 0 ? 'INTERRUPTED' : 'NONE' };
  };

  return {
    status,
    others: () => [...jobs.values()].map(({ entry }) => entry).filter((entry) => !CATALOGUE.includes(entry)),
    async start(name) {
      const entry = catalogueEntry(name);
      const current = await status(name);
      if (current.state === 'INSTALLED') return current;
      const place = path.join(folder, entry.id);
      if (await stat(place).catch(() => null)) {
        const [found] = (await listModels([folder])).filter(({ id }) => id === entry.id);
        const reason = found?.unavailable ?? 'it holds no model';
        const message = `${place} is there already and cannot be used: ${reason} Move it away, then install again.`;
        throw new AppError('CONFLICT', message);
      }
      const again = jobs.get(entry.id);
      if (again && !isSettled(again.now.state)) return again.now;
      const job: Job = {
        entry,
        canceller: new AbortController(),
        now: { ...nothing(entry.id), state: 'WAITING', receivedBytes: current.receivedBytes },
        hasBegun: false,
        announcedAt: 0,
        samples: [],
      };
      jobs.set(entry.id, job);
      queue = queue.then(() => run(job));
      changes.emit(entry.id);
      return job.now;
    },
    async cancel(name) {
      const { id } = catalogueEntry(name);
      const job = jobs.get(id);
      if (job && !isSettled(job.now.state)) {
        job.canceller.abort();
        if (job.hasBegun) await settled(job, changes);
        else become(job, CANCELLED);
      }
      return status(name);
    },
    async *follow(name) {
      const { id } = catalogueEntry(name);
      let wake = (): void => {};
      let hasNews = false;
      const onChange = (): void => {
        hasNews = true;
        wake();
      };
      changes.on(id, onChange);
      try {
        for (;;) {
          hasNews = false;
          const now = await status(name);
          yield now;
          if (isSettled(now.state)) return;
          if (!hasNews) await news(jobs.has(id) ? null : LOOK_MS, (resolve) => (wake = resolve));
        }
      } finally {
        changes.off(id, onChange);
      }
    },
  };
}

/** Takes the folder's lock, which processes share. */
async function acquire(
  folder: string,
  signal: AbortSignal,
  onWait: () => Promise<void>,
): Promise<() => Promise<void>> {
  for (;;) {
    signal.throwIfAborted();
    try {
      return await lock(folder, {
        stale: STALE_LOCK_MS,
        update: STALE_LOCK_MS / 2,
        onCompromised: (error) => log.warn({ err: error }, 'the lock of a download was lost'),
      });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') throw error;
      await onWait();
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}

/** Waits for a call of what `arm` is given, or for `ms` at most. */
function news(ms: number | null, arm: (resolve: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = ms === null ? undefined : setTimeout(resolve, ms);
    arm(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function settled(job: Job, changes: EventEmitter): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!isSettled(job.now.state)) return;
      changes.off(job.entry.id, look);
      resolve();
    };
    changes.on(job.entry.id, look);
    look();
  });
}

const IDLE = { bytesPerSecond: null, remainingMs: null } as const;
const ELSEWHERE = { state: 'DOWNLOADING', message: 'Another process downloads it.' } as const;
const CANCELLED = { ...IDLE, state: 'CANCELLED', message: 'Cancelled. What was received is kept.' } as const;

function nothing(id: string): Installation {
  return {
    id,
    state: 'NONE',
    receivedBytes: 0,
    totalBytes: null,
    bytesPerSecond: null,
    remainingMs: null,
    message: null,
  };
}

async function freeOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** 548.1 MB, in units of 10^6 bytes as disks are sold. */
function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
