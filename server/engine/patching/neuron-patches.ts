/**
 * Patches of single neurons. The MLP's output is linear in its neurons, so a patched neuron enters after the block as the base run's
 * residual stream plus (a_source - a_base) W_out[neuron]; everything behind is computed as usual. This is exact.
 */
import type { RunCache } from '../forward/forward';
import type { NeuronWeights } from '../forward/neuron-weights';
import type { PatchedSite } from '../interventions';
import { planPatch, type BatchShape, type Patch } from './plan';
import { readResidual, type RunPair } from './run-pair';

/** Activations of both runs at the patched positions: [prompt, patched position, dMlp]. */
export interface NeuronActivations {
  readonly base: Float32Array;
  readonly source: Float32Array;
}

/** The sites that a neuron's patch replaces: the residual stream after its block. */
export function listNeuronSites(layer: number, positions: readonly number[] | null): PatchedSite[] {
  const place = { site: 'RESID_POST', layer, head: null, src: null } as const;
  return positions ? positions.map((position) => ({ ...place, position })) : [{ ...place, position: null }];
}

/** The residual stream before the MLP at the patched positions: [prompt, patched position, dModel]. */
export function takeMid(run: RunCache, layer: number, positions: readonly number[]): Float32Array {
  const { mid } = run.blocks[layer]!;
  const width = mid.length / run.prompts / run.length;
  const rows = new Float32Array(run.prompts * positions.length * width);
  let offset = 0;
  for (let prompt = 0; prompt < run.prompts; prompt++) {
    for (const position of positions) {
      const at = (prompt * run.length + position) * width;
      rows.set(mid.subarray(at, at + width), offset);
      offset += width;
    }
  }
  return rows;
}

/**
 * Plans the patch of one neuron.
 *
 * @param positions all patched positions.
 * @param plan of the residual stream after the block, which all neurons of a layer share; null when it equals the base run.
 * @returns null when the neuron has the same activation in both runs, or the plan is null.
 */
export function planNeuron(
  neuron: number,
  plan: Patch | null,
  { base: run }: RunPair,
  layer: number,
  positions: readonly number[],
  { base, source }: NeuronActivations,
  { architecture: { dModel, dMlp }, weights: { mlpOut } }: NeuronWeights,
): Patch | null {
  if (!plan) return null;
  const rows = readResidual(run, layer, 'post').slice();
  let isChanged = false;
  for (let prompt = 0; prompt < run.prompts; prompt++) {
    for (const [index, position] of positions.entries()) {
      const from = (prompt * positions.length + index) * dMlp + neuron;
      const change = source[from]! - base[from]!;
      if (change === 0) continue;
      isChanged = true;
      const into = (prompt * run.length + position) * dModel;
      for (let i = 0; i < dModel; i++) rows[into + i]! += change * mlpOut[neuron * dModel + i]!;
    }
  }
  return isChanged ? { ...plan, values: replacePost(run, layer, rows) } : null;
}

/** Plans what all neurons of a layer share. */
export function planLayer(
  layer: number,
  positions: readonly number[] | null,
  sizes: { readonly layers: number },
  batch: BatchShape,
): Patch | null {
  return planPatch(listNeuronSites(layer, positions), sizes, batch);
}

/** A run whose residual stream after a block is replaced. */
function replacePost(run: RunCache, layer: number, post: Float32Array): RunCache {
  if (layer === run.blocks.length - 1) return { ...run, post };
  const next = run.blocks[layer + 1]!;
  return { ...run, blocks: run.blocks.with(layer + 1, { ...next, pre: post }) };
}
