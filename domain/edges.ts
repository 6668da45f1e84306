/**
 * Edges between heads: the direct path from the output z of a sender to the queries, keys or values of a later head, its
 * receiver. Stored edges are grouped by the layer of the receivers: [input, receiver head, sender layer, sender head].
 */

/** What a receiver reads from the residual stream, in the order of stored edges. */
export const EDGE_INPUTS = ['q', 'k', 'v'] as const;
export type EdgeInput = (typeof EDGE_INPUTS)[number];

/** Sizes of a model that edges depend on. */
export interface EdgeSizes {
  readonly layers: number;
  readonly heads: number;
}

/** One edge. */
export interface Edge {
  readonly senderLayer: number;
  readonly senderHead: number;
  readonly input: EdgeInput;
  readonly receiverLayer: number;
  readonly receiverHead: number;
}

/** Layers whose heads are receivers: all but the first, before which there is no head. */
export function listReceiverLayers({ layers }: Pick<EdgeSizes, 'layers'>): number[] {
  return Array.from({ length: Math.max(0, layers - 1) }, (_, index) => index + 1);
}

/** Number of edges into the heads of a layer. */
export function countEdgesInto(layer: number, { heads }: Pick<EdgeSizes, 'heads'>): number {
  return EDGE_INPUTS.length * heads * layer * heads;
}

/** Number of edges between all heads of a model. */
export function countEdges(sizes: EdgeSizes): number {
  return listReceiverLayers(sizes).reduce((sum, layer) => sum + countEdgesInto(layer, sizes), 0);
}

/** Index of an edge among those into the same layer. */
export function edgeToIndex(
  { senderLayer, senderHead, input, receiverLayer, receiverHead }: Edge,
  { heads }: Pick<EdgeSizes, 'heads'>,
): number {
  const receiver = EDGE_INPUTS.indexOf(input) * heads + receiverHead;
  return (receiver * receiverLayer + senderLayer) * heads + senderHead;
}

/** The edge of an index among those into a layer. */
export function indexToEdge(index: number, receiverLayer: number, { heads }: Pick<EdgeSizes, 'heads'>): Edge {
  const sender = Math.floor(index / heads);
  const receiver = Math.floor(sender / receiverLayer);
  return {
    senderLayer: sender % receiverLayer,
    senderHead: index % heads,
    input: EDGE_INPUTS[Math.floor(receiver / heads)]!,
    receiverLayer,
    receiverHead: receiver % heads,
  };
}
