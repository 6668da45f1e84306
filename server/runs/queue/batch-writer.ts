/**
 * Stores what the engine sends of one batch of a large run: at its end, and once a second until then. Each transaction waits for
 * the disk and takes processor time that the engine could use, so what arrives meanwhile is stored together.
 *
 * The last sweep of a batch is stored together with the checks of the batch: a run that is continued never lacks the checks of
 * a batch that it skips.
 */
import type { PromptPair, Run } from '../../db';
import type { ComputedBy, RunEvent, SanityCheck, SweepResult, Baseline } from '../../engine/api';
import { checkComputedBy } from '../results/persist';
import { saveBatch, type PersistServices } from '../results/persist-batch';
import { fence, type Lease } from './leases';
import type { WriteQueue } from './write-queue';

/** Shortest interval between two writes within a batch, in ms. */
const STORE_MS = 1000;

/** A batch that is computed now. */
export interface OpenBatch {
  /** From 0. */
  readonly index: number;
  readonly pairs: readonly PromptPair[];
  /** Sweeps of the batch that are not stored. */
  readonly missing: number;
}

export interface BatchWriter {
  /** Takes an event of the engine; it is stored later. */
  accept(event: RunEvent): void;
  /**
   * Stores the rest of a batch that is computed.
   *
   * @param checks of the run up to this batch.
   * @returns resolves when the batch is stored; rejects with the first failure of the turn.
   */
  finish(checks: readonly SanityCheck[]): Promise<void>;
  /** Stores what has arrived of a batch that is not computed further. */
  flush(): void;
}

/** What the batches of one turn of a run share. */
export interface Turn {
  readonly run: Run;
  readonly lease: Lease;
  readonly queue: WriteQueue;
  /** `performance.now()` of the last write; before the first one far in the past. */
  lastStored: number;
  /** Whether the engine has begun to compute. */
  hasStarted: boolean;
  /** Whether a sweep was stored. */
  hasProgressed: boolean;
  /** Share of the run that is computed, as it is shown: it does not decrease. */
  fraction: number;
  /** Called after sweeps were stored, with their number. */
  readonly onSweeps: (count: number) => Promise<void>;
  /** Share of the run, and time that is left in ms, when so much of a batch is computed. */
  readonly measureProgress: (
    batch: number,
    fraction: number,
  ) => { readonly share: number; readonly remainingMs: number | null };
}

/** The columns that wait to be written. */
interface Waiting {
  baseline: Baseline | null;
  sweeps: SweepResult[];
  columns: { fraction?: number; remainingMs?: number | null; checks?: string };
}

export function createBatchWriter(
  services: PersistServices,
  turn: Turn,
  { index, pairs, missing }: OpenBatch,
): BatchWriter {
  const { run, lease, queue } = turn;
  let waiting: Waiting = { baseline: null, sweeps: [], columns: {} };
  let unpatched: { readonly baseline: Baseline; readonly computedBy: ComputedBy } | null = null;
  let left = missing;
  let isFinished = false;
  let timer: NodeJS.Timeout | null = null;

  /** Takes what can be stored now. */
  const take = (): Waiting => {
    const taken = waiting;
    const kept = !isFinished && left > 0 && taken.sweeps.length === left ? [taken.sweeps.pop()!] : [];
    waiting = { baseline: null, sweeps: kept, columns: {} };
    left -= taken.sweeps.length;
    return taken;
  };

  const store = async (): Promise<void> => {
    const { baseline, sweeps, columns } = take();
    if (!baseline && sweeps.length === 0 && Object.keys(columns).length === 0) return;
    turn.lastStored = performance.now();
    if (!unpatched) throw new Error(`batch ${index} of run ${run.id} has no baseline`);
    checkComputedBy(run, unpatched.computedBy);
    await saveBatch(services, lease, run, { index, pairs, baseline, sweeps, columns, unpatched });
    if (sweeps.length === 0) return;
    turn.hasProgressed = true;
    await turn.onSweeps(sweeps.length);
  };

  const flush = (): Promise<void> => {
    if (timer) clearTimeout(timer);
    timer = null;
    return queue.add(store);
  };

  return {
    accept(event) {
      switch (event.type) {
        case 'started':
          turn.hasStarted = true;
          // Sweeps that are stored count as a first attempt.
          void queue.add(async () => {
            if (!turn.hasProgressed) await fence(services.db, lease, { attempts: run.attempts + 1 });
          });
          return;
        case 'baseline':
          unpatched = event;
          waiting.baseline = event.baseline;
          break;
        case 'sweep':
          waiting.sweeps.push(event.sweep);
          break;
        case 'progress': {
          const { share, remainingMs } = turn.measureProgress(index, event.fraction);
          turn.fraction = Math.max(turn.fraction, share);
          waiting.columns = { ...waiting.columns, fraction: turn.fraction, remainingMs };
          break;
        }
        case 'edges':
          throw new Error(`run ${run.id} of several batches has edges`);
      }
      timer ??= setTimeout(() => void flush(), turn.lastStored + STORE_MS - performance.now());
    },
    finish(checks) {
      isFinished = true;
      waiting.columns = { ...waiting.columns, checks: JSON.stringify(checks) };
      return flush();
    },
    flush: () => void flush(),
  };
}
