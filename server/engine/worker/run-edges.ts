/** The edges between heads of a run, reported layer by layer, so that an interrupted run continues with the next layer. */
import { listReceiverLayers } from '../../../domain/edges';
import {
  DEFAULT_METRICS,
  listDirections,
  type ByMetric,
  type Direction,
  type EdgeKey,
  type Experiment,
  type RunEvent,
} from '../api';
import { createBatchMetrics } from '../patching/batch-metrics';
import { countEdgeFlops } from '../patching/edge-cost';
import { doSendersFit, runEdges } from '../patching/edges';
import { countMetricFlops } from '../patching/flops';
import type { Architecture } from '../models/architecture';
import type { Batch } from './batches';
import type { BorrowedModel, Context } from './context';
import { checkFiniteMetrics, joinBatches, runBaseAndSource } from './unpatched-runs';

/** Edges of an experiment that are not stored yet. */
export interface PlannedEdges {
  readonly parts: readonly { readonly direction: Direction; readonly layers: readonly PlannedLayer[] }[];
  /** Planned floating point operations of all of them, metrics included. */
  readonly flops: number;
  /** Layers of patched runs, for the estimate of the time that calls take. */
  readonly passes: number;
}

interface PlannedLayer {
  readonly layer: number;
  /** Of all batches. */
  readonly flops: number;
}

/**
 * Plans the edges of an experiment; nothing where it asks for none.
 *
 * @param listBatches the batches of a direction.
 * @param skip those that are stored already.
 */
export function planEdges(
  experiment: Experiment,
  architecture: Architecture,
  listBatches: (direction: Direction) => readonly Batch[],
  skip: readonly EdgeKey[] = [],
): PlannedEdges {
  if (!experiment.edges) return { parts: [], flops: 0, passes: 0 };
  const { metrics = DEFAULT_METRICS } = experiment;
  const countFlops = (direction: Direction, layer: number): number =>
    listBatches(direction).reduce((sum, batch) => {
      const ofMetrics = batch.prompts * countMetricFlops(metrics, architecture);
      return sum + countEdgeFlops(layer, architecture, batch, ofMetrics);
    }, 0);
  const parts = listDirections(experiment).map((direction) => ({
    direction,
    layers: listReceiverLayers(architecture)
      .filter((layer) => !skip.some((done) => done.direction === direction && done.layer === layer))
      .map((layer) => ({ layer, flops: countFlops(direction, layer) })),
  }));
  const planned = parts.flatMap(({ layers }) => layers);
  const batches = listBatches(experiment.direction);
  return {
    parts,
    flops: planned.reduce((sum, { flops }) => sum + flops, 0),
    passes: planned.reduce((sum, { layer }) => sum + batches.length * (architecture.layers - layer), 0),
  };
}

interface EdgeWork {
  readonly experiment: Experiment;
  readonly directed: ReadonlyMap<Direction, readonly Batch[]>;
  readonly planned: PlannedEdges;
  readonly beforeCall: () => Promise<void>;
  readonly onWork: (flops: number) => void;
}

/**
 * Computes planned edges and sends one event for each layer of receivers.
 *
 * One walk along the direct path serves all layers when all prompts and senders fit into memory. Otherwise each layer has a walk of
 * its own, which costs about 1% more, so that layers are complete one after another.
 */
export async function runPlannedEdges(
  context: Context,
  borrowed: BorrowedModel,
  { experiment, directed, planned, beforeCall, onWork }: EdgeWork,
  onEvent: (event: RunEvent) => void,
): Promise<void> {
  const { id, model } = borrowed;
  const { metrics: ids = DEFAULT_METRICS } = experiment;
  const { limits } = context;
  for (const { direction, layers } of planned.parts) {
    const batches = directed.get(direction)!;
    const [first, ...others] = batches;
    const isShared = others.length === 0 && doSendersFit(model.architecture, first!, limits);
    const walks = isShared ? [layers] : layers.map((layer) => [layer]);
    for (const walk of walks) {
      if (walk.length === 0) continue;
      let started = performance.now();
      const parts = new Map(walk.map(({ layer }) => [layer, [] as ByMetric<Float32Array>[]]));
      const send = (layer: number): void => {
        const values = joinBatches(ids, batches, parts.get(layer)!);
        checkFiniteMetrics(id, ids, `edges into layer ${layer}`, values);
        const { flops } = walk.find((one) => one.layer === layer)!;
        const now = performance.now();
        onEvent({
          type: 'edges',
          edges: { direction, layer, values, elapsedMs: now - started, flops },
        });
        started = now;
      };
      for (const batch of batches) {
        const runs = await runBaseAndSource(context, borrowed, batch, direction, beforeCall);
        const metrics = await createBatchMetrics(model, ids, batch.pairs, runs);
        await runEdges(
          { model, runs, batch, metrics },
          walk.map(({ layer }) => layer),
          (layer, values) => {
            parts.get(layer)!.push(values);
            if (parts.get(layer)!.length === batches.length) send(layer);
          },
          { beforeCall, onWork, limits },
        );
      }
    }
  }
}
