/** Patched runs of any sets of sites, directly or along a path: what they cost, and their last residual streams. */
import type { LoadedModel } from '../forward/model';
import type { PatchPath } from '../interventions';
import { attentionWidth, type Architecture } from '../models/architecture';
import { countPatchFlops } from './flops';
import { planSenders, runPathPatches } from './path-patching';
import { planPatch, type BatchShape, type Intervention } from './plan';
import type { RunPair } from './run-pair';
import type { PatchingOptions } from './wave-context';
import { runPatches, type OnRows } from './waves';

/**
 * Computes patched runs: one for each set of interventions, which are patched together.
 *
 * @param runs base run, and the run that values come from.
 * @param path the way on which patched values may have an effect; null for every way.
 */
export async function runInterventions(
  model: LoadedModel,
  runs: RunPair,
  sets: readonly (readonly Intervention[])[],
  path: PatchPath | null,
  batch: BatchShape,
  onRows: OnRows,
  options: PatchingOptions,
): Promise<void> {
  if (path) return runPathPatches(model, runs, sets, path, batch, onRows, options);
  const patches = sets.map((set) => planPatch(set, model.architecture, batch));
  return runPatches(model, runs, patches, batch, onRows, options);
}

/** Floating point operations of `runInterventions`. */
export function countInterventionFlops(
  sets: readonly (readonly Intervention[])[],
  path: PatchPath | null,
  architecture: Architecture,
  batch: BatchShape,
): number {
  return sets.reduce((sum, set) => {
    if (path) return sum + countPathFlops(set, path, architecture, batch);
    const patch = planPatch(set, architecture, batch);
    return sum + (patch ? countPatchFlops(patch, architecture, batch) : 0);
  }, 0);
}

function countPathFlops(
  senders: readonly Intervention[],
  path: PatchPath,
  architecture: Architecture,
  batch: BatchShape,
): number {
  const patch = planSenders(senders, path, batch);
  if (!patch) return 0;
  const { dModel, dMlp, layers } = architecture;
  const width = attentionWidth(architecture);
  const rows = batch.prompts * (batch.length - patch.start);
  const { receivers } = path;
  const last = receivers.length > 0 ? Math.max(...receivers.map(({ layer }) => layer)) : layers;
  const passed = last - patch.interventions[0].layer;
  const senderLayers = new Set(patch.interventions.map(({ layer }) => layer)).size;
  const receiverLayers = new Set(receivers.map(({ layer }) => layer)).size;
  const ofMlps = path.mlps === 'recomputed' ? passed * 4 * dModel * dMlp : 0;
  const direct = rows * (ofMlps + senderLayers * 2 * dModel * width + receiverLayers * 6 * dModel * width);
  if (receivers.length === 0) return direct;
  const behind = planPatch(receivers, architecture, { ...batch, firstDifference: patch.start });
  return direct + (behind ? countPatchFlops(behind, architecture, batch) : 0);
}
