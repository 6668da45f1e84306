/** Evaluation of a circuit of edges: every metric that its parts need is that of runs in which all other edges are ablated. */
import {
  countScopeEdges,
  createEdgeNumbering,
  listEdges,
  type CircuitEdge,
} from '../../../domain/circuit-edges';
import { MAX_GRAPH_EDGES } from '../../../domain/limits';
import { countLongest } from '../../../domain/pair-groups';
import { badUserInput } from '../../errors';
import type { CircuitPart, CircuitPartResults, EdgeCircuitRequest } from '../circuits';
import { countRuns } from '../circuits/count-runs';
import { evaluatePart } from '../circuits/evaluate';
import type { CircuitLab, MemberSet } from '../circuits/lab';
import { createEdgeGraphs, type EdgeGraphs } from '../forward/edge-graphs';
import { countHeadWeightBytes, readHeadWeights } from '../forward/head-weights';
import type { Architecture } from '../models/architecture';
import { takeLastPosition } from '../patching/batch-metrics';
import { countEdgeCircuitBytes, countEdgeCircuitFlops } from '../patching/edge-circuit-cost';
import { planEdgeCircuit } from '../patching/edge-circuit-plan';
import { createAblatedStream, runEdgeCircuit, type AblatedStream } from '../patching/edge-circuits';
import { WorkBuffer } from '../patching/workspace';
import { splitIntoBatches, type Batch } from './batches';
import { checkValue } from './check-input';
import type { BorrowedModel, Context } from './context';
import { checkCircuitCost, createBeforeCall, createMeasure, type ComputeCircuits } from './measure-circuits';

/**
 * Computes one part of an evaluation.
 *
 * @throws BAD_USER_INPUT for edges or donors that do not exist, a request that is too costly, or a graph that is too large;
 *   RUN_CANCELLED.
 */
export async function evaluateEdgeCircuit<Part extends CircuitPart>(
  context: Context,
  borrowed: BorrowedModel,
  request: EdgeCircuitRequest<Part>,
  signal?: AbortSignal,
): Promise<CircuitPartResults<CircuitEdge>[Part]> {
  const { experiment, part, options, scope, value } = request;
  const { architecture } = borrowed.model;
  const batches = splitForEdges(context, request, architecture);
  const edges = countScopeEdges(architecture, scope);
  checkValue(value, experiment, []);
  checkCircuitCost(context, borrowed, request, batches, {
    part,
    runs: countRuns({ part, options }, request.edges.length, edges),
    flopsOfRun: (batch) => countEdgeCircuitFlops(architecture, batch),
    what: 'circuit of edges',
  });
  const graph = openGraph(architecture, request);
  const circuit = new Set(request.edges.map((edge) => findEdge(graph, edge)));
  const beforeCall = createBeforeCall(context, signal);
  const place = await context.directories.locate(borrowed.id);
  const weights = await readHeadWeights(place, borrowed.identity.weightsSha256, beforeCall);
  const graphs = await createEdgeGraphs(architecture);
  try {
    const compute = createCompute(borrowed, graph, { graphs, weights, beforeCall });
    const measure = await createMeasure(context, borrowed, request, batches, beforeCall, compute);
    const lab: CircuitLab<CircuitEdge> = {
      members: graph.edges,
      kinds: [[...graph.edges.keys()]],
      indexOf: (edge) => findEdge(graph, edge),
      circuit,
      measure,
    };
    return await evaluatePart(lab, part, options);
  } finally {
    await graphs.release();
  }
}

/** The edges of a request's scope. */
interface Graph {
  readonly edges: readonly CircuitEdge[];
  /** By number in the complete graph: the index in `edges`; undefined where the edge is always present. */
  readonly indices: ReadonlyMap<number, number>;
  readonly number: (edge: CircuitEdge) => number | null;
  /** Numbers of `edges` in the complete graph. */
  readonly numbers: readonly number[];
  /** By number: 1 for edges that are always present. */
  readonly kept: Uint8Array;
}

function openGraph(architecture: Architecture, { scope }: Pick<EdgeCircuitRequest, 'scope'>): Graph {
  const { number } = createEdgeNumbering(architecture);
  const edges = listEdges(architecture, scope);
  const numbers = edges.map((edge) => number(edge)!);
  const kept = new Uint8Array(countScopeEdges(architecture, 'HEADS_AND_MLPS')).fill(1);
  for (const one of numbers) kept[one] = 0;
  return { edges, numbers, number, kept, indices: new Map(numbers.map((one, index) => [one, index])) };
}

/** @throws BAD_USER_INPUT */
function findEdge({ edges, indices, number }: Graph, edge: CircuitEdge): number {
  const at = number(edge);
  const index = at === null ? undefined : indices.get(at);
  if (index !== undefined) return index;
  const message = `There is no edge ${JSON.stringify(edge)} among the ${edges.length} edges that can be ablated.`;
  throw badUserInput([{ path: 'edges', message }]);
}

/**
 * Splits the pairs so that what one circuit takes fits into a wave, and one pair at least is computed at once.
 *
 * @throws BAD_USER_INPUT for a graph with too many edges, or when one pair takes more than a batch may.
 */
function splitForEdges(
  context: Context,
  { experiment, scope }: EdgeCircuitRequest,
  architecture: Architecture,
): Batch[] {
  const { batchBytes, limits } = context;
  const all = splitIntoBatches(experiment, architecture, context);
  const edges = countScopeEdges(architecture, scope);
  if (edges > MAX_GRAPH_EDGES) {
    const message = `The model has ${edges} edges in this scope; circuits are evaluated among up to ${MAX_GRAPH_EDGES}. Use a smaller model, or a circuit of nodes.`;
    throw badUserInput([{ path: 'scope', message }]);
  }
  const length = countLongest(experiment.pairs);
  const perPair = countEdgeCircuitBytes(architecture, length);
  const needed = perPair + countHeadWeightBytes(architecture);
  if (needed > batchBytes) {
    const message =
      `A circuit of edges takes ${formatGiga(needed)} GB for prompts of ${length} tokens on this model; ` +
      `${formatGiga(batchBytes)} GB are free for it. Use shorter prompts or a smaller model, or raise ENGINE_MEMORY_MB.`;
    throw badUserInput([{ path: 'pairs', message }]);
  }
  const fitting = Math.min(Math.floor(limits.waveBytes / perPair), Math.floor(limits.maxRows / length));
  return all.flatMap((batch) => {
    const perBatch = Math.max(1, Math.min(batch.prompts, fitting));
    return Array.from({ length: Math.ceil(batch.prompts / perBatch) }, (_, part): Batch => {
      const [first, end] = [part * perBatch, (part + 1) * perBatch];
      const pairs = batch.pairs.slice(first, end);
      return { ...batch, pairs, indices: batch.indices.slice(first, end), prompts: pairs.length };
    });
  });
}

function formatGiga(bytes: number): string {
  return (bytes / 1e9).toPrecision(3);
}

/** Makes what computes circuits on a batch. The ablated stream of the last batch is kept: most experiments are one. */
function createCompute(
  { model }: BorrowedModel,
  { numbers, kept }: Graph,
  parts: {
    readonly graphs: EdgeGraphs;
    readonly weights: Awaited<ReturnType<typeof readHeadWeights>>;
    readonly beforeCall: () => Promise<void>;
  },
): ComputeCircuits {
  const buffer = new WorkBuffer('edge circuits');
  let last: { batch: Batch; ablated: AblatedStream } | null = null;
  const toPresent = (circuit: MemberSet): Uint8Array => {
    const present = kept.slice();
    for (const index of circuit) present[numbers[index]!] = 1;
    return present;
  };
  return async ({ batch, runs }, circuits, onRows) => {
    if (last?.batch !== batch)
      last = { batch, ablated: await createAblatedStream(model, runs, parts.beforeCall) };
    const { ablated } = last;
    for (const [index, circuit] of circuits.entries()) {
      // With every edge it is the unpatched run.
      const rows =
        circuit.size === numbers.length
          ? takeLastPosition(runs.base)
          : await runEdgeCircuit(
              { model, ablated, buffer, ...parts },
              planEdgeCircuit(toPresent(circuit), model.architecture),
            );
      await onRows(index, rows);
    }
  };
}
