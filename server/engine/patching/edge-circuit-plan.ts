/**
 * What has to be computed of a circuit of edges. Only a component whose output reaches the logits along present edges is computed;
 * every other one is at its ablation value for all that reads it.
 */
import {
  countSenders,
  EMBEDDING_SENDER,
  HEAD_INPUTS,
  listReceivers,
  toSender,
  type GraphSizes,
  type ReceiverEdges,
} from '../../../domain/circuit-edges';

/** What a group of receivers reads. */
export interface ReadSenders {
  /** Senders that were computed before: the first ones. */
  readonly before: number;
  /** [receiver, 1 + before]: 1 for the ablated residual stream, then 1 for each sender whose edge is present. */
  readonly present: Float32Array;
}

export interface EdgeLayerPlan {
  /** Heads that are computed, ascending, and what they read: their queries, keys and values. */
  readonly heads: readonly number[];
  readonly headInputs: ReadSenders;
  /** What the MLP reads; null when it is not computed. */
  readonly mlp: ReadSenders | null;
}

export interface EdgeCircuitPlan {
  /** Number of senders that are computed: the embeddings if they are read, then heads and MLPs by layer. */
  readonly senders: number;
  readonly hasEmbeddings: boolean;
  readonly layers: readonly EdgeLayerPlan[];
  /** Of the computed senders, those that the logits read. */
  readonly logits: readonly number[];
}

/** Plans one circuit. @param isPresent by the number of the edge in the complete graph. */
export function planEdgeCircuit(isPresent: Uint8Array, sizes: GraphSizes): EdgeCircuitPlan {
  const { layers, heads } = sizes;
  const receivers = listReceivers(sizes);
  const perLayer = HEAD_INPUTS.length * heads + 1;
  const ofHead = (layer: number, head: number): ReceiverEdges[] =>
    HEAD_INPUTS.map((_, input) => receivers[layer * perLayer + input * heads + head]!);
  const ofMlp = (layer: number): ReceiverEdges => receivers[(layer + 1) * perLayer - 1]!;
  const ofLogits = receivers.at(-1)!;

  const isNeeded = new Uint8Array(countSenders(sizes));
  const need = ({ first, senders }: ReceiverEdges): void => {
    for (let sender = 0; sender < senders; sender++) if (isPresent[first + sender]) isNeeded[sender] = 1;
  };
  need(ofLogits);
  for (let layer = layers - 1; layer >= 0; layer--) {
    if (isNeeded[toSender(layer, null, sizes)]) need(ofMlp(layer));
    for (let head = 0; head < heads; head++)
      if (isNeeded[toSender(layer, head, sizes)]) for (const one of ofHead(layer, head)) need(one);
  }

  /** The computed senders so far. */
  const computed: number[] = isNeeded[EMBEDDING_SENDER] ? [EMBEDDING_SENDER] : [];
  const read = (group: readonly ReceiverEdges[]): ReadSenders => {
    const width = 1 + computed.length;
    const present = new Float32Array(group.length * width);
    for (const [row, { first }] of group.entries()) {
      present[row * width] = 1;
      for (const [column, sender] of computed.entries())
        present[row * width + 1 + column] = isPresent[first + sender]!;
    }
    return { before: computed.length, present };
  };
  const planned: EdgeLayerPlan[] = [];
  for (let layer = 0; layer < layers; layer++) {
    const taken = Array.from({ length: heads }, (_, head) => head).filter(
      (head) => isNeeded[toSender(layer, head, sizes)],
    );
    const inputs = HEAD_INPUTS.flatMap((_, input) => taken.map((head) => ofHead(layer, head)[input]!));
    const headInputs = read(inputs);
    computed.push(...taken.map((head) => toSender(layer, head, sizes)));
    const mlpSender = toSender(layer, null, sizes);
    const mlp = isNeeded[mlpSender] ? read([ofMlp(layer)]) : null;
    if (mlp) computed.push(mlpSender);
    planned.push({ heads: taken, headInputs, mlp });
  }
  return {
    senders: computed.length,
    hasEmbeddings: isNeeded[EMBEDDING_SENDER] === 1,
    layers: planned,
    logits: [...computed.keys()].filter((at) => isPresent[ofLogits.first + computed[at]!]),
  };
}
