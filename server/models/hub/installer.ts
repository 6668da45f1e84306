/**
 * Installs models from the hub, one download at a time however many ask, in this process or another.
 *
 * A download that is cancelled, fails or dies is kept and goes on when it is asked for again.
 */
import { EventEmitter } from 'node:events';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { createModelDirectories, type ModelReader } from '../../engine/client/client';
import { AppError, isAppError } from '../../errors';
import { log } from '../../log';
import { CATALOGUE, catalogueEntry, type CatalogueEntry } from './catalogue';
import { diskProblem } from './disk';
import type { Hub } from './hub';
import { installModel } from './install-model';
import { createRate, IDLE, isSettled, noInstallation, type Installation } from './installation';
import { stagingIn } from './staging';

export interface InstallerOptions {
  /** Folder that models are installed into. */
  readonly folder: string;
  /** All folders that models are looked for in; by default that one. */
  readonly folders?: readonly string[];
  readonly hub: Hub;
  /** First wait before a broken connection is tried again, in ms; it doubles. */
  readonly retryMs?: number;
  /** Free bytes of the folder's disk. */
  readonly freeBytes?: (folder: string) => Promise<number>;
  /** Examines what was downloaded; by default in this thread. */
  readonly reader?: ModelReader;
}

export interface Installer {
  /**
   * Starts an installation, or joins the one under way; returns as soon as it is known to be possible.
   *
   * @throws BAD_USER_INPUT for an unknown name; CONFLICT when something else stands where the model would.
   */
  start(name: string): Promise<Installation>;
  /**
   * Stops an installation; what was received is kept.
   *
   * @throws BAD_USER_INPUT for an unknown name; CONFLICT when another process downloads it.
   */
  cancel(name: string): Promise<Installation>;
  /** @throws BAD_USER_INPUT for an unknown name. */
  status(name: string): Promise<Installation>;
  /** Beside the catalogue: what was asked for since the start, and what has begun and not ended. */
  others(): Promise<CatalogueEntry[]>;
  /** Current state first, then each change until the installation has ended. */
  follow(name: string): AsyncGenerator<Installation, void>;
}

/** Progress is announced at most this often. */
const ANNOUNCE_MS = 200;
/** Another process announces nothing: its progress is looked for this often. */
const LOOK_MS = 500;

interface Job {
  readonly entry: CatalogueEntry;
  /** Aborted with an AppError for a reason to be told, with anything else by who cancels. */
  readonly canceller: AbortController;
  now: Installation;
  /** False while it waits for another one of this process. */
  hasBegun: boolean;
  announcedAt: number;
}

/** Installs into one folder; all installers of a folder, in whatever process, take turns. */
export function createInstaller({
  folder,
  folders = [folder],
  hub,
  retryMs = 1000,
  freeBytes,
  reader,
}: InstallerOptions): Installer {
  const examining = reader ? { reader } : {};
  const directories = createModelDirectories(folders, examining);
  const changes = new EventEmitter().setMaxListeners(0);
  const staging = stagingIn(folder);
  const jobs = new Map<string, Job>();
  /** Of what other processes download, by id. */
  const ratesElsewhere = new Map<string, ReturnType<typeof createRate>>();
  let queue: Promise<unknown> = Promise.resolve();

  const become = (job: Job, change: Partial<Installation>): void => {
    const hasNewState = change.state !== undefined && change.state !== job.now.state;
    job.now = { ...job.now, ...change };
    const now = Date.now();
    if (!hasNewState && now - job.announcedAt < ANNOUNCE_MS) return;
    job.announcedAt = now;
    changes.emit(job.entry.id);
  };

  const install = async (job: Job): Promise<void> => {
    const { entry, canceller } = job;
    const { signal } = canceller;
    const release = await staging.acquire(
      signal,
      async () => become(job, (await statusElsewhere(entry.id)) ?? WAITING),
      () => canceller.abort(lostLock()),
    );
    try {
      signal.throwIfAborted();
      // Another process may have installed it meanwhile.
      if (await isInstalled(entry.id)) return;
      await installModel(entry, {
        folder,
        staging,
        hub,
        retryMs,
        freeBytes,
        reader,
        signal,
        tell: (change) => become(job, change),
      });
    } finally {
      await release();
    }
  };

  const isInstalled = async (id: string): Promise<boolean> =>
    (await directories.list()).some((model) => model.id === id && model.unavailable === null);

  /** @throws CONFLICT when a directory has the name of the model and is none. */
  const checkPlace = async (id: string): Promise<void> => {
    for (const candidate of folders) {
      const place = path.join(candidate, id);
      if (!(await stat(place).catch(() => null))) continue;
      const found = (await createModelDirectories([candidate], examining).list()).find(
        (model) => model.id === id,
      );
      const reason = found?.unavailable ?? 'it holds no model.';
      const message = `The models folder has a '${id}' already that cannot be used: ${reason} Move it away, then install again.`;
      throw new AppError('CONFLICT', message);
    }
  };

  const run = async (job: Job): Promise<void> => {
    const { signal } = job.canceller;
    if (signal.aborted) return;
    job.hasBegun = true;
    try {
      await install(job);
      become(job, { ...IDLE, state: 'INSTALLED', message: null });
      log.info({ model: job.entry.id }, 'installed a model');
    } catch (error) {
      if (signal.aborted && !isAppError(signal.reason)) {
        become(job, CANCELLED);
        return;
      }
      const problem = signal.aborted ? signal.reason : (diskProblem(error) ?? error);
      if (!isAppError(problem)) log.error({ err: error, model: job.entry.id }, 'an installation failed');
      const message = isAppError(problem) ? problem.message : UNFORESEEN;
      become(job, { ...IDLE, state: 'FAILED', message });
    }
  };

  /** What another process tells of it; null when none downloads it. */
  const statusElsewhere = async (
    id: string,
  ): Promise<Pick<Installation, 'state' | 'receivedBytes' | 'totalBytes'> | null> => {
    const elsewhere = await staging.elsewhere(id);
    if (!elsewhere) {
      ratesElsewhere.delete(id);
      return null;
    }
    const receivedBytes = await staging.keptBytes(id);
    const rate = ratesElsewhere.get(id) ?? createRate();
    ratesElsewhere.set(id, rate);
    const { totalBytes } = elsewhere;
    return {
      ...ELSEWHERE,
      receivedBytes,
      totalBytes,
      ...(totalBytes ? rate(receivedBytes, totalBytes) : IDLE),
    };
  };

  const status = async (name: string): Promise<Installation> => {
    const { id } = catalogueEntry(name);
    const job = jobs.get(id);
    if (job && !isSettled(job.now.state)) return job.now;
    if (await isInstalled(id)) return { ...noInstallation(id), state: 'INSTALLED' };
    const elsewhere = await statusElsewhere(id);
    if (elsewhere) return { ...noInstallation(id), ...elsewhere };
    const receivedBytes = await staging.keptBytes(id);
    if (job && job.now.state !== 'INSTALLED') return { ...job.now, receivedBytes };
    return { ...noInstallation(id), receivedBytes, state: receivedBytes > 0 ? 'INTERRUPTED' : 'NONE' };
  };

  return {
    status,
    async others() {
      const begun = (await staging.repositories()).map((repository) => catalogueEntry(repository));
      const asked = [...jobs.values()].map(({ entry }) => entry);
      const byId = new Map([...begun, ...asked].map((entry) => [entry.id, entry]));
      return [...byId.values()].filter((entry) => !CATALOGUE.includes(entry));
    },
    async start(name) {
      const entry = catalogueEntry(name);
      const current = await status(name);
      if (current.state === 'INSTALLED') return current;
      await checkPlace(entry.id);
      const again = jobs.get(entry.id);
      if (again && !isSettled(again.now.state)) return again.now;
      const isNext = [...jobs.values()].every(({ now }) => isSettled(now.state));
      const job: Job = {
        entry,
        canceller: new AbortController(),
        now: {
          ...noInstallation(entry.id),
          ...(isNext ? { state: 'WAITING' } : WAITING),
          receivedBytes: current.receivedBytes,
        },
        hasBegun: false,
        announcedAt: 0,
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
      } else if (await staging.elsewhere(id)) {
        const message = `Another process downloads ${id}, such as 'npm run models' in a terminal; stop it there.`;
        throw new AppError('CONFLICT', message);
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

const WAITING = { state: 'WAITING', message: 'Waits for another download to end.' } as const;
const ELSEWHERE = { state: 'DOWNLOADING', message: 'Another process downloads it.' } as const;
const CANCELLED = { ...IDLE, state: 'CANCELLED', message: 'Cancelled. What was received is kept.' } as const;
const UNFORESEEN = 'The installation failed for a reason that nobody foresaw; it is in the log of the site.';

function lostLock(): AppError {
  const message =
    'This download stood still for too long and another process may have taken it over. What was received is kept; start it again.';
  return new AppError('MODEL_UNAVAILABLE', message);
}
