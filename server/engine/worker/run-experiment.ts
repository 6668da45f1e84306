/** A run: baseline, sweeps and sanity checks of one experiment, reported as events. */
import { mapToSource, takeBase } from '../../../domain/alignment';
import { countSteps, isUnequal } from '../../../domain/pair-groups';
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
import type { Architecture } from '../models/architecture';
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
  takeSource,
  runBothSides,
} from './unpatched-runs';

/** One sweep kind in the directions in which it is computed. */
interface PlannedKind {
  readonly kind: SweepKind;
  readonly parts: ReadonlyMap<Direction, PlannedPart>;
}

/** One sweep kind in one direction. */
interface PlannedPart {
  /** By batch. */
  readonly plans: readonly SweepPlan[];
  /** Planned floating point operations of all batches, metrics included. */
  readonly flops: number;
}

/** The batches of each direction of a run: the same pairs in each. */
type DirectedBatches = ReadonlyMap<Direction, readonly Batch[]>;

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
  const directed = splitDirections(context, experiment, architecture);
  const batches = directed.get(experiment.direction)!;
  checkKinds(kinds, countSteps(experiment), experiment.pairs);
  const isWanted = (kind: SweepKind, direction: Direction): boolean =>
    !skip.some((done) => done.kind === kind && done.direction === direction);
  const planned = kinds.map((kind): PlannedKind => {
    const ofBatches = new Map<readonly Batch[], PlannedPart>();
    const plan = (own: readonly Batch[]): PlannedPart => {
      const plans = own.map((batch) => planSweep(kind, architecture, batch, context.skipping));
      const flops = plans.reduce(
        (sum, one, at) => sum + countPlanFlops(one, own[at]!, metrics, architecture),
        0,
      );
      ofBatches.set(own, { plans, flops });
      return { plans, flops };
    };
    const parts = listDirections(experiment)
      .filter((direction) => isWanted(kind, direction))
      .map((direction) => {
        const own = directed.get(direction)!;
        return [direction, ofBatches.get(own) ?? plan(own)] as const;
      });
    return { kind, parts: new Map(parts) };
  });
  const baseline = await computeBaseline(context, borrowed, experiment, batches, beforeCall);
  onEvent({ type: 'baseline', baseline, computedBy });
  const moved = new Map<string, MovedCells>();
  const makeKey = ({ kind, direction }: SweepKey): string => `${kind} ${direction}`;
  const onSweep = (event: RunEvent): void => {
    if (event.type === 'sweep') {
      const { sweep } = event;
      moved.set(
        makeKey(sweep),
        countMovedCells(sweep, readBaseline(baseline, sweep.direction), sweep.direction),
      );
    }
    onEvent(event);
  };
  const started = performance.now();
  const edges = planEdges(experiment, architecture, (direction) => directed.get(direction)!, skipEdges);
  const parts = planned.flatMap((kind) => [...kind.parts.values()]);
  const total = edges.flops + sumFlops(parts);
  const onWork = reportProgress(total, started, onEvent);
  const largest = findLargestBatch(batches);
  const at = batches.indexOf(largest);
  // Which sweeps are computed together depends on the first direction that each is computed in.
  const ofLargest = planned.map(
    ({ kind, parts }) =>
      [...parts.values()][0]?.plans[at] ?? planSweep(kind, architecture, largest, context.skipping),
  );
  for (const group of groupSweeps(ofLargest, largest, context.limits)) {
    const members = group.map(({ kind }) => planned.find((one) => one.kind === kind)!);
    const sweep = { experiment, directed, members, beforeCall, onWork };
    await runGroup(context, borrowed, sweep, onSweep);
  }
  await runPlannedEdges(
    context,
    borrowed,
    { experiment, directed, planned: edges, beforeCall, onWork },
    onEvent,
  );
  if (total > 0) {
    const layers = edges.passes + parts.length * batches.length * architecture.layers;
    context.runTime.learn({ model: borrowed.id, flops: total, layers }, performance.now() - started);
  }
  const first = batches[0]!;
  const runs = await runBothSides(context, borrowed, first, beforeCall);
  const options = { beforeCall, limits: context.limits };
  const checks: SanityCheck[] = [];
  for (const direction of listDirections(experiment)) {
    const shape = directed.get(direction)![0]!;
    const oriented = orientRuns(runs, first.pairs, direction);
    const [pair] = first.pairs;
    const map = mapToSource(pair!, direction);
    const unequal = map && { base: takeBase(pair!, direction), source: takeSource(runs, direction), map };
    for (const check of await checkRun(
      borrowed.model,
      oriented,
      shape,
      first.pairs,
      kinds,
      options,
      unequal,
    )) {
      const { kind } = check;
      checks.push({ ...check, direction, ...(kind && moved.get(makeKey({ kind, direction }))) });
    }
  }
  if (experiment.isBatch) forgetRuns(context, borrowed, batches);
  return checks;
}

/** Batches of each direction; the same list for all where both prompts of each pair have one length. @throws BAD_USER_INPUT */
function splitDirections(
  context: Context,
  experiment: Experiment,
  architecture: Architecture,
): DirectedBatches {
  const shared = splitIntoBatches(experiment, architecture, context);
  const isShared = !experiment.pairs.some((pair) => isUnequal(pair));
  return new Map(
    listDirections(experiment).map((direction) => [
      direction,
      isShared || direction === experiment.direction
        ? shared
        : splitIntoBatches(experiment, architecture, context, direction),
    ]),
  );
}

/** @throws RUN_CANCELLED */
export function checkNotCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new AppError('RUN_CANCELLED', 'The run was cancelled.');
}

interface SweepGroup {
  readonly experiment: Experiment;
  readonly directed: DirectedBatches;
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
  { experiment, directed, members, beforeCall, onWork }: SweepGroup,
  onEvent: (event: RunEvent) => void,
): Promise<void> {
  const { model } = borrowed;
  const { metrics: ids = DEFAULT_METRICS } = experiment;
  const parts = listDirections(experiment).map((direction): DirectionPart => {
    const ofDirection = members.flatMap(({ kind, parts }) => {
      const part = parts.get(direction);
      return part ? [{ kind, ...part }] : [];
    });
    return { direction, members: ofDirection, values: [], elapsedMs: 0 };
  });
  const batches = directed.get(experiment.direction)!;
  for (const [at, first] of batches.entries()) {
    const runs = await runBothSides(context, borrowed, first, beforeCall);
    for (const part of parts) {
      if (part.members.length === 0) continue;
      const started = performance.now();
      const batch = directed.get(part.direction)![at]!;
      const oriented = orientRuns(runs, batch.pairs, part.direction);
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
  readonly members: readonly (PlannedPart & { readonly kind: SweepKind })[];
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
