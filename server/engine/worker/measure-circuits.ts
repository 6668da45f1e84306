/** Metrics of circuits, whatever their members are: batches of prompts, ablation values, and what was measured before. */
import { createHash } from 'node:crypto';
import { badUserInput } from '../../errors';
import { readMetric, type ByMetric } from '../api';
import type { Ablation, CircuitPart } from '../circuits';
import type { Measure, MemberSet } from '../circuits/lab';
import { createLastRows } from '../metrics/last-rows';
import type { MetricSet } from '../metrics/registry';
import { createBatchMetrics } from '../patching/batch-metrics';
import { countForwardFlops, countMetricFlops } from '../patching/flops';
import type { RunPair } from '../patching/run-pair';
import type { OnRows } from '../patching/waves';
import type { Batch } from './batches';
import type { BorrowedModel, Context } from './context';
import { formatTera } from './intervene';
import { createValueReader } from './patch-values';
import { checkNotCancelled } from './run-experiment';
import { checkFiniteMetrics, joinBatches, runBaseAndSource } from './unpatched-runs';

/** Circuits that are planned together. Waves bound the memory of their rows, this that of their plans. */
const PLANNED_TOGETHER = 256;

/** Makes what is awaited before each call of ONNX Runtime. */
export function createBeforeCall(
  { executor }: Context,
  signal: AbortSignal | undefined,
): () => Promise<void> {
  return async () => {
    await executor.yieldToShort();
    checkNotCancelled(signal);
  };
}

interface PlannedCost {
  readonly part: CircuitPart;
  /** The largest number of patched runs. */
  readonly runs: number;
  /** Planned operations of one of them on a batch, without metrics. */
  readonly flopsOfRun: (batch: Batch) => number;
  /** What a circuit consists of, for the message. */
  readonly what: string;
}

/** @throws BAD_USER_INPUT with the planned cost when it is too large. */
export function checkCircuitCost(
  { maxCircuitFlops }: Context,
  { model: { architecture } }: BorrowedModel,
  { metric }: Ablation,
  batches: readonly Batch[],
  { part, runs, flopsOfRun, what }: PlannedCost,
): void {
  const flops = batches.reduce(
    (sum, batch) =>
      sum +
      3 * countForwardFlops(architecture, batch) +
      runs * (flopsOfRun(batch) + batch.prompts * countMetricFlops([metric], architecture)),
    0,
  );
  if (flops <= maxCircuitFlops) return;
  const message =
    `The ${part} of this ${what} takes ${formatTera(flops)}e12 floating point operations in up to ${runs} patched runs; ` +
    `up to ${formatTera(maxCircuitFlops)}e12 are computed at once. ` +
    'Use fewer or shorter prompts, a smaller circuit, fewer random circuits, or fewer knock-outs or sizes.';
  throw badUserInput([{ path: '', message }]);
}

/** What one batch of prompts needs, whatever is ablated. */
export interface PreparedBatch {
  readonly batch: Batch;
  /** The run that is ablated, and the run that ablation values come from. */
  readonly runs: RunPair;
}

/**
 * Computes circuits on one batch.
 *
 * @param onRows receives the last residual stream at the last position of each, by the index of the circuit.
 */
export type ComputeCircuits = (
  prepared: PreparedBatch,
  circuits: readonly MemberSet[],
  onRows: OnRows,
) => Promise<void>;

/** Makes `CircuitLab.measure`. */
export async function createMeasure(
  context: Context,
  borrowed: BorrowedModel,
  { experiment, metric, value }: Ablation,
  batches: readonly Batch[],
  beforeCall: () => Promise<void>,
  computeCircuits: ComputeCircuits,
): Promise<Measure> {
  const { id, model } = borrowed;
  const readValues = await createValueReader(context, borrowed, { experiment, value }, batches, beforeCall);
  let last: (PreparedBatch & { readonly metrics: MetricSet }) | null = null;
  /** Keeps the last one: most experiments are one batch. */
  const prepare = async (batch: Batch) => {
    if (last?.batch === batch) return last;
    const runs = await runBaseAndSource(context, borrowed, batch, experiment.direction, beforeCall);
    const metrics = await createBatchMetrics(model, [metric], batch.pairs, runs);
    last = { batch, runs: { base: runs.base, source: await readValues(batch, runs) }, metrics };
    return last;
  };

  const compute = async (circuits: readonly MemberSet[]): Promise<Float32Array[]> => {
    const parts = circuits.map((): ByMetric<Float32Array>[] => []);
    for (const batch of batches) {
      const prepared = await prepare(batch);
      await computeCircuits(prepared, circuits, async (index, rows) => {
        parts[index]!.push(await prepared.metrics.compute(createLastRows(model, rows)));
      });
    }
    return parts.map((ofCircuit) => {
      const values = joinBatches([metric], batches, ofCircuit);
      checkFiniteMetrics(id, [metric], 'a circuit', values);
      return readMetric(values, metric);
    });
  };

  const known = new Map<string, Float32Array>();
  return async (circuits) => {
    const keys = circuits.map((circuit) => makeKey(circuit));
    const unknown = new Map<string, MemberSet>();
    for (const [at, key] of keys.entries()) if (!known.has(key)) unknown.set(key, circuits[at]!);
    const wanted = [...unknown];
    for (let first = 0; first < wanted.length; first += PLANNED_TOGETHER) {
      const together = wanted.slice(first, first + PLANNED_TOGETHER);
      const values = await compute(together.map(([, circuit]) => circuit));
      for (const [at, [key]] of together.entries()) known.set(key, values[at]!);
    }
    return keys.map((key) => known.get(key)!);
  };
}

/** Equal for sets with the same members; short, however many they are. */
function makeKey(circuit: MemberSet): string {
  return createHash('sha256').update(Uint32Array.from(circuit).toSorted()).digest('base64');
}
