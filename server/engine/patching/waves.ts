/** Patched runs in waves that fit into memory. */
import type { LoadedModel } from '../forward/model';
import { takeLastPosition } from './batch-metrics';
import { DEFAULT_LIMITS, type PatchingLimits } from './limits';
import { packInOrder } from './packing';
import type { BatchShape, Patch } from './plan';
import type { RunPair } from './run-pair';
import type { PatchingOptions } from './wave-context';
import { runWave } from './wavefront';

/** Splits tasks, in order of depth, so that the rows of each part fit `waveBytes`. */
export function splitIntoWaves<Task extends { readonly patch: Patch }>(
  tasks: readonly Task[],
  { prompts, length }: BatchShape,
  dModel: number,
  { waveBytes }: PatchingLimits = DEFAULT_LIMITS,
): Task[][] {
  const byDepth = tasks.toSorted((a, b) => a.patch.interventions[0].layer - b.patch.interventions[0].layer);
  return packInOrder(byDepth, waveBytes, ({ patch: { start } }) => prompts * (length - start) * dModel * 4);
}

/** Receives the last residual stream at the last position of one patched run, [prompt, dModel], and the index of its patch. */
export type OnRows = (index: number, rows: Float32Array) => Promise<void>;

/** Computes patched runs. @param patches null for one that equals the base run. */
export async function runPatches(
  model: LoadedModel,
  runs: RunPair,
  patches: readonly (Patch | null)[],
  batch: BatchShape,
  onRows: OnRows,
  options: PatchingOptions,
): Promise<void> {
  const unpatched = takeLastPosition(runs.base);
  const tasks: { patch: Patch; index: number }[] = [];
  for (const [index, patch] of patches.entries()) {
    if (patch) tasks.push({ patch, index });
    else await onRows(index, unpatched);
  }
  for (const wave of splitIntoWaves(tasks, batch, model.architecture.dModel, options.limits)) {
    const rows = await runWave(
      model,
      runs,
      wave.map(({ patch }) => patch),
      batch,
      options,
    );
    for (const [at, { index }] of wave.entries()) await onRows(index, rows[at]!);
  }
}
