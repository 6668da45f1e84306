/** A run: baseline, sweeps and sanity checks of one experiment, reported as events. */
import { countSteps } from '../../../domain/pair-groups';
import { siteOfKind } from '../../../domain/sites';
import { AppError } from '../../errors';
import {
  DEFAULT_METRICS,
  listDirections,
  readBaseline,
  type ByMetric,
  type ComputedBy,
  type Direction,
  type Experiment,
  type MetricId,
  type RunEvent,
  type RunOptions,
  type SanityCheck,
  type SweepKey,
  type SweepKind,
} from '../api';
import { createBatchMetrics } from '../patching/batch-metrics';
import { checkRun } from '../patching/checks';
import { countPlanFlops } from '../patching/flops';
import { countMovedCells, type MovedCells } from '../patching/moved-cells';
import { planSweep, type SweepPlan } from '../patching/plan';
import { groupSweeps, runSweeps } from '../patching/sweep';
import { findLargestBatch, splitIntoBatches, type Batch } from './batches';
import { checkKinds } from './check-input';
import type { BorrowedModel, Context } from './context';
import { planEdges, runPlannedEdges } from './run-edges';
import {
  checkFiniteMetrics,
  computeBaseline,
  forgetRuns,
  joinBatches,
  orientRuns,
  runBothSides,
} from './unpatched-runs';

/** One sweep kind: its plan for each batch, which is the same in both directions. */
interface PlannedKind {
  readonly kind: SweepKind;
  /** Directions in which it is computed. */
  readonly directions: readonly Direction[];
  readonly plans: readonly SweepPlan[];
  /** Planned floating point operations of all batches in one direction, metrics included. */
  readonly flops: number;
}

/** Runs an experiment; its events are in the order of `RunEvent`. @returns the sanity checks. */
export async function runExperiment(
  context: Context,
  borrowed: BorrowedModel,
  computedBy: ComputedBy,
  experiment: Experiment,
  kinds: readonly SweepKind[],
  { onEvent, signal, skip = [], skipEdges }: RunOptions,
): Promise<readonly SanityCheck[]> {
  const { architecture } = borrowed.model;
  const { metrics = DEFAULT_METRICS } = experiment;
  const beforeCall = async (): Promise<void> => {
    await context.executor.yieldToShort();
    checkNotCancelled(signal);
  };
  const batches = splitIntoBatches(experiment, architecture, context);
  checkKinds(kinds, countSteps(experiment));
  const isWanted = (kind: SweepKind, direction: Direction): boolean =>
    !skip.some((done) => done.kind === kind && done.direction === direction);
  const planned = kinds.map((kind): PlannedKind => {
    const directions = listDirections(experiment).filter((direction) => isWanted(kind, direction));
    const plans = batches.map((batch) => planSweep(kind, architecture, batch, context.skipping));
    const flops = plans.reduce(
      (sum, plan, at) => sum + countPlanFlops(plan, batches[at]!, metrics, architecture),
      0,
    );
    return { kind, directions, plans, flops };
  });
  const baseline = await computeBaseline(context, borrowed, experiment, batches, beforeCall);
  onEvent({ type: 'baseline', baseline, computedBy });
  const moved = new Map<string, MovedCells>();
  const keyOf = ({ kind, direction }: SweepKey): string => `${kind} ${direction}`;
  const onSweep = (event: RunEvent): void => {
    if (event.type === 'sweep') {
      const { sweep } = event;
      moved.set(
        keyOf(sweep),
        countMovedCells(sweep, readBaseline(baseline, sweep.direction), sweep.direction),
      );
    }
    onEvent(event);
  };
  const started = performance.now();
  const edges = planEdges(experiment, architecture, batches, skipEdges);
  const total = planned.reduce((sum, { flops, directions }) => sum + flops * directions.length, edges.flops);
  const onWork = reportProgress(total, started, onEvent);
  const largest = findLargestBatch(batches);
  const ofLargest = planned.map(({ plans }) => plans[batches.indexOf(largest)]!);
  for (const group of groupSweeps(ofLargest, largest, context.limits)) {
    const members = group.map(({ kind }) => planned.find((one) => one.kind === kind)!);
    const sweep = { experiment, batches, members, beforeCall, onWork };
    await runGroup(context, borrowed, sweep, onSweep);
  }
  await runPlannedEdges(
    context,
    borrowed,
    { experiment, batches, planned: edges, beforeCall, onWork },
    onEvent,
  );
  if (total > 0) {
    const sweeps = planned.reduce((sum, { directions }) => sum + directions.length, 0);
    const layers = edges.passes + sweeps * batches.length * architecture.layers;
    context.runTime.learn({ model: borrowed.id, flops: total, layers }, performance.now() - started);
  }
  const first = batches[0]!;
  const runs = await runBothSides(context, borrowed, first, beforeCall);
  const options = { beforeCall, limits: context.limits };
  const checks: SanityCheck[] = [];
  for (const direction of listDirections(experiment)) {
    const oriented = orientRuns(runs, direction);
    for (const check of await checkRun(borrowed.model, oriented, first, first.pairs, kinds, options)) {
      const { kind } = check;
      checks.push({ ...check, direction, ...(kind && moved.get(keyOf({ kind, direction }))) });
    }
  }
  if (experiment.isBatch) forgetRuns(context, borrowed, batches);
  return checks;
}

/** @throws RUN_CANCELLED */
export function checkNotCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new AppError('RUN_CANCELLED', 'The run was cancelled.');
}

interface SweepGroup {
  readonly experiment: Experiment;
  readonly batches: readonly Batch[];
  readonly members: readonly PlannedKind[];
  readonly beforeCall: () => Promise<void>;
  readonly onWork: (flops: number) => void;
}

/**
 * Computes sweeps together, batch after batch, and sends one event for each. Both directions of a batch follow each other, so
 * that its unpatched runs are computed once.
 */
async function runGroup(
  context: Context,
  borrowed: BorrowedModel,
  { experiment, batches, members, beforeCall, onWork }: SweepGroup,
  onEvent: (event: RunEvent) => void,
): Promise<void> {
  const { model } = borrowed;
  const { metrics: ids = DEFAULT_METRICS } = experiment;
  const parts = listDirections(experiment).map((direction): DirectionPart => {
    const ofDirection = members.filter(({ directions }) => directions.includes(direction));
    return { direction, members: ofDirection, values: [], elapsedMs: 0 };
  });
  for (const [at, batch] of batches.entries()) {
    const runs = await runBothSides(context, borrowed, batch, beforeCall);
    for (const part of parts) {
      if (part.members.length === 0) continue;
      const started = performance.now();
      const oriented = orientRuns(runs, part.direction);
      const plans = part.members.map((member) => member.plans[at]!);
      const metrics = await createBatchMetrics(model, ids, batch.pairs, oriented);
      const options = { beforeCall, onWork, limits: context.limits };
      part.values.push(await runSweeps(model, oriented, plans, batch, metrics, options));
      part.elapsedMs += performance.now() - started;
      // The sweeps of the first direction can be stored while the second one is computed.
      if (at === batches.length - 1) sendSweeps(borrowed.id, ids, batches, part, onEvent);
    }
  }
}

/** Sweeps of one direction that are computed together. */
interface DirectionPart {
  readonly direction: Direction;
  readonly members: readonly PlannedKind[];
  /** Values by batch, then by member. */
  readonly values: ByMetric<Float32Array>[][];
  elapsedMs: number;
}

/** @throws MODEL_UNAVAILABLE when a value is not finite. */
function sendSweeps(
  model: string,
  ids: readonly MetricId[],
  batches: readonly Batch[],
  { direction, members, values: byBatch, elapsedMs }: DirectionPart,
  onEvent: (event: RunEvent) => void,
): void {
  const groupFlops = sumFlops(members);
  for (const [index, { kind, plans, flops }] of members.entries()) {
    const values = joinBatches(
      ids,
      batches,
      byBatch.map((batch) => batch[index]!),
    );
    checkFiniteMetrics(model, ids, kind, values);
    // Each sweep gets a share of the group's time by its planned operations.
    const share = groupFlops > 0 ? flops / groupFlops : 1 / members.length;
    onEvent({
      type: 'sweep',
      sweep: {
        kind,
        direction,
        axes: siteOfKind(kind).axes,
        shape: plans[0]!.shape,
        values,
        elapsedMs: elapsedMs * share,
        flops,
      },
    });
  }
}

/** @returns a function that adds finished operations and sends a progress event. */
function reportProgress(
  total: number,
  started: number,
  onEvent: (event: RunEvent) => void,
): (flops: number) => void {
  let done = 0;
  return (flops) => {
    done = Math.min(total, done + flops);
    const elapsedMs = performance.now() - started;
    const remainingMs = done > 0 ? (elapsedMs * (total - done)) / done : null;
    onEvent({ type: 'progress', fraction: total > 0 ? done / total : 1, elapsedMs, remainingMs });
  };
}

function sumFlops(parts: readonly { readonly flops: number }[]): number {
  return parts.reduce((sum, { flops }) => sum + flops, 0);
}
