/** Stores the engine's events of one run in order, under the run's lease. */
import { countExperimentEdgeFlops, countSweepFlops } from '../../engine/client/client';
import type { Model, PromptPair, Run } from '../../db';
import { decodeDirection, decodeKind, decodeKinds } from '../../db/codec';
import type { RunEvent, SweepKind } from '../../engine/api';
import { countSweep } from '../../observability/metrics/runs';
import type { Services } from '../services';
import { readDirections, readExperiment, readRoleNames } from '../experiment';
import { saveEdges } from '../results/persist-edges';
import { checkComputedBy, saveBaseline, saveSweep } from '../results/persist';
import { createBatchWriter, type BatchWriter, type OpenBatch, type Turn } from './batch-writer';
import { fence, type Lease } from './leases';
import { createWriteQueue } from './write-queue';

/** Shortest interval between two writes of the progress of a run of one batch, in ms. */
const PROGRESS_MS = 200;

export interface RunWriter {
  /** Queues an event of a run of one batch to be stored. */
  accept(event: RunEvent): void;
  /** Begins a batch of a run of several batches; its events are stored after those of the one before it. */
  openBatch(batch: OpenBatch): BatchWriter;
  /** Resolves when everything accepted is stored. @throws the first failure, LeaseLostError among others. */
  settled(): Promise<void>;
  /** Whether the engine has begun to compute since the claim. */
  hasStarted(): boolean;
  /** Whether a sweep or a layer of edges was stored since the claim. */
  hasProgressed(): boolean;
}

export interface RunWriterHooks {
  /** Called after sweeps or a layer of edges were stored, with their number. */
  readonly onSweeps: (count: number) => Promise<void>;
  /** Called with every failure to store an event. */
  readonly onFailure: (error: unknown) => void;
}

type WrittenRun = Run & {
  model: Model;
  pairs: PromptPair[];
  sweeps: readonly { kind: string; batches: number }[];
  edgeLayers: readonly { layer: number }[];
};

/** @param run as it was claimed, with the kinds of the sweeps that are stored already. */
export function createRunWriter(
  services: Pick<Services, 'db' | 'changes'>,
  run: WrittenRun,
  lease: Lease,
  hooks: RunWriterHooks,
): RunWriter {
  const queue = createWriteQueue(hooks.onFailure);
  let unpatched: Extract<RunEvent, { type: 'baseline' }> | null = null;
  let finishedShare: number | null = null;
  let lastProgress = 0;
  let firstBatch: number | null = null;
  let open: BatchWriter | null = null;
  const started = performance.now();
  const turn: Turn = {
    run,
    lease,
    queue,
    lastStored: -Infinity,
    hasStarted: false,
    hasProgressed: false,
    // A sweep that an ended engine had begun is computed again; the fraction that is shown does not decrease.
    fraction: run.fraction,
    onSweeps: hooks.onSweeps,
    measureProgress: (batch, fraction) =>
      measureBatchProgress(firstBatch!, run.batches, batch + fraction, performance.now() - started),
  };

  const shareOfMissing = (share: number): number => {
    finishedShare ??= computeFinishedShare(run);
    return finishedShare + (1 - finishedShare) * share;
  };

  const write = async (event: RunEvent): Promise<void> => {
    switch (event.type) {
      case 'started':
        turn.hasStarted = true;
        return fence(services.db, lease, { attempts: turn.hasProgressed ? 1 : run.attempts + 1 });
      case 'baseline':
        checkComputedBy(run, event.computedBy);
        unpatched = event;
        return saveBaseline(services, lease, event.baseline);
      case 'sweep':
        if (!unpatched)
          throw new Error(`sweep ${event.sweep.kind} of run ${run.id} came before its baseline`);
        await saveSweep(services, lease, event.sweep, {
          baseline: unpatched.baseline,
          direction: decodeDirection(run.direction),
          computedBy: unpatched.computedBy,
          roles: readRoleNames(run),
        });
        turn.hasProgressed = true;
        return hooks.onSweeps(1);
      case 'edges':
        if (!unpatched) throw new Error(`edges of run ${run.id} came before its baseline`);
        await saveEdges(services, lease, event.edges, unpatched.computedBy);
        turn.hasProgressed = true;
        return hooks.onSweeps(1);
      case 'progress':
        turn.fraction = Math.max(turn.fraction, shareOfMissing(event.fraction));
        await fence(services.db, lease, { fraction: turn.fraction, remainingMs: event.remainingMs });
        services.changes.emit(run.id);
    }
  };

  return {
    openBatch(batch) {
      firstBatch ??= batch.index;
      return (open = createBatchWriter(services, turn, batch));
    },
    accept(event) {
      if (event.type === 'progress') {
        const now = performance.now();
        if (now - lastProgress < PROGRESS_MS) return;
        lastProgress = now;
      }
      if (event.type === 'sweep') countSweep(event.sweep.kind, event.sweep.flops);
      void queue.add(() => write(event));
    },
    settled() {
      open?.flush();
      return queue.settled();
    },
    hasStarted: () => turn.hasStarted,
    hasProgressed: () => turn.hasProgressed,
  };
}

/**
 * Progress of a run of several batches. The rate of this turn says how long the rest takes.
 *
 * @param first index of the first batch of this turn.
 * @param done batches that are computed, with the share of the present one.
 */
function measureBatchProgress(
  first: number,
  batches: number,
  done: number,
  elapsedMs: number,
): { share: number; remainingMs: number | null } {
  const rate = (done - first) / elapsedMs;
  return { share: done / batches, remainingMs: rate > 0 ? (batches - done) / rate : null };
}

/** Share of a run's planned work that its stored sweeps and edges are, 0 to 1. */
function computeFinishedShare(run: WrittenRun): number {
  const finished = run.sweeps.map(({ kind }) => decodeKind(kind));
  if (finished.length + run.edgeLayers.length === 0) return 0;
  const directions = readDirections(run);
  const all = decodeKinds(run.kinds).flatMap((kind) => directions.map(() => kind));
  const experiment = readExperiment(run, run.pairs);
  const count = (part: readonly SweepKind[]): number =>
    part.reduce((sum, kind) => sum + countSweepFlops(kind, experiment, run.model), 0);
  const countEdges = (layers?: readonly number[]): number =>
    run.edges ? countExperimentEdgeFlops(experiment, run.model, layers) : 0;
  const total = count(all) + directions.length * countEdges();
  const done = count(finished) + countEdges(run.edgeLayers.map(({ layer }) => layer));
  return total > 0 ? done / total : finished.length / all.length;
}
