/** The effects of the nodes of a model in the sweeps of a run: heads by HEAD_Z, MLPs by their largest effect at one position in MLP_OUT. */
import { compareNodes, type CircuitNode } from '../../domain/circuit';
import type { RunValuesQuery } from '../generated/graphql';
import { decodeFloats } from '../sweep/effects';

type Sweep = NonNullable<RunValuesQuery['run']>['sweeps'][number];

/** A node with |change from the base run| in the metric. */
export interface MeasuredNode {
  readonly node: CircuitNode;
  readonly size: number;
}

/** Nodes with an effect in a sweep, the largest first. @param sweeps as for `measureNodes`. */
export function rankBySweeps(
  sweeps: readonly Sweep[],
  sizes: { readonly layers: number; readonly heads: number },
): CircuitNode[] {
  return measureNodes(sweeps, sizes)
    .toSorted((a, b) => b.size - a.size || compareNodes(a.node, b.node))
    .map(({ node }) => node);
}

/**
 * Nodes with an effect in a sweep.
 *
 * @param sweeps of one metric and all directions; the first direction that has a kind counts.
 */
export function measureNodes(
  sweeps: readonly Sweep[],
  { layers, heads }: { readonly layers: number; readonly heads: number },
): MeasuredNode[] {
  const measured: MeasuredNode[] = [];
  const headZ = sweeps.find(({ kind }) => kind === 'HEAD_Z');
  if (headZ) {
    for (const [index, size] of readSizes(headZ).entries())
      measured.push({ node: { layer: Math.floor(index / heads), head: index % heads }, size });
  }
  const mlpOut = sweeps.find(({ kind }) => kind === 'MLP_OUT');
  if (mlpOut) {
    const sizes = readSizes(mlpOut);
    const positions = sizes.length / layers;
    for (let layer = 0; layer < layers; layer++) {
      const ofLayer = sizes.slice(layer * positions, (layer + 1) * positions);
      measured.push({ node: { layer, head: null }, size: Math.max(...ofLayer) });
    }
  }
  return measured;
}

/** |change from the base run| of each cell. */
function readSizes({ data, direction, unpatched }: Sweep): number[] {
  const base = direction === 'DENOISING' ? unpatched.corrupted : unpatched.clean;
  return Array.from(decodeFloats(data), (value) => Math.abs(value - base));
}
