'use client';

import { useMemo, useState } from 'react';
import { nameRunFully } from '../../domain/name-run';
import type { AnalysedRun_RunFragment } from '../generated/graphql';
import { fileName } from '../plot/figure/file-name';
import { FACET_GAP, layoutFacets } from '../plot/heatmap/geometry';
import { Heatmap } from '../plot/heatmap/Heatmap';
import type { CellAt } from '../plot/heatmap/move';
import { Legend } from '../plot/heatmap/Legend';
import { findLimit } from '../plot/heatmap/scale';
import { useTone } from '../plot/heatmap/use-tone';
import { useRowWidth } from '../plot/use-row-width';
import { describePrompts } from '../sweep/figure-context';
import { positionLabels } from '../sweep/positions';
import { firstCorrupted, nameWindow, readRow, TRACED, type RowRequest, type TracedSite } from './trace';
import { TRACING_VALUES, type TracingState } from './tracing-state';
import type { Trace } from './use-trace';

interface TracingHeatmapsProps {
  readonly run: AnalysedRun_RunFragment;
  readonly state: TracingState;
  readonly requests: readonly RowRequest[];
  readonly trace: Trace;
}

/** Windows down, positions across, one heatmap for each site on one colour scale. */
export function TracingHeatmaps({ run, state, requests, trace }: TracingHeatmapsProps) {
  const { pairs, model } = run;
  const { layers, value } = state;
  const tone = useTone();
  const [pinned, setPinned] = useState<{ site: TracedSite; at: CellAt } | null>(null);
  const labels = useMemo(() => positionLabels(pairs, null), [pairs]);
  const windows = Array.from({ length: model.layers - layers + 1 }, (_, layer) => nameWindow(layer, layers));
  const { ref, width } = useRowWidth();
  const { perRow, cellWidth, cellHeight } = layoutFacets(width, TRACED.length, labels.length, windows);
  const grids = useMemo(
    () =>
      TRACED.map(({ site }) => {
        const rows = requests.flatMap((request, index) =>
          request.site === site ? [trace.rows[index]!] : [],
        );
        return Float32Array.from(
          rows.flatMap((row) => (row ? readRow(row.results[0]!, value) : labels.map(() => NaN))),
        );
      }),
    [requests, trace, value, labels],
  );
  const first = firstCorrupted(pairs, state);
  const skipped = Uint8Array.from(windows.flatMap(() => labels.map((_, at) => Number(at < first))));
  const unit = value === 'recovery' ? '' : 'logits';
  const valueName = `${TRACING_VALUES[value].toLowerCase()}${unit && ` (${unit})`}`;
  const limit = findLimit(grids);
  const figure = useMemo(
    () => ({
      lines: [
        `Causal tracing: ${TRACING_VALUES[value].toLowerCase()} of the logit difference by windows of ${layers} ${layers === 1 ? 'layer' : 'layers'}; ${describePrompts(pairs.length, null)}.`,
        describeCorruption(state),
        `${model.id}, run ${run.id}. ${nameRunFully(run)}`,
      ],
      nameFile: (part: string) => fileName(run.id, 'trace', part.toLowerCase(), value, `${layers} layers`),
    }),
    [run, model, pairs, layers, value, state],
  );
  return (
    <>
      <Legend {...{ limit, tone }} scale="RdBu" label={valueName} isHatched={first > 0} />
      <div
        ref={ref}
        style={{
          display: 'grid',
          gap: FACET_GAP,
          gridTemplateColumns: `repeat(${perRow}, minmax(0, max-content))`,
        }}
      >
        {TRACED.map(({ site, title }, index) => (
          <Heatmap
            key={site}
            title={title}
            values={grids[index]!}
            skipped={skipped}
            isSparse
            rowName="layer"
            rowLabels={windows}
            rowsPerLayer={1}
            columnName="position"
            columns={labels}
            nameCell={({ row, column }) =>
              `${layers === 1 ? 'layer' : 'layers'} ${windows[row]} at ${labels[column]!.text}`
            }
            pinned={pinned?.site === site ? pinned.at : null}
            onPin={(at) => setPinned(at && { site, at })}
            scale="RdBu"
            hasRowAxis={index % perRow === 0}
            {...{ limit, tone, valueName, unit, figure, cellWidth, cellHeight }}
          />
        ))}
      </div>
    </>
  );
}

function describeCorruption({ corruption, positions, std, samples, seed }: TracingState): string {
  if (corruption === 'prompt') return 'The base run is that of the corrupted prompts.';
  const where = positions ? `at positions ${positions.join(', ')}` : 'where prompts differ';
  return `Noise on token embeddings ${where}: ${std} x their standard deviation, ${samples} samples, seed ${seed}.`;
}
