/** The view of the page of circuits as part of the address: the circuit, the choices, and whether they are evaluated. */
import { nameNode, parseNodes, type CircuitNode, type NodeScope } from '../../domain/circuit';
import { nameEdge, parseEdges, type CircuitEdge } from '../../domain/circuit-edges';
import type { RunSide } from '../../domain/effect';
import type { CircuitMembers, EvaluateCircuitInput, Metric, NodeAblation } from '../generated/graphql';
import { DEFAULT_METRIC, METRICS } from '../sweep/metrics';

export const ABLATIONS: Readonly<Record<NodeAblation, string>> = {
  MEAN: 'Mean over prompts',
  ZERO: 'Zero',
  RESAMPLE: "Another pair's prompt",
  SOURCE: "The pair's other prompt",
};

/** How the nodes or edges of the curve are ranked. SWEEPS and RUN_EDGES: by this run's sweeps (nodes) or edges. */
export const RANKINGS = {
  ABSOLUTE: 'Size of the single effect',
  SIGNED: 'Single effect with its sign',
  SWEEPS: "This run's sweeps",
  RUN_EDGES: "This run's edges",
} as const;
export type Ranking = keyof typeof RANKINGS;

export interface CircuitState {
  readonly members: CircuitMembers;
  /** In the order of layers. */
  readonly nodes: readonly CircuitNode[];
  /** The most important first, where they were chosen by a ranking. */
  readonly edges: readonly CircuitEdge[];
  readonly on: RunSide;
  readonly scope: NodeScope;
  readonly value: NodeAblation;
  /** Of MEAN and RESAMPLE; null for the ablated side. */
  readonly valueFrom: RunSide | null;
  readonly acrossPositions: boolean;
  /** Of RESAMPLE: chooses the donors. */
  readonly seed: number;
  /** Of RESAMPLE: the pair that gives the values of each pair, as it is stored with a circuit; null to choose them by the seed. */
  readonly donors: readonly number[] | null;
  readonly metric: Metric;
  readonly ranking: Ranking;
  /** Whether results are shown: `evaluate`, or the id of a stored circuit. */
  readonly shown: string | null;
}

/** Edges of a circuit on the page: they are in its address, whose length servers limit. The API takes more. */
export const MAX_ADDRESS_EDGES = 500;

/** Value of `shown` for a circuit that is evaluated now. */
export const EVALUATE = 'evaluate';

/** The rankings that nodes or edges of a scope have. */
export function listRankings(members: CircuitMembers, scope: NodeScope): Ranking[] {
  if (members === 'NODES') return ['ABSOLUTE', 'SIGNED', 'SWEEPS'];
  return scope === 'HEADS' ? ['RUN_EDGES', 'ABSOLUTE', 'SIGNED'] : ['ABSOLUTE', 'SIGNED'];
}

interface Sizes {
  readonly layers: number;
  readonly heads: number;
}

/** Reads `?nodes=L9H9,MLP 0&on=corrupted&ablation=zero&scope=heads&metric=prob&show=evaluate`, or `?of=edges&edges=L9H6>L10H0.Q,...`; invalid parts are ignored. */
export function readCircuitState(search: URLSearchParams, sizes: Sizes): CircuitState {
  const word = (name: string): string => (search.get(name) ?? '').toUpperCase();
  const side = (name: string): RunSide | null => {
    const text = word(name);
    return text === 'CLEAN' || text === 'CORRUPTED' ? text : null;
  };
  const [value, ranking, metric] = [word('ablation'), word('ranking'), word('metric')];
  const scope = word('scope') === 'HEADS' ? 'HEADS' : 'HEADS_AND_MLPS';
  const members = word('of') === 'EDGES' ? 'EDGES' : 'NODES';
  const { nodes } = parseNodes(search.get('nodes') ?? '', sizes);
  const { edges } = parseEdges(search.get('edges') ?? '', sizes, scope);
  const shown = search.get('show') ?? '';
  return {
    members,
    nodes: scope === 'HEADS' ? nodes.filter(({ head }) => head !== null) : nodes,
    edges: edges.slice(0, MAX_ADDRESS_EDGES),
    on: side('on') ?? 'CLEAN',
    scope,
    value: Object.hasOwn(ABLATIONS, value) ? (value as NodeAblation) : 'MEAN',
    valueFrom: side('from'),
    acrossPositions: search.get('across') === '1',
    seed: /^\d{1,9}$/.test(search.get('seed') ?? '') ? Number(search.get('seed')) : 0,
    donors: /^\d{1,2}(,\d{1,2}){0,63}$/.test(search.get('donors') ?? '')
      ? search.get('donors')!.split(',').map(Number)
      : null,
    metric: METRICS.find((one) => one === metric) ?? DEFAULT_METRIC,
    ranking: listRankings(members, scope).find((one) => one === ranking) ?? 'ABSOLUTE',
    shown: /^[\w-]{1,40}$/.test(shown) ? shown : null,
  };
}

/**
 * Writes the view; defaults are left out.
 *
 * @param others the query of the address; its other parameters are kept.
 */
export function writeCircuitState(state: CircuitState, others = ''): string {
  const search = new URLSearchParams(others);
  const set = (name: string, text: string | null): void =>
    text === null ? search.delete(name) : search.set(name, text);
  const unless = (text: string, ordinary: string): string | null =>
    text === ordinary ? null : text.toLowerCase();
  set('of', unless(state.members, 'NODES'));
  set(
    'edges',
    state.edges.length === 0 ? null : state.edges.map((edge) => nameEdge(edge).replace('→', '>')).join(','),
  );
  set('nodes', state.nodes.length === 0 ? null : state.nodes.map(nameNode).join(','));
  set('on', unless(state.on, 'CLEAN'));
  set('scope', unless(state.scope, 'HEADS_AND_MLPS'));
  set('ablation', unless(state.value, 'MEAN'));
  set('from', state.valueFrom && state.valueFrom.toLowerCase());
  set('across', state.acrossPositions ? '1' : null);
  set('seed', state.seed === 0 ? null : String(state.seed));
  set('donors', state.donors && state.donors.join(','));
  set('metric', unless(state.metric, DEFAULT_METRIC));
  set('ranking', unless(state.ranking, 'ABSOLUTE'));
  set('show', state.shown);
  return search.toString();
}

/** The circuit and the choices as input of a request. Settings that the ablation does not have are left out. */
export function circuitInput({
  members,
  nodes,
  edges,
  on,
  scope,
  value,
  valueFrom,
  acrossPositions,
  seed,
  donors,
  metric,
}: CircuitState): EvaluateCircuitInput['circuit'] {
  const isPooled = value === 'MEAN' || value === 'RESAMPLE';
  return {
    ...(members === 'EDGES'
      ? { edges: edges.map((edge) => toEdgeInput(edge)) }
      : { nodes: nodes.map(({ layer, head }) => ({ layer, head })) }),
    on,
    scope,
    value,
    metric,
    valueFrom: isPooled ? valueFrom : null,
    acrossPositions: value === 'MEAN' && acrossPositions,
    donors: value === 'RESAMPLE' && donors ? [...donors] : null,
    seed: value === 'RESAMPLE' && donors === null ? seed : null,
  };
}

/** Without fields that a query adds, such as __typename. */
export function toEdgeInput({
  senderLayer,
  senderHead,
  input,
  receiverLayer,
  receiverHead,
}: CircuitEdge): CircuitEdge {
  return { senderLayer, senderHead, input, receiverLayer, receiverHead };
}
