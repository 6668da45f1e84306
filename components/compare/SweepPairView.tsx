'use client';

import { memo, useMemo } from 'react';
import { FigureMenu } from '../plot/figure/FigureMenu';
import { hasSquareCells, layoutFacets } from '../plot/heatmap/geometry';
import { Legend } from '../plot/heatmap/Legend';
import { hasHatched } from '../plot/heatmap/hatch';
import { describeMarks, heatmapColourBar, heatmapPanel } from '../plot/heatmap/panel';
import { findLimit } from '../plot/heatmap/scale';
import { useRowWidth } from '../plot/use-row-width';
import { CollapsibleSection } from '../sections/CollapsibleSection';
import { makePlane, type Positions } from '../sweep/plane';
import { SweepPlot, type PlotView } from '../sweep/SweepPlot';
import { describeCellTest, listUnclear, type SweepStatistics } from '../sweep/sweep-statistics';
import sweepClasses from '../sweep/sweep.module.css';
import { AgreementFigure } from './AgreementFigure';
import { describeSection } from './compared-section';
import type { SweepPair } from './compared-sweeps';

interface SweepPairViewProps extends Omit<PlotView, 'limit' | 'positions'>, SweepPair {
  /** Models of the runs. */
  readonly nameA: string;
  readonly nameB: string;
  readonly positions: readonly [Positions, Positions];
  /** Statistics of the difference, prompt by prompt; undefined where there are none. */
  readonly paired?: SweepStatistics | undefined;
}

/** A sweep of both runs and their difference, in one row on one colour scale. Renders only when something of it has changed. */
export const SweepPairView = memo(function SweepPairView(props: SweepPairViewProps) {
  const { kind, left, right, between, nameA, nameB, positions, paired, ...view } = props;
  const { ref, width } = useRowWidth();
  // The difference has no raw value to read out.
  const change = useMemo(() => {
    const note = paired ? (index: number): string => describeCellTest(paired, index) : null;
    return between && { ...right, values: between, note, ...(paired && { unclear: listUnclear(paired) }) };
  }, [right, between, paired]);
  const limit = useMemo(() => findLimit([left.values, right.values]), [left, right]);
  const section = describeSection(kind);
  const { title } = section;
  const { figure, slice, entry } = view;
  const [positionsA, positionsB] = positions;
  const facets = useMemo(
    () => [
      { title: `A, ${nameA}`, sweep: left, positions: positionsA },
      { title: `B, ${nameB}`, sweep: right, positions: positionsB },
      ...(change ? [{ title: 'B − A', sweep: change, positions: positionsB }] : []),
    ],
    [nameA, nameB, left, right, change, positionsA, positionsB],
  );
  const planes = useMemo(
    () => facets.map((facet) => makePlane(facet.sweep, slice, facet.positions, entry)),
    [facets, slice, entry],
  );
  const ownFigure = useMemo(
    () => ({ ...figure, nameFile: (part: string) => figure.nameFile(`${title} ${part}`) }),
    [figure, title],
  );
  const widest = Math.max(0, ...planes.map((plane) => plane?.columns.length ?? 0));
  // Models of different sizes: the larger one must fit.
  const first = planes.reduce(
    (largest, plane) => ((plane?.rowLabels.length ?? 0) > (largest?.rowLabels.length ?? 0) ? plane : largest),
    planes[0],
  );
  const { perRow, cellWidth, cellHeight } = layoutFacets(
    width,
    facets.length,
    widest,
    first?.rowLabels ?? [],
    {
      // Models of different sizes do not share a row axis.
      hasOwnAxes: between === null,
      ...(first && { isSquare: hasSquareCells(first), rowsPerLayer: first.rowsPerLayer }),
    },
  );
  const { scale, tone, valueName } = view;
  // It stays as it is while cells are pinned.
  const controls = useMemo(() => {
    const makeFigure = () => ({
      title: `${title}: A, B and their difference`,
      lines: describeMarks(
        figure.lines,
        planes.filter((plane) => plane !== null),
      ),
      panels: planes.flatMap((plane, index) =>
        plane ? [heatmapPanel({ title: facets[index]!.title, ...plane }, limit, scale)] : [],
      ),
      colourBar: heatmapColourBar(limit, scale, valueName),
    });
    return (
      <>
        <FigureMenu name={`all of ${title}`} makeFigure={makeFigure} fileName={figure.nameFile(title)} />
        <Legend
          {...{ limit, scale, tone }}
          label={valueName}
          isHatched={planes.some((plane) => hasHatched(plane?.skipped))}
          hasUnclear={planes.some((plane) => hasHatched(plane?.unclear))}
        />
      </>
    );
  }, [title, figure, planes, facets, limit, scale, tone, valueName]);
  return (
    <CollapsibleSection {...section} controls={controls} isPointedTo={view.pinned !== null}>
      <div
        ref={ref}
        className={sweepClasses.facets}
        // Labels of positions differ in length, and so do plots in height; titles have one line.
        style={{
          alignItems: 'start',
          gridTemplateColumns: `repeat(${perRow}, minmax(0, max-content))`,
        }}
      >
        {facets.map((facet, index) => (
          <SweepPlot
            key={facet.title}
            kind={kind}
            title={facet.title}
            sweep={facet.sweep}
            {...{ cellWidth, cellHeight }}
            showsValues
            hasRowAxis={index % perRow === 0 || between === null}
            {...view}
            limit={limit}
            positions={facet.positions}
            figure={ownFigure}
          />
        ))}
      </div>
      {between && (
        <AgreementFigure
          {...{ kind, left, right, nameA, nameB, pinned: view.pinned, onPin: view.onPin }}
          positions={positionsB}
          {...{ tone, valueName }}
          unit={view.unit}
          formatValue={view.formatValue}
          figure={ownFigure}
        />
      )}
    </CollapsibleSection>
  );
});
