/** When the retention rule is applied: some minutes after the start of a web server, then every few hours. */
import type { Cluster } from '../cluster/cluster';
import { log } from '../log';
import { keepInProcess } from '../process-wide';
import { runPass } from './pass';
import type { RetentionServices } from './services';

/** A restart is followed by other work. */
const FIRST_MS = 10 * 60_000;
const EVERY_MS = 6 * 3_600_000;

const state = keepInProcess('retention', (): { nextPassAt: Date | null } => ({ nextPassAt: null }));

/** When this process applies the rule next; null while it does, and where it never does. */
export function readNextPass(): Date | null {
  return state.nextPassAt;
}

export interface RetentionSchedule {
  /** Ends a pass after the deletion that is under way. */
  stop(): Promise<void>;
}

/**
 * Applies the rule from time to time, in one process of the site at a time.
 *
 * @param runOnce of the cluster; without one this process is the only one.
 */
export function scheduleRetention(
  services: RetentionServices,
  runOnce: Cluster['runOnce'] = alone,
  { firstMs = FIRST_MS, everyMs = EVERY_MS }: { readonly firstMs?: number; readonly everyMs?: number } = {},
): RetentionSchedule {
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let passing: Promise<void> = Promise.resolve();
  const wait = (ms: number): void => {
    if (stopping.signal.aborted) return;
    state.nextPassAt = new Date(Date.now() + ms);
    timer = setTimeout(() => {
      state.nextPassAt = null;
      passing = pass().finally(() => wait(everyMs));
    }, ms);
    timer.unref();
  };
  const pass = async (): Promise<void> => {
    try {
      await runOnce('retention', async () => void (await runPass(services, stopping.signal)));
    } catch (error) {
      log.error({ err: error }, 'the retention rule could not be applied; the next pass continues');
    }
  };
  if (services.config.guestRunDays > 0) wait(firstMs);
  return {
    async stop() {
      stopping.abort();
      clearTimeout(timer);
      state.nextPassAt = null;
      await passing;
    },
  };
}

async function alone(_name: string, work: () => Promise<void>): Promise<boolean> {
  await work();
  return true;
}
