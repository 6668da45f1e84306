/** Evaluation of a circuit: every metric that its parts need is that of patched runs in which all nodes outside are ablated. */
import { isSameNode, listNodes, type CircuitNode } from '../../../domain/circuit';
import { badUserInput } from '../../errors';
import { readMetric, type ByMetric } from '../api';
import type { AblatedCircuit, CircuitPart, CircuitPartResults, CircuitRequest } from '../circuits';
import { countRuns } from '../circuits/count-runs';
import { evaluatePart } from '../circuits/evaluate';
import type { CircuitLab, NodeSet } from '../circuits/lab';
import type { PatchedSite } from '../interventions';
import { createLastRows } from '../metrics/last-rows';
import type { MetricSet } from '../metrics/registry';
import { createBatchMetrics } from '../patching/batch-metrics';
import { countForwardFlops, countMetricFlops } from '../patching/flops';
import { runInterventions } from '../patching/intervention';
import type { RunPair } from '../patching/run-pair';
import { splitIntoBatches, type Batch } from './batches';
import { checkDonors, checkSites } from './check-input';
import type { BorrowedModel, Context } from './context';
import { formatTera, getShape } from './intervene';
import { createValueReader } from './patch-values';
import { checkNotCancelled } from './run-experiment';
import { checkFiniteMetrics, joinBatches, runBaseAndSource } from './unpatched-runs';

/** Circuits that are planned together. Waves bound the memory of their rows, this that of their plans. */
const PLANNED_TOGETHER = 256;

/**
 * Computes one part of an evaluation.
 *
 * @throws BAD_USER_INPUT for nodes or donors that do not exist, or a request that is too costly; RUN_CANCELLED.
 */
export async function evaluateCircuit<Part extends CircuitPart>(
  context: Context,
  borrowed: BorrowedModel,
  request: CircuitRequest<Part>,
  signal?: AbortSignal,
): Promise<CircuitPartResults[Part]> {
  const { experiment, part, options } = request;
  const { architecture } = borrowed.model;
  const batches = splitIntoBatches(experiment, architecture, context);
  const nodes = listNodes(architecture, request.scope);
  const circuit = new Set(request.nodes.map((node) => findNode(nodes, node)));
  checkDonors(request.value, experiment.pairs.length);
  checkCost(context, borrowed, request, batches, nodes.length);
  const measure = await createMeasure(context, borrowed, request, nodes, batches, signal);
  return evaluatePart({ nodes, circuit, measure }, part, options);
}

/** @throws BAD_USER_INPUT */
function findNode(nodes: readonly CircuitNode[], node: CircuitNode): number {
  const index = nodes.findIndex((other) => isSameNode(other, node));
  if (index >= 0) return index;
  const message = `There is no node ${JSON.stringify(node)} among the ${nodes.length} nodes that are ablated.`;
  throw badUserInput([{ path: 'nodes', message }]);
}

/** @throws BAD_USER_INPUT with the planned cost. */
function checkCost(
  { maxCircuitFlops }: Context,
  { model: { architecture } }: BorrowedModel,
  request: CircuitRequest,
  batches: readonly Batch[],
  nodes: number,
): void {
  const runs = countRuns(request, nodes);
  const flops = batches.reduce(
    (sum, batch) =>
      sum +
      (runs + 3) * countForwardFlops(architecture, batch) +
      runs * batch.prompts * countMetricFlops([request.metric], architecture),
    0,
  );
  if (flops <= maxCircuitFlops) return;
  const message =
    `The ${request.part} of this circuit takes ${formatTera(flops)}e12 floating point operations in up to ${runs} patched runs; ` +
    `up to ${formatTera(maxCircuitFlops)}e12 are computed at once. ` +
    'Use fewer or shorter prompts, a smaller circuit, fewer random circuits, or fewer knock-outs or sizes.';
  throw badUserInput([{ path: '', message }]);
}

/** What one batch of prompts needs, whatever is ablated. */
interface PreparedBatch {
  readonly batch: Batch;
  readonly runs: RunPair;
  readonly metrics: MetricSet;
}

/** Makes `CircuitLab.measure` for a model and prompts. */
async function createMeasure(
  context: Context,
  borrowed: BorrowedModel,
  request: AblatedCircuit,
  nodes: readonly CircuitNode[],
  batches: readonly Batch[],
  signal: AbortSignal | undefined,
): Promise<CircuitLab['measure']> {
  const { experiment, metric } = request;
  const { id, model } = borrowed;
  const beforeCall = async (): Promise<void> => {
    await context.executor.yieldToShort();
    checkNotCancelled(signal);
  };
  const sites = nodes.map((node) => toSite(node));
  checkSites(sites, 'nodes', model.architecture, batches[0]!.length);
  const readValues = await createValueReader(context, borrowed, request, batches, beforeCall);
  let last: PreparedBatch | null = null;
  /** Keeps the last one: most experiments are one batch. */
  const prepare = async (batch: Batch): Promise<PreparedBatch> => {
    if (last?.batch === batch) return last;
    const runs = await runBaseAndSource(context, borrowed, batch, experiment.direction, beforeCall);
    const metrics = await createBatchMetrics(model, [metric], batch.pairs, runs);
    last = { batch, runs: { base: runs.base, source: await readValues(batch, runs) }, metrics };
    return last;
  };

  const compute = async (sets: readonly (readonly PatchedSite[])[]): Promise<Float32Array[]> => {
    const parts = sets.map((): ByMetric<Float32Array>[] => []);
    for (const batch of batches) {
      const { runs, metrics } = await prepare(batch);
      const shape = getShape(request, batch);
      const onRows = async (set: number, rows: Float32Array): Promise<void> => {
        parts[set]!.push(await metrics.compute(createLastRows(model, rows)));
      };
      await runInterventions(model, runs, sets, null, shape, onRows, { beforeCall, limits: context.limits });
    }
    return parts.map((ofSet) => {
      const values = joinBatches([metric], ofSet);
      checkFiniteMetrics(id, [metric], 'a circuit', values);
      return readMetric(values, metric);
    });
  };

  const known = new Map<string, Float32Array>();
  return async (circuits) => {
    const unknown = new Map<string, NodeSet>();
    for (const circuit of circuits) {
      const key = keyOf(circuit);
      if (!known.has(key)) unknown.set(key, circuit);
    }
    const wanted = [...unknown];
    for (let first = 0; first < wanted.length; first += PLANNED_TOGETHER) {
      const together = wanted.slice(first, first + PLANNED_TOGETHER);
      const values = await compute(
        together.map(([, circuit]) => sites.filter((_, index) => !circuit.has(index))),
      );
      for (const [at, [key]] of together.entries()) known.set(key, values[at]!);
    }
    return circuits.map((circuit) => known.get(keyOf(circuit))!);
  };
}

function keyOf(circuit: NodeSet): string {
  return [...circuit].toSorted((a, b) => a - b).join(' ');
}

/** The activation that is replaced when a node is ablated: z of a head, or the output of an MLP, at all positions. */
function toSite({ layer, head }: CircuitNode): PatchedSite {
  return { site: head === null ? 'MLP_OUT' : 'HEAD_Z', layer, head, position: null, src: null };
}
