/** Computes planned sweeps in waves that fit into memory, and reduces each patched run to its metrics. */
import type { ByMetric } from '../api';
import type { LoadedModel } from '../forward/model';
import { mapMetrics, type MetricSet } from '../metrics/registry';
import { countCells } from '../../../domain/cell';
import { measureRun, takeLastPosition } from './batch-metrics';
import { countUnembeddingFlops } from './flops';
import { DEFAULT_LIMITS, type PatchingLimits } from './limits';
import { packInOrder } from './packing';
import type { BatchShape, Patch, SweepPlan } from './plan';
import type { RunPair } from './run-pair';
import type { PatchingOptions } from './wave-context';
import { runWave } from './wavefront';

/** One planned cell of one of several sweeps. */
interface Task {
  readonly patch: Patch;
  /** Index of its sweep. */
  readonly sweep: number;
  readonly cell: number;
}

/** Raw values of sweeps that are computed together: for each sweep each metric, [prompt, ...shape]. */
export async function runSweeps(
  model: LoadedModel,
  runs: RunPair,
  plans: readonly SweepPlan[],
  batch: BatchShape,
  metrics: MetricSet,
  options: PatchingOptions,
): Promise<ByMetric<Float32Array>[]> {
  const { dModel } = model.architecture;
  const unpatched = await measureRun(model, metrics, runs.base);
  const results = plans.map(({ shape }) =>
    mapMetrics(metrics.ids, (id) => fillCells(unpatched[id]!, countCells(shape))),
  );
  const tasks = plans.flatMap(({ cells }, sweep) => cells.map((planned) => ({ ...planned, sweep })));
  for (const wave of splitIntoWaves(tasks, batch, dModel, options.limits)) {
    const patches = wave.map(({ patch }) => patch);
    const rows = await runWave(model, runs, patches, batch, options);
    const computed = metrics.computeRuns(rows, {
      before: options.beforeCall,
      after: (count) => options.onWork?.(countUnembeddingFlops(count, model.architecture)),
    });
    let at = 0;
    for await (const values of computed) {
      const { sweep, cell } = wave[at++]!;
      const cells = countCells(plans[sweep]!.shape);
      for (const id of metrics.ids) {
        const result = results[sweep]![id]!;
        values[id]!.forEach((value, prompt) => {
          result[prompt * cells + cell] = value;
        });
      }
    }
  }
  return results;
}

/**
 * Splits sweeps, in their order, into groups that are computed together. Weights are read for each call, however few rows it
 * has, so sweeps are joined until as many rows enter a layer as one call takes.
 */
export function groupSweeps(
  plans: readonly SweepPlan[],
  batch: BatchShape,
  { maxRows }: PatchingLimits = DEFAULT_LIMITS,
): SweepPlan[][] {
  return packInOrder(plans, maxRows, ({ cells, shape: [layers] }) => {
    const positions = cells.reduce((sum, { patch }) => sum + batch.length - patch.start, 0);
    return (positions * batch.prompts) / layers!;
  });
}

/**
 * The last residual stream at the last position after one patch: [prompt, dModel].
 *
 * @param patch null for the base run.
 */
export async function runPatch(
  model: LoadedModel,
  runs: RunPair,
  patch: Patch | null,
  batch: BatchShape,
  options: PatchingOptions,
): Promise<Float32Array> {
  if (!patch) return takeLastPosition(runs.base);
  const [rows] = await runWave(model, runs, [patch], batch, options);
  return rows!;
}

/** The patch of one cell; null when the cell equals the base run. @param cell row-major in the plan's shape. */
export function findPatch(plan: SweepPlan, cell: number): Patch | null {
  return plan.cells.find((planned) => planned.cell === cell)?.patch ?? null;
}

/** Splits tasks, in order of depth, so that the rows of each part fit `waveBytes`. */
function splitIntoWaves(
  tasks: readonly Task[],
  { prompts, length }: BatchShape,
  dModel: number,
  { waveBytes }: PatchingLimits = DEFAULT_LIMITS,
): Task[][] {
  const byDepth = tasks.toSorted((a, b) => a.patch.interventions[0].layer - b.patch.interventions[0].layer);
  return packInOrder(byDepth, waveBytes, ({ patch: { start } }) => prompts * (length - start) * dModel * 4);
}

/** The value of each prompt in all of its cells: [prompt, cell]. */
function fillCells(values: Float32Array, cells: number): Float32Array {
  const filled = new Float32Array(values.length * cells);
  values.forEach((value, prompt) => filled.fill(value, prompt * cells, (prompt + 1) * cells));
  return filled;
}
