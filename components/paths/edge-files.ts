/** All edges of a run as CSV and JSON. */
import { commentLines } from '../export/file-parts';
import type { Direction, Metric } from '../generated/graphql';
import { changes, recoveries, type readGap } from '../sweep/effects';
import { metricRow, toMetricId } from '../sweep/metrics';
import { rankEdges, findEdge } from './edge-array';
import type { ModelHeads } from './path-steps';

/** What is written. */
export interface EdgeFile {
  readonly run: {
    readonly id: string;
    readonly title: string;
    readonly model: ModelHeads & { readonly id: string };
  };
  readonly direction: Direction;
  readonly metric: Metric;
  readonly gap: ReturnType<typeof readGap>;
  /** The metric after each patch, the mean over prompts; NaN where there is no edge. */
  readonly raw: Float32Array;
}

const COLUMNS = ['sender_layer', 'sender_head', 'input', 'receiver_layer', 'receiver_head'] as const;

/** One row for each edge, the largest change first. */
export function edgesToCsv(file: EdgeFile): string {
  const { run, direction, metric, gap } = file;
  const id = toMetricId(metric);
  const lines = commentLines([
    `Patchbay run ${run.id}: ${run.title}`,
    `model ${run.model.id}; ${direction.toLowerCase()}; edges between heads: path patching from z of the sender to an input of the receiver`,
    'MLPs on the path and the LayerNorm before the receiver are recomputed; means over prompts',
    `${id}: after the patch, in ${metricRow(metric).unit}; ${id}_change: minus ${gap.base} (base run)`,
    gap.gapTooSmall
      ? 'recovery: undefined'
      : `recovery: (${id} - ${gap.base}) / (${gap.source} - ${gap.base})`,
  ]);
  const rows = listRows(file).map((row) =>
    [
      row.senderLayer,
      row.senderHead,
      row.input,
      row.receiverLayer,
      row.receiverHead,
      row.value,
      row.change,
      row.recovery ?? '',
    ].join(','),
  );
  return `${[...lines, [...COLUMNS, id, `${id}_change`, 'recovery'].join(','), ...rows].join('\n')}\n`;
}

/** The same as JSON. */
export function edgesToJson(file: EdgeFile): string {
  const { run, direction, metric, gap } = file;
  return JSON.stringify({
    format: 'patchbay.edges',
    version: 1,
    run: run.id,
    title: run.title,
    model: run.model.id,
    direction,
    metric: toMetricId(metric),
    unit: metricRow(metric).unit,
    base: gap.base,
    source: gap.source,
    edges: listRows(file),
  });
}

function listRows({ run, gap, raw }: EdgeFile) {
  const [change, recovery] = [changes(raw, gap), recoveries(raw, gap)];
  return rankEdges(change, run.model, raw.length).map((edge) => {
    const at = findEdge(edge, run.model);
    return {
      ...edge,
      value: raw[at]!,
      change: change[at]!,
      recovery: Number.isNaN(recovery[at]!) ? null : recovery[at]!,
    };
  });
}
