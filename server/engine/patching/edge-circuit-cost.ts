/** What circuits of edges cost, known before anything is computed. */
import { countGraphEdges, countSenders, HEAD_INPUTS } from '../../../domain/circuit-edges';
import type { Architecture } from '../models/architecture';
import { countForwardFlops, type PlanSizes } from './flops';
import type { BatchShape } from './plan';

/**
 * Operations of a circuit in which every component is computed: a forward pass, and two for each edge and number. A circuit of few
 * edges takes less.
 */
export function countEdgeCircuitFlops(sizes: PlanSizes, batch: BatchShape): number {
  const rows = batch.prompts * batch.length;
  return countForwardFlops(sizes, batch) + 2 * rows * sizes.dModel * countGraphEdges(sizes);
}

/**
 * Bytes that a circuit of one prompt takes: what every sender differs by, the ablation values, and, of one layer, the inputs of its heads
 * before and after their LayerNorm, and their patterns.
 */
export function countEdgeCircuitBytes(sizes: Architecture, length: number): number {
  const { layers, heads, dModel, dHead } = sizes;
  const receivers = HEAD_INPUTS.length * heads;
  const streams = countSenders(sizes) + 3 * layers + 2 * receivers;
  const ofHeads = heads * dHead * (layers + 8);
  return 4 * length * (streams * dModel + ofHeads + 2 * heads * length);
}
