/** Checks of a circuit as submitted, and its form for the engine. */
import { compareNodes, nameNode, type CircuitNode, type NodeScope } from '../../../domain/circuit';
import {
  compareEdges,
  countScopeEdges,
  createEdgeNumbering,
  isBetweenHeads,
  nameEdge,
  type CircuitEdge,
  type ReceiverInput,
} from '../../../domain/circuit-edges';
import { MAX_CIRCUIT_EDGES } from '../../../domain/limits';
import type { Direction, RunSide } from '../../../domain/effect';
import type { MetricId } from '../../../domain/metrics';
import type { ModelInfo, TokenPair } from '../../engine/api';
import type { Ablation } from '../../engine/circuits';
import type { InputIssue } from '../../errors';
import { findValueIssues, readValue, type PatchSpec } from '../inspect/patch-spec';
import type { PairInput } from '../submit/validate-pairs';

/** A node as submitted: without a head it is the MLP. */
export interface NodeInput {
  readonly layer: number;
  readonly head?: number | null | undefined;
}

/** An edge as submitted; see schema/circuit.graphql. */
export interface EdgeInput {
  readonly senderLayer?: number | null | undefined;
  readonly senderHead?: number | null | undefined;
  readonly input: ReceiverInput;
  readonly receiverLayer?: number | null | undefined;
  readonly receiverHead?: number | null | undefined;
}

export type NodeAblation = 'SOURCE' | 'ZERO' | 'MEAN' | 'RESAMPLE';

/** The circuit as submitted; see schema/circuit.graphql. */
export interface CircuitInput {
  /** Either nodes or edges. */
  readonly nodes?: readonly NodeInput[] | null | undefined;
  readonly edges?: readonly EdgeInput[] | null | undefined;
  readonly on: RunSide;
  readonly scope: NodeScope;
  readonly value: NodeAblation;
  readonly valueFrom?: RunSide | null | undefined;
  readonly acrossPositions: boolean;
  readonly donors?: readonly number[] | null | undefined;
  readonly seed?: number | null | undefined;
  readonly metric: MetricId;
}

/** What the numbers of an evaluation depend on, beside prompts and members. */
export interface CircuitChoices {
  readonly members: 'NODES' | 'EDGES';
  readonly on: RunSide;
  readonly direction: Direction;
  readonly scope: NodeScope;
  readonly value: NodeAblation;
  readonly valueFrom: RunSide | null;
  readonly acrossPositions: boolean;
  readonly donors: readonly number[] | null;
  readonly metric: MetricId;
}

/** The direction whose base run is the ablated one. */
export function findDirection(on: RunSide): Direction {
  return on === 'CLEAN' ? 'NOISING' : 'DENOISING';
}

/** The engine's form of nodes, in the order of layers. */
export function readNodes(nodes: readonly NodeInput[]): CircuitNode[] {
  return nodes.map(({ layer, head }) => ({ layer, head: head ?? null })).toSorted(compareNodes);
}

/** The engine's form of edges, in the order of the graph unless their own order counts. */
export function readEdges(edges: readonly EdgeInput[], order: 'by receiver' | 'as given'): CircuitEdge[] {
  const read = edges.map((edge) => ({
    senderLayer: edge.senderLayer ?? null,
    senderHead: edge.senderHead ?? null,
    input: edge.input,
    receiverLayer: edge.receiverLayer ?? null,
    receiverHead: edge.receiverHead ?? null,
  }));
  return order === 'as given' ? read : read.toSorted(compareEdges);
}

/** The engine's form of a circuit whose choices have no issues, without the experiment. Nodes or edges are empty. */
export function readCircuit(
  input: CircuitInput,
  pairs: readonly Pick<TokenPair, 'clean'>[],
): Omit<Ablation, 'experiment'> & { readonly nodes: CircuitNode[]; readonly edges: CircuitEdge[] } {
  return {
    nodes: readNodes(input.nodes ?? []),
    edges: readEdges(input.edges ?? [], 'by receiver'),
    scope: input.scope,
    value: readValue(asPatch(input), pairs),
    metric: input.metric,
  };
}

/** The choices as they were used. */
export function readChoices(input: CircuitInput, { value }: Pick<Ablation, 'value'>): CircuitChoices {
  const isPooled = value.kind === 'mean' || value.kind === 'resample';
  return {
    members: input.edges ? 'EDGES' : 'NODES',
    on: input.on,
    direction: findDirection(input.on),
    scope: input.scope,
    value: input.value,
    valueFrom: isPooled ? value.of : null,
    acrossPositions: input.acrossPositions,
    donors: value.kind === 'resample' ? value.donors : null,
    metric: input.metric,
  };
}

/** All problems of a circuit. @param path of the circuit's field, for messages. */
export function findCircuitIssues(
  input: CircuitInput,
  path: string,
  model: Pick<ModelInfo, 'layers' | 'heads'>,
  pairs: readonly PairInput[],
): InputIssue[] {
  const ofValue = findValueIssues(asPatch(input), pairs.length).map((issue) => ({
    ...issue,
    path: `${path}.${issue.path}`,
  }));
  const { nodes, edges, scope } = input;
  if (nodes && edges)
    return [{ path: `${path}.edges`, message: 'Give nodes or edges, not both.' }, ...ofValue];
  if (edges) return [...findEdgeIssues(edges, `${path}.edges`, scope, model), ...ofValue];
  if (!nodes)
    return [{ path: `${path}.nodes`, message: 'Give the nodes or the edges of the circuit.' }, ...ofValue];
  return [...findNodeIssues(nodes, `${path}.nodes`, scope, model), ...ofValue];
}

/** Nodes that the model does not have, that are never ablated, or that are named twice. */
export function findNodeIssues(
  nodes: readonly NodeInput[],
  path: string,
  scope: NodeScope,
  { layers, heads }: Pick<ModelInfo, 'layers' | 'heads'>,
): InputIssue[] {
  const issues: InputIssue[] = [];
  const seen = new Set<string>();
  for (const [index, { layer, head }] of nodes.entries()) {
    const at = `${path}.${index}`;
    const name = nameNode({ layer, head: head ?? null });
    if (layer < 0 || layer >= layers)
      issues.push({
        path: `${at}.layer`,
        message: `There is no layer ${layer}; choose 0 to ${layers - 1}.`,
      });
    else if (head != null && (head < 0 || head >= heads))
      issues.push({ path: `${at}.head`, message: `There is no head ${head}; choose 0 to ${heads - 1}.` });
    else if (head == null && scope === 'HEADS')
      issues.push({
        path: at,
        message: `${name} is never ablated in the scope HEADS. Leave it out, or use HEADS_AND_MLPS.`,
      });
    else if (seen.has(name))
      issues.push({ path: at, message: `${name} is named twice. Name each node once.` });
    seen.add(name);
  }
  return issues;
}

/** Edges that the model does not have, that are never ablated, or that are named twice. */
export function findEdgeIssues(
  edges: readonly EdgeInput[],
  path: string,
  scope: NodeScope,
  model: Pick<ModelInfo, 'layers' | 'heads'>,
): InputIssue[] {
  if (edges.length > MAX_CIRCUIT_EDGES)
    return [{ path, message: `${edges.length} edges are too many; use up to ${MAX_CIRCUIT_EDGES}.` }];
  const issues: InputIssue[] = [];
  const seen = new Set<number>();
  const { number } = createEdgeNumbering(model);
  for (const [index, edge] of readEdges(edges, 'as given').entries()) {
    const at = `${path}.${index}`;
    const known = number(edge);
    if (known === null) {
      const message =
        `There is no such edge among the ${countScopeEdges(model, 'HEADS_AND_MLPS')} of the model. A sender is the embeddings (no layer), a head ` +
        'or an MLP (no head); a receiver behind it is Q, K or V of a head, MLP of a layer, or LOGITS (no layer).';
      issues.push({ path: at, message });
    } else if (scope === 'HEADS' && !isBetweenHeads(edge)) {
      const message = `${nameEdge(edge)} is never ablated in the scope HEADS. Leave it out, or use HEADS_AND_MLPS.`;
      issues.push({ path: at, message });
    } else if (seen.has(known))
      issues.push({ path: at, message: `${nameEdge(edge)} is named twice. Name each edge once.` });
    if (known !== null) seen.add(known);
  }
  return issues;
}

/** A circuit's ablation as that of a joint patch, whose rules it has. */
function asPatch({ on, value, valueFrom, acrossPositions, donors, seed }: CircuitInput): PatchSpec {
  return { sites: [], direction: findDirection(on), value, valueFrom, acrossPositions, donors, seed };
}
