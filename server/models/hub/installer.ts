/**
 * Installs models from the hub, one download at a time on this machine: processes take turns by a lock.
 *
 * A download that is cancelled or fails, or whose process dies, keeps what it received and resumes when it is started again.
 */
import type { ModelReader } from '../../engine/client/client';
import { AppError } from '../../errors';
import { CATALOGUE, catalogueEntry, type CatalogueEntry } from './catalogue';
import { followChanges } from './follow-changes';
import type { Hub } from './hub';
import { installModel } from './install-model';
import { isSettled, noInstallation, WAITING, type Installation } from './installation';
import { createInstallationJobs, type Job } from './installation-jobs';
import { createModelPlaces } from './model-place';
import { createOtherProcessReader } from './other-process';
import { openStaging } from './staging';

export interface InstallerOptions {
  /** Folder that models are installed into. */
  readonly folder: string;
  /** All folders that models are looked for in; by default `folder` alone. */
  readonly folders?: readonly string[];
  readonly hub: Hub;
  /** First wait before a broken connection is retried, in ms; it doubles. */
  readonly retryMs?: number;
  /** Free bytes of the folder's disk. */
  readonly freeBytes?: (folder: string) => Promise<number>;
  /** Examines what was downloaded; by default in this thread. */
  readonly reader?: ModelReader;
}

export interface Installer {
  /**
   * Starts an installation or joins the one in progress; returns once it is known to be possible.
   *
   * @throws BAD_USER_INPUT for an unknown name; CONFLICT when the model's directory is taken.
   */
  start(name: string): Promise<Installation>;
  /**
   * Stops an installation; what was received is kept.
   *
   * @throws BAD_USER_INPUT for an unknown name; CONFLICT when another process is downloading it.
   */
  cancel(name: string): Promise<Installation>;
  /** @throws BAD_USER_INPUT for an unknown name. */
  status(name: string): Promise<Installation>;
  /** Models outside the catalogue that were asked for since the start, or whose download has begun and not ended. */
  others(): Promise<CatalogueEntry[]>;
  /** Current state first, then each change until the installation has ended. */
  follow(name: string): AsyncGenerator<Installation, void>;
}

/** Another process announces nothing, so its progress is polled this often. */
const POLL_MS = 500;

/** Creates an installer of one folder; all installers of a folder, in any process, take turns. */
export function createInstaller(options: InstallerOptions): Installer {
  const { folder, folders = [folder], hub, retryMs = 1000, freeBytes, reader } = options;
  const staging = openStaging(folder);
  const places = createModelPlaces(folders, reader);
  const readOtherProcess = createOtherProcessReader(staging);
  const jobs = createInstallationJobs(install);

  async function install({ entry, canceller, update }: Job): Promise<void> {
    const { signal } = canceller;
    const release = await staging.acquire(
      signal,
      async () => update((await readOtherProcess(entry.id)) ?? WAITING),
      () => canceller.abort(createLostLockError()),
    );
    try {
      signal.throwIfAborted();
      // Another process may have installed it in the meantime.
      if (await places.isInstalled(entry.id)) return;
      await installModel(entry, { folder, staging, hub, retryMs, freeBytes, reader, signal, tell: update });
    } finally {
      await release();
    }
  }

  function findRunning(id: string): Job | null {
    const job = jobs.get(id);
    return job && !isSettled(job.now.state) ? job : null;
  }

  async function readStatus(name: string): Promise<Installation> {
    const { id } = catalogueEntry(name);
    const running = findRunning(id);
    if (running) return running.now;
    if (await places.isInstalled(id)) return { ...noInstallation(id), state: 'INSTALLED' };
    const elsewhere = await readOtherProcess(id);
    if (elsewhere) return { ...noInstallation(id), ...elsewhere };
    const receivedBytes = await staging.keptBytes(id);
    const ended = jobs.get(id);
    // A model that was installed here and is gone starts anew.
    if (ended && ended.now.state !== 'INSTALLED') return { ...ended.now, receivedBytes };
    return { ...noInstallation(id), receivedBytes, state: receivedBytes > 0 ? 'INTERRUPTED' : 'NONE' };
  }

  return {
    status: readStatus,

    async others() {
      const begun = (await staging.repositories()).map((repository) => catalogueEntry(repository));
      const requested = jobs.list().map(({ entry }) => entry);
      const byId = new Map([...begun, ...requested].map((entry) => [entry.id, entry]));
      return [...byId.values()].filter((entry) => !CATALOGUE.includes(entry));
    },

    async start(name) {
      const entry = catalogueEntry(name);
      const current = await readStatus(name);
      if (current.state === 'INSTALLED') return current;
      await places.checkFree(entry.id);
      return (findRunning(entry.id) ?? jobs.add(entry, current.receivedBytes)).now;
    },

    async cancel(name) {
      const { id } = catalogueEntry(name);
      const running = findRunning(id);
      if (running) {
        await jobs.cancel(running);
      } else if (await staging.elsewhere(id)) {
        const message = `Another process is downloading ${id}, for example 'npm run models' in a terminal. Stop it there.`;
        throw new AppError('CONFLICT', message);
      }
      return readStatus(name);
    },

    follow(name) {
      const { id } = catalogueEntry(name);
      return followChanges({
        changes: jobs.changes,
        event: id,
        read: () => readStatus(name),
        isLast: ({ state }) => isSettled(state),
        pollMs: () => (jobs.get(id) ? null : POLL_MS),
      });
    },
  };
}

function createLostLockError(): AppError {
  const message =
    'The download made no progress for too long, and another process may have taken it over. The received data is kept; start it again.';
  return new AppError('MODEL_UNAVAILABLE', message);
}
