/** A run: baseline, sweeps and sanity checks of one experiment, reported as events. */
import { siteOfKind } from '../../../domain/sites';
import { AppError } from '../../errors';
import {
  DEFAULT_METRICS,
  type ByMetric,
  type ComputedBy,
  type Experiment,
  type RunEvent,
  type RunOptions,
  type SanityCheck,
  type SweepKind,
} from '../api';
import { createBatchMetrics } from '../patching/batch-metrics';
import { checkRun } from '../patching/checks';
import { countPlanFlops } from '../patching/flops';
import { planSweep, type SweepPlan } from '../patching/plan';
import { groupSweeps, runSweeps } from '../patching/sweep';
import { splitIntoBatches, type Batch } from './batches';
import type { BorrowedModel, Context } from './context';
import { checkFiniteMetrics, computeBaseline, joinBatches, runBaseAndSource } from './unpatched-runs';

/** One sweep kind: its plan for each batch. */
interface PlannedKind {
  readonly kind: SweepKind;
  readonly plans: readonly SweepPlan[];
  /** Planned floating point operations of all batches, metrics included. */
  readonly flops: number;
}

/** Runs an experiment; its events are in the order of `RunEvent`. @returns the sanity checks. */
export async function runExperiment(
  context: Context,
  borrowed: BorrowedModel,
  computedBy: ComputedBy,
  experiment: Experiment,
  kinds: readonly SweepKind[],
  { onEvent, signal }: RunOptions,
): Promise<readonly SanityCheck[]> {
  const { architecture } = borrowed.model;
  const { metrics = DEFAULT_METRICS } = experiment;
  const beforeCall = async (): Promise<void> => {
    await context.executor.yieldToShort();
    checkNotCancelled(signal);
  };
  const batches = splitIntoBatches(experiment, architecture, context.batchBytes);
  const planned = kinds.map((kind): PlannedKind => {
    const plans = batches.map((batch) => planSweep(kind, architecture, batch, context.skipping));
    const flops = plans.reduce(
      (sum, plan, at) => sum + countPlanFlops(plan, batches[at]!, metrics, architecture),
      0,
    );
    return { kind, plans, flops };
  });
  const baseline = await computeBaseline(context, borrowed, experiment, batches, beforeCall);
  onEvent({ type: 'baseline', baseline, computedBy });
  const started = performance.now();
  const total = sumFlops(planned);
  const onWork = reportProgress(total, started, onEvent);
  // Sweeps are grouped by the rows of the first batch, which is as large as any.
  for (const group of groupSweeps(
    planned.map(({ plans }) => plans[0]!),
    batches[0]!,
    context.limits,
  )) {
    const members = group.map(({ kind }) => planned.find((one) => one.kind === kind)!);
    const sweep = { experiment, batches, members, beforeCall, onWork };
    await runGroup(context, borrowed, sweep, onEvent);
  }
  if (kinds.length > 0 && total > 0) {
    const layers = kinds.length * batches.length * architecture.layers;
    context.runTime.learn({ model: borrowed.id, flops: total, layers }, performance.now() - started);
  }
  const first = batches[0]!;
  const runs = await runBaseAndSource(context, borrowed, first, experiment.direction, beforeCall);
  return checkRun(borrowed.model, runs, first, first.pairs, { beforeCall, limits: context.limits });
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

/** Computes sweeps together, batch after batch, and sends one event for each. */
async function runGroup(
  context: Context,
  borrowed: BorrowedModel,
  { experiment, batches, members, beforeCall, onWork }: SweepGroup,
  onEvent: (event: RunEvent) => void,
): Promise<void> {
  const { model, id } = borrowed;
  const { metrics: ids = DEFAULT_METRICS } = experiment;
  const started = performance.now();
  /** Values by batch, then by member. */
  const parts: ByMetric<Float32Array>[][] = [];
  for (const [at, batch] of batches.entries()) {
    const runs = await runBaseAndSource(context, borrowed, batch, experiment.direction, beforeCall);
    const plans = members.map((member) => member.plans[at]!);
    const metrics = await createBatchMetrics(model, ids, batch.pairs, runs);
    const options = { beforeCall, onWork, limits: context.limits };
    parts.push(await runSweeps(model, runs, plans, batch, metrics, options));
  }
  const elapsedMs = performance.now() - started;
  const groupFlops = sumFlops(members);
  for (const [index, { kind, plans, flops }] of members.entries()) {
    const values = joinBatches(
      ids,
      parts.map((part) => part[index]!),
    );
    checkFiniteMetrics(id, ids, kind, values);
    // Each sweep gets a share of the group's time by its planned operations.
    const share = groupFlops > 0 ? flops / groupFlops : 1 / members.length;
    const { axes } = siteOfKind(kind);
    onEvent({
      type: 'sweep',
      sweep: {
        kind,
        axes,
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
