/**
 * Edges of circuits: what one component of the model writes, as one input of a later component reads it.
 *
 * The complete graph is that of EAP (Syed et al. 2023, arXiv 2310.10348) and MIB (Mueller et al. 2025, arXiv 2504.13151) at the
 * granularity of heads. Senders are the embeddings (token and position together), the output of each head (z W_O) and the output of each
 * MLP. Receivers are the queries, keys and values of each head, the input of each MLP, and the logits. Every sender is joined to
 * every receiver behind it: 32,491 edges at GPT-2 small's shape. The output biases of attention belong to no sender.
 */
import { compareNodes, type CircuitNode, type NodeScope } from './circuit';

/** What a receiver reads. */
export const RECEIVER_INPUTS = ['Q', 'K', 'V', 'MLP', 'LOGITS'] as const;
export type ReceiverInput = (typeof RECEIVER_INPUTS)[number];

/** Inputs of a head, in the order of the graph. */
export const HEAD_INPUTS = ['Q', 'K', 'V'] as const satisfies readonly ReceiverInput[];

/** One edge of the complete graph. */
export interface CircuitEdge {
  /** Null for the embeddings. */
  readonly senderLayer: number | null;
  /** Null for the embeddings and for an MLP. */
  readonly senderHead: number | null;
  readonly input: ReceiverInput;
  /** Null for the logits. */
  readonly receiverLayer: number | null;
  /** Null for an MLP and for the logits. */
  readonly receiverHead: number | null;
}

/** Sizes of a model that its graph depends on. */
export interface GraphSizes {
  readonly layers: number;
  readonly heads: number;
}

/** The embeddings among the senders. */
export const EMBEDDING_SENDER = 0;

/** Number of senders: the embeddings, then the heads and the MLP of each layer. */
export function countSenders({ layers, heads }: GraphSizes): number {
  return countSendersBefore(layers, heads);
}

/** Number of senders that the heads of a layer can read. They are the first ones. */
function countSendersBefore(layer: number, heads: number): number {
  return 1 + layer * (heads + 1);
}

/** Number of a head among the senders; the MLP of the layer for null. */
export function toSender(layer: number, head: number | null, { heads }: Pick<GraphSizes, 'heads'>): number {
  return countSendersBefore(layer, heads) + (head ?? heads);
}

/** A receiver, and the edges into it. The edge from sender s has the number `first + s` for every s below `senders`. */
export interface ReceiverEdges {
  readonly input: ReceiverInput;
  readonly layer: number | null;
  readonly head: number | null;
  readonly first: number;
  readonly senders: number;
}

/** All receivers, in the order of edges: by layer the queries, keys and values of the heads and the MLP, and then the logits. */
export function listReceivers({ layers, heads }: GraphSizes): ReceiverEdges[] {
  const receivers: ReceiverEdges[] = [];
  let first = 0;
  const add = (input: ReceiverInput, layer: number | null, head: number | null, senders: number): void => {
    receivers.push({ input, layer, head, first, senders });
    first += senders;
  };
  for (let layer = 0; layer < layers; layer++) {
    const before = countSendersBefore(layer, heads);
    for (const input of HEAD_INPUTS) for (let head = 0; head < heads; head++) add(input, layer, head, before);
    add('MLP', layer, null, before + heads);
  }
  add('LOGITS', null, null, countSendersBefore(layers, heads));
  return receivers;
}

/** Number of edges of the complete graph. */
export function countGraphEdges(sizes: GraphSizes): number {
  const last = listReceivers(sizes).at(-1)!;
  return last.first + last.senders;
}

/** The receiver of an edge as an index in `listReceivers`. */
function indexOfReceiver(
  { input, receiverLayer, receiverHead }: CircuitEdge,
  { layers, heads }: GraphSizes,
): number {
  const perLayer = HEAD_INPUTS.length * heads + 1;
  if (input === 'LOGITS') return layers * perLayer;
  if (input === 'MLP') return receiverLayer! * perLayer + perLayer - 1;
  return receiverLayer! * perLayer + HEAD_INPUTS.indexOf(input) * heads + receiverHead!;
}

/** Numbers edges of the complete graph, from 0. */
export function createEdgeNumbering(sizes: GraphSizes): {
  /** Null for an edge that the graph does not have. */
  readonly number: (edge: CircuitEdge) => number | null;
  readonly edge: (number: number) => CircuitEdge;
} {
  const receivers = listReceivers(sizes);
  const { layers, heads } = sizes;
  const isIndex = (value: number | null, end: number): boolean =>
    value !== null && Number.isInteger(value) && value >= 0 && value < end;
  const number = (edge: CircuitEdge): number | null => {
    const { senderLayer, senderHead, input, receiverLayer, receiverHead } = edge;
    const isReceiver =
      input === 'LOGITS'
        ? receiverLayer === null && receiverHead === null
        : isIndex(receiverLayer, layers) &&
          (input === 'MLP' ? receiverHead === null : isIndex(receiverHead, heads));
    const isSender =
      senderLayer === null
        ? senderHead === null
        : isIndex(senderLayer, layers) && (senderHead === null || isIndex(senderHead, heads));
    if (!isReceiver || !isSender) return null;
    const { first, senders } = receivers[indexOfReceiver(edge, sizes)]!;
    const sender = senderLayer === null ? EMBEDDING_SENDER : toSender(senderLayer, senderHead, sizes);
    return sender < senders ? first + sender : null;
  };
  const edge = (at: number): CircuitEdge => {
    const receiver = receivers[receivers.findLastIndex(({ first }) => first <= at)]!;
    return joinEdge(at - receiver.first, receiver, sizes);
  };
  return { number, edge };
}

/** The edge from a sender to a receiver. */
function joinEdge(sender: number, { input, layer, head }: ReceiverEdges, { heads }: GraphSizes): CircuitEdge {
  const receiver = { input, receiverLayer: layer, receiverHead: head };
  if (sender === EMBEDDING_SENDER) return { senderLayer: null, senderHead: null, ...receiver };
  const inLayer = (sender - 1) % (heads + 1);
  return {
    senderLayer: Math.floor((sender - 1) / (heads + 1)),
    senderHead: inLayer === heads ? null : inLayer,
    ...receiver,
  };
}

/** What a circuit consists of: nodes, or edges. */
export type CircuitMember = CircuitNode | CircuitEdge;

export function isEdge(member: CircuitMember): member is CircuitEdge {
  return 'input' in member;
}

/** Orders edges by receiver and then by sender, both by layer: the order of the graph, whatever the sizes. */
export function compareEdges(a: CircuitEdge, b: CircuitEdge): number {
  const receiver = ({ receiverLayer, receiverHead }: CircuitEdge): CircuitNode => ({
    layer: receiverLayer ?? Infinity,
    head: receiverHead,
  });
  const sender = ({ senderLayer, senderHead }: CircuitEdge): CircuitNode => ({
    layer: senderLayer ?? -1,
    head: senderHead,
  });
  const inputs = RECEIVER_INPUTS.indexOf(a.input) - RECEIVER_INPUTS.indexOf(b.input);
  const layers = (a.receiverLayer ?? Infinity) - (b.receiverLayer ?? Infinity) || 0;
  return layers || inputs || compareNodes(receiver(a), receiver(b)) || compareNodes(sender(a), sender(b));
}

/** Whether an edge goes from a head to the queries, keys or values of a later head, as the ranked edges of a run do. */
export function isBetweenHeads({ senderHead, input }: CircuitEdge): boolean {
  return senderHead !== null && input !== 'MLP' && input !== 'LOGITS';
}

/** Edges that can be ablated. HEADS: those between heads; all others are always kept. */
export function listEdges(sizes: GraphSizes, scope: NodeScope): CircuitEdge[] {
  const all = listReceivers(sizes).flatMap((receiver) =>
    Array.from({ length: receiver.senders }, (_, sender) => joinEdge(sender, receiver, sizes)),
  );
  return scope === 'HEADS' ? all.filter((one) => isBetweenHeads(one)) : all;
}

/** Number of edges that can be ablated. */
export function countScopeEdges(sizes: GraphSizes, scope: NodeScope): number {
  const { layers, heads } = sizes;
  const pairs = (layers * (layers - 1)) / 2;
  return scope === 'HEADS' ? HEAD_INPUTS.length * heads * heads * pairs : countGraphEdges(sizes);
}

/** `L9H6→L10H0.Q`, `embeddings→MLP 0` or `MLP 3→logits`. */
export function nameEdge({
  senderLayer,
  senderHead,
  input,
  receiverLayer,
  receiverHead,
}: CircuitEdge): string {
  const sender = senderLayer === null ? 'embeddings' : nameComponent(senderLayer, senderHead);
  if (input === 'LOGITS') return `${sender}→logits`;
  const receiver = nameComponent(receiverLayer!, receiverHead);
  return `${sender}→${receiver}${input === 'MLP' ? '' : `.${input}`}`;
}

function nameComponent(layer: number, head: number | null): string {
  return head === null ? `MLP ${layer}` : `L${layer}H${head}`;
}

/** A text that names edges, as edges and as what could not be read. */
export interface ParsedEdges {
  /** Each once, in the order of the text. */
  readonly edges: readonly CircuitEdge[];
  /** Parts that name no edge of the scope. */
  readonly unknown: readonly string[];
}

const SENDER = String.raw`(?:(?<embeddings>embed(?:dings?)?|input)|(?:l|a)?(?<senderLayer>\d+)\.?h?(?:(?<=[h.])(?<senderHead>\d+))|(?:mlp|m)\s*(?<senderMlp>\d+))`;
const RECEIVER = String.raw`(?:(?<logits>logits)|(?:l|a)?(?<layer>\d+)\.?h?(?:(?<=[h.])(?<head>\d+))(?:\.(?<input>[qkv])|<(?<bracketed>[qkv])>)|(?:mlp|m)\s*(?<mlp>\d+))`;
const EDGE = new RegExp(String.raw`^${SENDER}\s*(?:→|->|>)\s*${RECEIVER}$`, 'i');

/**
 * Reads edges from a text such as `L9H6→L10H0.Q, 9.6>10.0.k, mlp 3->logits`, separated by commas, semicolons or line breaks.
 * The names of EAP's and MIB's files (`a9.h6->a10.h0<q>`, `input->m0`) are read too.
 */
export function parseEdges(text: string, sizes: GraphSizes, scope: NodeScope): ParsedEdges {
  const { number } = createEdgeNumbering(sizes);
  const edges = new Map<number, CircuitEdge>();
  const unknown: string[] = [];
  for (const part of text.split(/[,;\n]/)) {
    const word = part.trim();
    if (word === '') continue;
    const edge = readEdge(word);
    const at = edge && number(edge);
    if (edge === null || at === null || (scope === 'HEADS' && !isBetweenHeads(edge))) unknown.push(word);
    else edges.set(at, edge);
  }
  return { edges: [...edges.values()], unknown };
}

function readEdge(word: string): CircuitEdge | null {
  const groups = EDGE.exec(word)?.groups;
  if (!groups) return null;
  const { embeddings, senderLayer, senderHead, senderMlp, logits, layer, head, mlp } = groups;
  const sender =
    embeddings === undefined
      ? {
          senderLayer: Number(senderLayer ?? senderMlp),
          senderHead: senderHead === undefined ? null : Number(senderHead),
        }
      : { senderLayer: null, senderHead: null };
  if (logits !== undefined) return { ...sender, input: 'LOGITS', receiverLayer: null, receiverHead: null };
  if (mlp !== undefined) return { ...sender, input: 'MLP', receiverLayer: Number(mlp), receiverHead: null };
  const input = (groups['input'] ?? groups['bracketed'])!.toUpperCase() as ReceiverInput;
  return { ...sender, input, receiverLayer: Number(layer), receiverHead: Number(head) };
}

/** MIB's fractions of edges. */
export const EDGE_FRACTIONS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1] as const;

/** Sizes of circuits of these fractions of edges: rounded, at least one edge, each once, increasing. */
export function sizesOfFractions(fractions: readonly number[], edges: number): number[] {
  const sizes = fractions.map((fraction) => Math.min(edges, Math.max(1, Math.round(fraction * edges))));
  return [...new Set(sizes)].toSorted((a, b) => a - b);
}
