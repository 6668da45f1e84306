/** Stores the engine's events of one run in order, under the run's lease. */
import { countExperimentEdgeFlops, countSweepFlops } from '../../engine/client/client';
import type { Model, PromptPair, Run } from '../../db';
import { decodeDirection, decodeKind, decodeKinds } from '../../db/codec';
import type { RunEvent, SweepKind, SweepResult } from '../../engine/api';
import { countSweep } from '../../observability/metrics/runs';
import type { Services } from '../services';
import { readDirections, readExperiment, readRoleNames } from '../experiment';
import { saveEdges } from '../results/persist-edges';
import { checkComputedBy, saveBaseline, saveSweep } from '../results/persist';
import { saveBatchBaseline, saveBatchSweeps } from '../results/persist-batch';
import { fence, type Lease } from './leases';

/** Shortest interval between two writes of progress, in ms. */
const PROGRESS_MS = 200;

export interface RunWriter {
  /** Begins a batch of a run of several batches; the events of the one before it are stored. */
  beginBatch(index: number, pairs: readonly PromptPair[]): void;
  /** Queues an event to be stored. */
  accept(event: RunEvent): void;
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
  let chain: Promise<void> = Promise.resolve();
  let unpatched: Extract<RunEvent, { type: 'baseline' }> | null = null;
  let batch: WrittenBatch | null = null;
  /** Sweeps of the batch that wait for the writes before them; they are stored together. */
  let waiting: SweepResult[] = [];
  let finishedShare: number | null = null;
  let lastProgress = 0;
  const started = performance.now();
  // A sweep that an ended engine had begun is computed again; the fraction that is shown does not decrease.
  let { fraction } = run;
  let hasStarted = false;
  let hasProgressed = false;

  const shareOfMissing = (share: number): number => {
    finishedShare ??= computeFinishedShare(run);
    return finishedShare + (1 - finishedShare) * share;
  };

  const write = async (event: RunEvent): Promise<void> => {
    switch (event.type) {
      case 'started':
        hasStarted = true;
        return fence(services.db, lease, { attempts: hasProgressed ? 1 : run.attempts + 1 });
      case 'baseline':
        checkComputedBy(run, event.computedBy);
        unpatched = event;
        if (batch) return saveBatchBaseline(services, lease, run, batch.pairs, event.baseline);
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
        hasProgressed = true;
        return hooks.onSweeps(1);
      case 'edges':
        if (!unpatched) throw new Error(`edges of run ${run.id} came before its baseline`);
        await saveEdges(services, lease, event.edges, unpatched.computedBy);
        hasProgressed = true;
        return hooks.onSweeps(1);
      case 'progress': {
        const { share, remainingMs } = batch
          ? measureBatchProgress(batch, run.batches, event.fraction, performance.now() - started)
          : { share: shareOfMissing(event.fraction), remainingMs: event.remainingMs };
        fraction = Math.max(fraction, share);
        await fence(services.db, lease, { fraction, remainingMs });
        services.changes.emit(run.id);
      }
    }
  };

  /** Stores all sweeps of the batch that wait. */
  const writeWaiting = async (): Promise<void> => {
    const sweeps = waiting;
    if (sweeps.length === 0) return;
    waiting = [];
    if (!unpatched) throw new Error(`sweep ${sweeps[0]!.kind} of run ${run.id} came before its baseline`);
    await saveBatchSweeps(services, lease, batch!.index, sweeps, unpatched);
    hasProgressed = true;
    await hooks.onSweeps(sweeps.length);
  };

  return {
    beginBatch(index, pairs) {
      unpatched = null;
      batch = { index, pairs, first: batch?.first ?? index };
    },
    accept(event) {
      if (event.type === 'progress') {
        const now = performance.now();
        if (now - lastProgress < PROGRESS_MS) return;
        lastProgress = now;
      }
      if (event.type === 'sweep') countSweep(event.sweep.kind, event.sweep.flops);
      if (batch && event.type === 'sweep') {
        waiting.push(event.sweep);
        chain = chain.then(writeWaiting);
      } else {
        chain = chain.then(() => write(event));
      }
      // `settled` throws it again; the hook ends the work that can no longer be stored.
      chain.catch(hooks.onFailure);
    },
    settled: () => chain,
    hasStarted: () => hasStarted,
    hasProgressed: () => hasProgressed,
  };
}

interface WrittenBatch {
  readonly index: number;
  readonly pairs: readonly PromptPair[];
  /** Index of the first batch of this turn. */
  readonly first: number;
}

/** Progress of a run of several batches. The rate of this turn says how long the rest takes. */
function measureBatchProgress(
  { index, first }: WrittenBatch,
  batches: number,
  fraction: number,
  elapsedMs: number,
): { share: number; remainingMs: number | null } {
  const done = index + fraction;
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
