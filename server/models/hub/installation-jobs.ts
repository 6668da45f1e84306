/** Installations that this process was asked for: they run one after the other, and every change is announced. */
import { EventEmitter } from 'node:events';
import { isAppError } from '../../errors';
import { log } from '../../log';
import type { CatalogueEntry } from './catalogue';
import { explainDiskError } from './disk';
import { IDLE, isSettled, noInstallation, WAITING, type Installation } from './installation';

/** Progress is announced at most this often. */
const ANNOUNCE_MS = 200;

export interface Job {
  readonly entry: CatalogueEntry;
  /** Aborted with an AppError for a failure to report, with any other reason when somebody cancels. */
  readonly canceller: AbortController;
  readonly now: Installation;
  readonly update: (change: Partial<Installation>) => void;
}

/** A job with what only this file changes. */
interface StoredJob extends Job {
  now: Installation;
  /** False while it waits for another job of this process. */
  hasBegun: boolean;
  announcedAt: number;
}

export interface InstallationJobs {
  /** The last job of a model, running or ended. */
  get(id: string): Job | undefined;
  list(): Job[];
  /** Puts an installation at the end of the queue. */
  add(entry: CatalogueEntry, receivedBytes: number): Job;
  /** Cancels a job that has not ended and waits for its end. */
  cancel(job: Job): Promise<void>;
  /** Emits the id of a model whenever its job changes. */
  readonly changes: EventEmitter;
}

/** @param install does the work of one job; it throws when the job's signal aborts. */
export function createInstallationJobs(install: (job: Job) => Promise<void>): InstallationJobs {
  const changes = new EventEmitter().setMaxListeners(0);
  const jobs = new Map<string, StoredJob>();
  let queue: Promise<unknown> = Promise.resolve();

  function update(job: StoredJob, change: Partial<Installation>): void {
    const hasNewState = change.state !== undefined && change.state !== job.now.state;
    job.now = { ...job.now, ...change };
    const now = performance.now();
    if (!hasNewState && now - job.announcedAt < ANNOUNCE_MS) return;
    job.announcedAt = now;
    changes.emit(job.entry.id);
  }

  async function run(job: StoredJob): Promise<void> {
    const { signal } = job.canceller;
    if (signal.aborted) return;
    job.hasBegun = true;
    try {
      await install(job);
      update(job, { ...IDLE, state: 'INSTALLED', message: null });
      log.info({ model: job.entry.id }, 'installed a model');
    } catch (error) {
      update(job, describeFailure(job, error));
    }
  }

  return {
    changes,
    get: (id) => jobs.get(id),
    list: () => [...jobs.values()],

    add(entry, receivedBytes) {
      const isNext = [...jobs.values()].every(({ now }) => isSettled(now.state));
      const job: StoredJob = {
        entry,
        canceller: new AbortController(),
        now: {
          ...noInstallation(entry.id),
          ...(isNext ? { state: 'WAITING' } : WAITING),
          receivedBytes,
        },
        hasBegun: false,
        announcedAt: -Infinity,
        update: (change) => update(job, change),
      };
      jobs.set(entry.id, job);
      queue = queue.then(() => run(job));
      changes.emit(entry.id);
      return job;
    },

    async cancel({ entry: { id }, canceller }) {
      canceller.abort();
      const job = jobs.get(id)!;
      if (job.hasBegun) await waitForEnd(job, changes);
      else update(job, CANCELLED);
    },
  };
}

function describeFailure({ canceller: { signal }, entry }: Job, error: unknown): Partial<Installation> {
  if (signal.aborted && !isAppError(signal.reason)) return CANCELLED;
  const problem: unknown = signal.aborted ? signal.reason : (explainDiskError(error) ?? error);
  if (!isAppError(problem)) log.error({ err: error, model: entry.id }, 'an installation failed');
  return { ...IDLE, state: 'FAILED', message: isAppError(problem) ? problem.message : UNEXPECTED };
}

function waitForEnd(job: StoredJob, changes: EventEmitter): Promise<void> {
  return new Promise((resolve) => {
    const check = (): void => {
      if (!isSettled(job.now.state)) return;
      changes.off(job.entry.id, check);
      resolve();
    };
    changes.on(job.entry.id, check);
    check();
  });
}

const CANCELLED = { ...IDLE, state: 'CANCELLED', message: 'Cancelled. The received data is kept.' } as const;
const UNEXPECTED = 'The installation failed unexpectedly. See the server log.';
