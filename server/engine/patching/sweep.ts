/** Computes planned sweeps in waves that fit into memory, and reduces each patched run to its metrics. */
import type { ByMetric } from '../api';
import type { LoadedModel } from '../forward/model';
import type { Architecture } from '../models/architecture';
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
  const unpatched = await measureRun(model, metrics, runs.base);
  const results = plans.map(({ shape }) =>
    mapMetrics(metrics.ids, (id) => fillCells(unpatched[id]!, countCells(shape))),
  );
  for (const wave of splitIntoWaves(plans, batch, model.architecture, options.limits)) {
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
  return packInOrder(
    plans,
    maxRows,
    ({ positions, shape: [layers] }) => (positions * batch.prompts) / layers!,
  );
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

/** Splits the cells of sweeps, in order of depth, into waves whose rows fit `waveBytes`. */
function* splitIntoWaves(
  plans: readonly SweepPlan[],
  { prompts, length }: BatchShape,
  { layers, dModel }: Pick<Architecture, 'layers' | 'dModel'>,
  { waveBytes }: PatchingLimits = DEFAULT_LIMITS,
): Generator<Task[]> {
  let wave: Task[] = [];
  let left = waveBytes;
  for (let layer = 0; layer < layers; layer++) {
    for (const [sweep, plan] of plans.entries()) {
      for (const { cell, patch } of plan.listCells(layer)) {
        const bytes = prompts * (length - patch.start) * dModel * 4;
        if (bytes > left && wave.length > 0) {
          yield wave;
          [wave, left] = [[], waveBytes];
        }
        wave.push({ cell, patch, sweep });
        left -= bytes;
      }
    }
  }
  if (wave.length > 0) yield wave;
}

/** The value of each prompt in all of its cells: [prompt, cell]. */
function fillCells(values: Float32Array, cells: number): Float32Array {
  const filled = new Float32Array(values.length * cells);
  values.forEach((value, prompt) => filled.fill(value, prompt * cells, (prompt + 1) * cells));
  return filled;
}
