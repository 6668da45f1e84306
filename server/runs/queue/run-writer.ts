/** Takes the engine's events of one run and writes them in order, under the run's lease. */
import { countSweepFlops } from '../../engine/client/client';
import type { Model, Run } from '../../db';
import { decodeDirection, decodeKinds } from '../../db/codec';
import type { Experiment, RunEvent, SweepKind } from '../../engine/api';
import type { Services } from '../services';
import { fence, type Lease } from './leases';
import { saveBaseline, saveSweep } from '../results/persist';

/** Progress is written at most this often, in ms. */
const PROGRESS_MS = 200;

export interface RunWriter {
  /** Queues an event to be written. */
  accept(event: RunEvent): void;
  /** Resolves when everything accepted is written. @throws the first failure, LeaseLostError among others. */
  settled(): Promise<void>;
  /** Whether the engine has begun to compute since the claim. */
  hasStarted(): boolean;
  /** Whether a sweep was stored since the claim. */
  hasProgressed(): boolean;
}

/** What a writer tells of the run's course, after it was written. */
export interface RunWriterHooks {
  readonly onSweep: () => Promise<void>;
  readonly onFailure: (error: unknown) => void;
}

/** @param finished kinds whose sweeps are stored already. */
export function createRunWriter(
  services: Services,
  run: Run & { model: Model },
  experiment: Experiment,
  finished: readonly SweepKind[],
  lease: Lease,
  hooks: RunWriterHooks,
): RunWriter {
  const share = shareOfWork(run, experiment, finished);
  let chain: Promise<void> = Promise.resolve();
  let unpatched: Extract<RunEvent, { type: 'baseline' }> | null = null;
  let lastProgress = 0;
  // A sweep that an ended engine had begun is computed again; what is shown does not go back for that.
  let { fraction } = run;
  let hasStarted = false;
  let hasProgressed = false;

  const write = async (event: RunEvent): Promise<void> => {
    switch (event.type) {
      case 'started':
        hasStarted = true;
        return fence(services.db, lease, { attempts: run.attempts + 1 });
      case 'baseline':
        unpatched = event;
        return saveBaseline(services, lease, event.baseline);
      case 'sweep':
        if (!unpatched)
          throw new Error(`sweep ${event.sweep.kind} of run ${run.id} came before its baseline`);
        await saveSweep(
          services,
          lease,
          event.sweep,
          unpatched.baseline,
          decodeDirection(run.direction),
          unpatched.computedBy,
        );
        hasProgressed = true;
        return hooks.onSweep();
      case 'progress': {
        const done = share.before + (1 - share.before) * event.fraction;
        fraction = Math.max(fraction, done);
        await fence(services.db, lease, { fraction, remainingMs: event.remainingMs });
        services.changes.emit(run.id);
      }
    }
  };

  return {
    accept(event) {
      if (event.type === 'progress') {
        const now = performance.now();
        if (now - lastProgress < PROGRESS_MS) return;
        lastProgress = now;
      }
      chain = chain.then(() => write(event));
      // Thrown again by `settled`; the hook ends the work that can no longer be written.
      chain.catch(hooks.onFailure);
    },
    settled: () => chain,
    hasStarted: () => hasStarted,
    hasProgressed: () => hasProgressed,
  };
}

/** Which part of a run's planned work lies before what is computed now, 0 to 1. */
function shareOfWork(
  { kinds, model }: Run & { model: Model },
  experiment: Experiment,
  finished: readonly SweepKind[],
): { before: number } {
  if (finished.length === 0) return { before: 0 };
  const all = decodeKinds(kinds);
  const count = (part: readonly SweepKind[]): number =>
    part.reduce((sum, kind) => sum + countSweepFlops(kind, experiment, model), 0);
  const total = count(all);
  return { before: total > 0 ? count(finished) / total : finished.length / all.length };
}
