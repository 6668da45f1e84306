/**
 * The effect of every edge between heads: path patching from each head to the queries, keys or values of each later head, as
 * `runPathPatches` computes it for one set of receivers, with MLPs and LayerNorm recomputed.
 *
 * The direct path of a sender is walked once for all of its receivers: its queries, keys and values are read in each layer that
 * it passes. Each edge is then a patched run that begins at the receiver.
 */
import { edgeToIndex, countEdgesInto, EDGE_INPUTS, type Edge, type EdgeInput } from '../../../domain/edges';
import type { ByMetric, MetricId, SweepKind } from '../api';
import type { LoadedModel } from '../forward/model';
import type { Architecture } from '../models/architecture';
import { mapMetrics, type MetricSet } from '../metrics/registry';
import { measureRun } from './batch-metrics';
import { passDirectPath } from './direct-path';
import { countDirectFlops } from './edge-cost';
import { getEntry } from './entries/registry';
import { countUnembeddingFlops } from './flops';
import { DEFAULT_LIMITS, type PatchingLimits } from './limits';
import { packInOrder } from './packing';
import { allocateRuns, type PatchedRun } from './patched-run';
import type { BatchShape, Patch } from './plan';
import { ReceiverValues } from './receivers';
import type { RunPair } from './run-pair';
import type { PatchingOptions, WaveContext } from './wave-context';
import { runWave } from './wavefront';
import { Workspace } from './workspace';

const SITES = { q: 'HEAD_Q', k: 'HEAD_K', v: 'HEAD_V' } as const satisfies Record<EdgeInput, SweepKind>;

/** Raw values of the edges into one layer: for each metric [prompt, input, receiver head, sender layer, sender head]. */
export type EdgeValues = ByMetric<Float32Array>;

/** What the edges of a batch are computed from. */
export interface EdgeRuns {
  readonly model: LoadedModel;
  readonly runs: RunPair;
  readonly batch: BatchShape;
  readonly metrics: MetricSet;
}

/** Whether the rows of all senders fit into one wave, so that one walk serves all layers of receivers. */
export function doSendersFit(
  { layers, heads, dModel }: Architecture,
  batch: BatchShape,
  { waveBytes }: PatchingLimits = DEFAULT_LIMITS,
): boolean {
  return (layers - 1) * heads * countRowBytes(batch, dModel) <= waveBytes;
}

/**
 * Computes the edges into the heads of some layers.
 *
 * @param layers in ascending order.
 * @param onLayer receives the values of a layer when they are complete: after each layer if all senders fit into a wave, else at
 *   the end.
 */
export async function runEdges(
  edges: EdgeRuns,
  layers: readonly number[],
  onLayer: (layer: number, values: EdgeValues) => void,
  options: PatchingOptions,
): Promise<void> {
  const { model, runs, batch, metrics } = edges;
  const { architecture } = model;
  const { maxRows, waveBytes } = options.limits ?? DEFAULT_LIMITS;
  const { beforeCall } = options;
  const wave: WaveContext = { model, runs, batch, workspace: new Workspace(), maxRows, beforeCall };
  const unpatched = await measureRun(model, metrics, runs.base);
  const values = new Map(
    layers.map((layer) => [
      layer,
      mapMetrics(metrics.ids, (id) => repeat(unpatched[id]!, countEdgesInto(layer, architecture))),
    ]),
  );
  const senders = planAllSenders(Math.max(...layers), architecture, batch);
  const parts = packInOrder(senders, waveBytes, () => countRowBytes(batch, architecture.dModel));
  for (const [at, part] of parts.entries()) {
    const { inCallOrder } = allocateRuns(part, batch, architecture.dModel);
    const inputs = new Map<PatchedRun, ReceiverValues>();
    await passDirectPath(wave, inCallOrder, {
      mlps: 'recomputed',
      reported: new Set(layers),
      report(run, layer, qkv) {
        // Senders of the same layer enter there too; they do not reach its heads.
        if (run.patch.interventions[0].layer >= layer) return;
        const read = new ReceiverValues(runs.base, new Map([[layer, new Set(EDGE_INPUTS)]]));
        read.note(layer, run.patch.start, qkv);
        inputs.set(run, read);
      },
      async afterReport(layer) {
        await runReceivers(edges, layer, inputs, values.get(layer)!, options);
        inputs.clear();
      },
      onLayer(layer) {
        options.onWork?.(countDirectFlops(layer, architecture, batch) / parts.length);
        if (parts.length === 1) onLayer(layer, values.get(layer)!);
      },
    });
    if (parts.length > 1 && at === parts.length - 1)
      for (const layer of layers) onLayer(layer, values.get(layer)!);
  }
  // Prompts that are equal in both runs have no sender.
  if (parts.length === 0) for (const layer of layers) onLayer(layer, values.get(layer)!);
}

/** One patched run of one receiver. */
interface Task {
  readonly edge: Edge;
  readonly patch: Patch;
}

/** Runs the receivers of one layer, for the senders whose inputs were read. @param into values of the layer: written. */
async function runReceivers(
  { model, runs, batch, metrics }: EdgeRuns,
  layer: number,
  inputs: ReadonlyMap<PatchedRun, ReceiverValues>,
  into: EdgeValues,
  options: PatchingOptions,
): Promise<void> {
  const { architecture } = model;
  const edges = countEdgesInto(layer, architecture);
  const { waveBytes } = options.limits ?? DEFAULT_LIMITS;
  const tasks = [...inputs].flatMap(([run, read]) => planReceivers(run, layer, read, architecture.heads));
  for (const wave of packInOrder(tasks, waveBytes, () => countRowBytes(batch, architecture.dModel))) {
    const patches = wave.map(({ patch }) => patch);
    const rows = await runWave(model, runs, patches, batch, options);
    const computed = metrics.computeRuns(rows, {
      before: options.beforeCall,
      after: (count) => options.onWork?.(countUnembeddingFlops(count, architecture)),
    });
    let at = 0;
    for await (const ofRun of computed) {
      const index = edgeToIndex(wave[at++]!.edge, architecture);
      for (const id of Object.keys(ofRun) as MetricId[])
        ofRun[id]!.forEach((value, prompt) => (into[id]![prompt * edges + index] = value));
    }
  }
}

function planReceivers(
  { patch: { start, interventions } }: PatchedRun,
  layer: number,
  read: ReceiverValues,
  heads: number,
): Task[] {
  const [{ layer: senderLayer, head: senderHead }] = interventions;
  const values = read.read();
  return EDGE_INPUTS.flatMap((input) => {
    const site = SITES[input];
    const entry = getEntry(site);
    return Array.from({ length: heads }, (_, head): Task => {
      const edge = { senderLayer, senderHead: senderHead!, input, receiverLayer: layer, receiverHead: head };
      const receiver = { site, layer, head, position: null, src: null, entry };
      return { edge, patch: { interventions: [receiver], start, isLocal: false, values } };
    });
  });
}

/** The outputs of all heads before a layer. */
function planAllSenders(
  end: number,
  { heads }: Architecture,
  { firstDifference, length }: BatchShape,
): Patch[] {
  if (firstDifference >= length) return [];
  const entry = getEntry('HEAD_Z');
  return Array.from({ length: end * heads }, (_, index) => {
    const [layer, head] = [Math.floor(index / heads), index % heads];
    const sender = { site: 'HEAD_Z' as const, layer, head, position: null, src: null, entry };
    return { interventions: [sender], start: firstDifference, isLocal: false };
  });
}

/** Bytes of the rows of a patched run. */
function countRowBytes({ prompts, length, firstDifference }: BatchShape, dModel: number): number {
  return 4 * prompts * (length - firstDifference) * dModel;
}

/** The value of each prompt `count` times: [prompt, count]. */
function repeat(values: Float32Array, count: number): Float32Array {
  const repeated = new Float32Array(values.length * count);
  values.forEach((value, prompt) => repeated.fill(value, prompt * count, (prompt + 1) * count));
  return repeated;
}
