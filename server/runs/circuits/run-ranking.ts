/** The edges between heads that a run has stored, as a ranking for circuits of edges. */
import type { CircuitEdge } from '../../../domain/circuit-edges';
import { countEdges } from '../../../domain/edges';
import type { Direction, ModelInfo, MetricId } from '../../engine/api';
import { DEFAULT_METRIC } from '../../../domain/metrics';
import { badUserInput } from '../../errors';
import { decodeEdgeDirection } from '../../db/codec';
import { topEdges } from '../results/edge-view';
import { decodeFloats } from '../results/float-bytes';
import { readBaselines } from '../results/sweep-view';
import type { Services } from '../services';

/**
 * All edges between heads by the size of their effects in a run, the largest |change of the metric| first.
 *
 * @param wanted direction of patching. The other one is taken when the run has it alone.
 * @throws BAD_USER_INPUT when the run has no edges, not all of them yet, or none in this metric.
 */
export async function rankByRunEdges(
  { db }: Pick<Services, 'db'>,
  runId: string,
  model: Pick<ModelInfo, 'layers' | 'heads'>,
  wanted: Direction,
  metric: MetricId,
): Promise<CircuitEdge[]> {
  const refuse = (message: string): never => {
    throw badUserInput([{ path: 'ranking', message }]);
  };
  const all = await db.edgeLayer.findMany({ where: { runId }, orderBy: { layer: 'asc' } });
  const inDirection = (direction: Direction) =>
    all.filter((row) => decodeEdgeDirection(row.direction) === direction);
  const other: Direction = wanted === 'NOISING' ? 'DENOISING' : 'NOISING';
  const direction = inDirection(wanted).length > 0 ? wanted : other;
  const rows = inDirection(direction);
  if (rows.length === 0)
    refuse('The run has no edges. Compute all edges on its page of paths, or give an order of edges.');
  if (rows.length < model.layers - 1)
    refuse(`${rows.length} of ${model.layers - 1} layers of edges are computed. Wait until the run has all.`);
  const values = await db.edgeValue.findMany({
    where: { edgeLayerId: { in: rows.map(({ id }) => id) }, metric },
  });
  if (values.length < rows.length)
    refuse('The run has no edges in this metric. Choose one of its metrics, or give an order of edges.');
  const pairs = await db.promptPair.findMany({ where: { runId }, orderBy: { index: 'asc' } });
  const stored =
    metric === DEFAULT_METRIC
      ? null
      : await db.unpatchedMetric.findFirst({ where: { runId, direction, metric } });
  const baselines = stored
    ? { clean: decodeFloats(stored.clean), corrupted: decodeFloats(stored.corrupted) }
    : readBaselines(pairs);
  const layers = rows.map(({ id, layer }) => ({
    layer,
    values: decodeFloats(values.find(({ edgeLayerId }) => edgeLayerId === id)!.values),
  }));
  const ranked = topEdges({ sizes: model, metric, direction, layers, baselines }, countEdges(model));
  return ranked.map(({ senderLayer, senderHead, input, receiverLayer, receiverHead }) => ({
    senderLayer,
    senderHead,
    input: INPUTS[input],
    receiverLayer,
    receiverHead,
  }));
}

const INPUTS = { q: 'Q', k: 'K', v: 'V' } as const;
