'use client';

import { Stack, Text } from '@mantine/core';
import type { EdgeInput } from '../../domain/edges';
import { isGapTooSmall, orientGap } from '../../domain/effect';
import { ExportBar } from '../export/ExportBar';
import type { AnalysedRun_RunFragment } from '../generated/graphql';
import type { FigureContext } from '../plot/figure/FigureMenu';
import { Heatmap } from '../plot/heatmap/Heatmap';
import { hasHatched } from '../plot/heatmap/hatch';
import { layoutFacets } from '../plot/heatmap/geometry';
import { Legend } from '../plot/heatmap/Legend';
import type { CellAt } from '../plot/heatmap/move';
import { findLimit, formatNumber } from '../plot/heatmap/scale';
import type { Tone } from '../plot/heatmap/scale';
import { useRowWidth } from '../plot/use-row-width';
import { changes, valuesShown, type readGap } from '../sweep/effects';
import { toMetricId } from '../sweep/metrics';
import { chooseScale, formatShown, metricName, metricUnit, valueText } from '../sweep/value-text';
import { FailureScope } from '../site/FailureScope';
import { RequestProblem } from '../site/RequestProblem';
import { HeatmapPlaceholder } from '../site/Placeholders';
import { makeHeadGrid, nameHeadCell, toCell, toHead } from './head-grid';
import type { PathState, PathValue } from './path-state';
import { formatHeads, INPUT_NAMES, type Head } from './path-steps';
import { makeStepExports } from './step-exports';
import { StrongestEdges } from './StrongestEdges';
import type { StepValues } from './use-step-values';
import classes from './paths.module.css';

/** Heads that were picked with Shift in one heatmap, to become receivers together. */
export interface Picked {
  readonly input: EdgeInput | null;
  readonly heads: readonly Head[];
}

interface StepFacetsProps {
  readonly run: AnalysedRun_RunFragment;
  readonly state: PathState;
  readonly value: PathValue;
  readonly facets: readonly StepValues[];
  readonly tone: Tone;
  readonly figure: FigureContext;
  readonly pinned: { readonly input: EdgeInput | null; readonly at: CellAt } | null;
  readonly picked: Picked;
  readonly onPin: (pinned: { input: EdgeInput | null; at: CellAt } | null) => void;
  /** Heads to pick or, if they are picked already, to release. */
  readonly onPick: (input: EdgeInput | null, heads: readonly Head[]) => void;
  readonly onFollow: (input: EdgeInput | null, heads: readonly Head[]) => void;
}

type Gap = ReturnType<typeof readGap>;

/** Base and source metric of a step, whichever run is the base run. */
export function makeGap({ unpatched }: StepValues, { metric }: PathState): Gap | null {
  if (!unpatched) return null;
  const { base, source } = unpatched;
  const gap = orientGap(source, base, 'DENOISING');
  return { ...gap, metric, gapTooSmall: isGapTooSmall(gap, toMetricId(metric)) };
}

/** What a heatmap of a step shows. */
function nameFacet({ input, receivers }: Pick<StepValues, 'input' | 'receivers'>): string {
  return input === null
    ? 'Each head to the logits'
    : `Each head to the ${INPUT_NAMES[input]} of ${formatHeads(receivers)}`;
}

/** The heatmaps of a step on one colour scale, each with its strongest edges. */
export function StepFacets(props: StepFacetsProps) {
  const { run, state, value, facets, tone, figure, pinned, picked, onPin, onPick, onFollow } = props;
  const { model } = run;
  const { metric } = state;
  const { ref, width } = useRowWidth();
  const columns = model.heads;
  const rowLabels = Array.from({ length: model.layers }, (_, layer) => String(layer));
  const { perRow, cellWidth, cellHeight } = layoutFacets(width, facets.length, columns, rowLabels, {
    isSquare: true,
  });
  const shown = facets.map((facet) => {
    const gap = makeGap(facet, state);
    if (!gap || !facet.raw) return null;
    const [base] = valuesShown(Float32Array.of(gap.base), gap, value);
    const values = valuesShown(facet.raw, gap, value);
    const grid = makeHeadGrid(model, facet.senders, values, base!);
    return { gap, values, grid, changes: changes(facet.raw, gap) };
  });
  const limit = findLimit(shown.map((one) => one?.grid.values ?? []));
  const scale = chooseScale(value, metric, state.scale);
  const { unit, axis: valueName } = valueText(value, metric);
  const formatValue = formatShown(value);
  const isSingle = facets.length === 1;
  const isHatched = shown.some((one) => hasHatched(one?.grid.skipped));
  return (
    <Stack gap="xs">
      <Legend limit={limit} scale={scale} tone={tone} label={valueName} isHatched={isHatched} />
      <FailureScope>
        <div
          ref={ref}
          className={classes.facets}
          data-single={isSingle || undefined}
          style={{
            gridTemplateColumns: isSingle ? 'minmax(0, 1fr)' : `repeat(${perRow}, minmax(0, max-content))`,
          }}
        >
          {facets.map((facet, index) => {
            const title = nameFacet(facet);
            const one = shown[index];
            if (facet.error !== undefined)
              return <RequestProblem key={title} error={facet.error} title={title} onRetry={facet.refetch} />;
            if (!one)
              return (
                <div key={title} role="status" aria-label={`${title}: being computed`}>
                  <Text size="sm" fw={600} c="dimmed" mb={4}>
                    {title}
                  </Text>
                  <HeatmapPlaceholder rows={model.layers} columns={columns} {...{ cellWidth, cellHeight }} />
                </div>
              );
            const { gap, grid } = one;
            const isReached = ({ row, column }: CellAt): boolean =>
              grid.skipped[row * columns + column] === 0;
            return (
              <div key={title} className={classes.facet}>
                <Heatmap
                  showsValues
                  title={title}
                  rowName="layer"
                  rowsPerLayer={1}
                  columnName="head"
                  {...grid}
                  {...{ limit, scale, tone, valueName, unit, formatValue, figure, cellWidth, cellHeight }}
                  nameCell={nameHeadCell}
                  annotateCell={(cell) => {
                    const at = facet.senders.findIndex(
                      ({ layer, head }) => layer === cell.row && head === cell.column,
                    );
                    return value === 'raw' || at < 0
                      ? ''
                      : `${metricName(metric)} ${formatNumber(facet.raw![at]!, 3)}`;
                  }}
                  pinned={pinned?.input === facet.input ? pinned.at : null}
                  onPin={(at) => onPin(at && { input: facet.input, at })}
                  onOpen={(cell) => {
                    if (isReached(cell)) onFollow(facet.input, [toHead(cell)]);
                  }}
                  onSelect={(cells) => onPick(facet.input, cells.map(toHead))}
                  canSelect={isReached}
                  selected={picked.input === facet.input ? picked.heads.map(toCell) : []}
                />
                <Stack gap={4}>
                  <Text size="xs" c="dimmed">
                    {facet.senders.length} heads together:{' '}
                    {formatValue(valuesShown(Float32Array.of(facet.unpatched!.together), gap, value)[0]!)}
                    {unit && ` ${unit}`}
                  </Text>
                  <StrongestEdges
                    {...facet}
                    values={one.values}
                    changes={one.changes}
                    valueName={
                      value === 'recovery'
                        ? 'recovery'
                        : `${valueText(value, metric).label.toLowerCase()}${metricUnit(metric) && ` (${metricUnit(metric)})`}`
                    }
                    formatValue={formatValue}
                    onFollow={(sender) => onFollow(facet.input, [sender])}
                  />
                  <ExportBar
                    exports={makeStepExports(run, facet, facet.raw!)}
                    title={title}
                    file={['path', title]}
                  />
                </Stack>
              </div>
            );
          })}
        </div>
      </FailureScope>
    </Stack>
  );
}
