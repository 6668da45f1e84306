/** The array of all edges of a run: [input, receiver layer, receiver head, sender layer, sender head]. */
import { EDGE_INPUTS, type Edge, type EdgeInput } from '../../domain/edges';
import { formatHead } from '../../domain/cell';
import { rankLargest } from '../../domain/rank-largest';
import type { Head, ModelHeads } from './path-steps';

/** The head whose edges are drawn: those that lead to it, or those that lead from it. */
export interface EdgeFocus extends Head {
  readonly side: 'to' | 'from';
}

/** Index of an edge in the array. */
export function findEdge(
  { input, receiverLayer, receiverHead, senderLayer, senderHead }: Edge,
  { layers, heads }: ModelHeads,
): number {
  const receiver = (EDGE_INPUTS.indexOf(input) * layers + receiverLayer) * heads + receiverHead;
  return (receiver * layers + senderLayer) * heads + senderHead;
}

/** The edge of an index in the array. */
export function edgeAt(index: number, { layers, heads }: ModelHeads): Edge {
  const width = layers * heads;
  const [receiver, sender] = [Math.floor(index / width), index % width];
  return {
    input: EDGE_INPUTS[Math.floor(receiver / width)]!,
    receiverLayer: Math.floor((receiver % width) / heads),
    receiverHead: receiver % heads,
    senderLayer: Math.floor(sender / heads),
    senderHead: sender % heads,
  };
}

/** `L7H3 → L9H9 q`. */
export function formatEdge({ senderLayer, senderHead, input, receiverLayer, receiverHead }: Edge): string {
  return `${formatHead(senderLayer, senderHead)} → ${formatHead(receiverLayer, receiverHead)} ${input}`;
}

/** Edges with the largest |change|, largest first. @param changes of all pairs; NaN where there is no edge. */
export function rankEdges(changes: Float32Array, model: ModelHeads, count: number): Edge[] {
  return rankLargest(
    changes.map((change) => Math.abs(change)),
    count,
  )
    .filter((index) => !Number.isNaN(changes[index]!))
    .map((index) => edgeAt(index, model));
}

/**
 * The edges of one head and one input, [layer, head]: of the senders of a receiver, or of the receivers of a sender. NaN where there
 * is no edge.
 */
export function sliceEdges(
  values: Float32Array,
  { side, layer, head }: EdgeFocus,
  input: EdgeInput,
  model: ModelHeads,
): Float32Array {
  const { layers, heads } = model;
  return Float32Array.from({ length: layers * heads }, (_, index) => {
    const other = { layer: Math.floor(index / heads), head: index % heads };
    const [receiver, sender] = side === 'to' ? [{ layer, head }, other] : [other, { layer, head }];
    const edge = {
      input,
      receiverLayer: receiver.layer,
      receiverHead: receiver.head,
      senderLayer: sender.layer,
      senderHead: sender.head,
    };
    return values[findEdge(edge, model)]!;
  });
}

/** `to:L9H9`, as in the address. */
export function writeFocus(focus: EdgeFocus): string {
  return `${focus.side}:${formatHead(focus.layer, focus.head)}`;
}

/** The reverse of `writeFocus`; null for anything else, and for a head that is not there. */
export function readFocus(text: string, model: ModelHeads): EdgeFocus | null {
  const [, side, layer, head] = /^(to|from):L(\d{1,3})H(\d{1,3})$/.exec(text) ?? [];
  if (side === undefined || Number(layer) >= model.layers || Number(head) >= model.heads) return null;
  return { side: side as EdgeFocus['side'], layer: Number(layer), head: Number(head) };
}
