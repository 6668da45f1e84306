'use client';

import { SITES } from '../../domain/sites';
import { Group, Title } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { memo, useMemo } from 'react';
import { FigureMenu } from '../plot/figure/FigureMenu';
import { hasSquareCells, layoutFacets } from '../plot/heatmap/geometry';
import { Legend } from '../plot/heatmap/Legend';
import { hasHatched } from '../plot/heatmap/hatch';
import { describeHatching, heatmapColourBar, heatmapPanel } from '../plot/heatmap/panel';
import { findLimit } from '../plot/heatmap/scale';
import { makePlane, type Positions } from '../sweep/plane';
import { SweepPlot, type PlotView } from '../sweep/SweepPlot';
import { describeCellTest, listUnclear, type SweepStatistics } from '../sweep/sweep-statistics';
import sweepClasses from '../sweep/sweep.module.css';
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
  const { ref, width } = useElementSize();
  // The difference has no raw value to read out.
  const change = useMemo(() => {
    const note = paired ? (index: number): string => describeCellTest(paired, index) : null;
    return between && { ...right, values: between, note, ...(paired && { unclear: listUnclear(paired) }) };
  }, [right, between, paired]);
  const limit = useMemo(() => findLimit([left.values, right.values]), [left, right]);
  const facets = [
    { title: `A, ${nameA}`, sweep: left, positions: positions[0] },
    { title: `B, ${nameB}`, sweep: right, positions: positions[1] },
    ...(change ? [{ title: 'B − A', sweep: change, positions: positions[1] }] : []),
  ];
  const { title } = SITES[kind];
  const planes = facets.map((facet) => makePlane(facet.sweep, view.slice, facet.positions, view.entry));
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
    first ? { isSquare: hasSquareCells(first), rowsPerLayer: first.rowsPerLayer } : {},
  );
  const makeFigure = () => ({
    title: `${title}: A, B and their difference`,
    lines: describeHatching(
      view.figure.lines,
      planes.filter((plane) => plane !== null),
    ),
    panels: planes.flatMap((plane, index) =>
      plane ? [heatmapPanel({ title: facets[index]!.title, ...plane }, limit, view.scale)] : [],
    ),
    colourBar: heatmapColourBar(limit, view.scale, view.valueName),
  });
  return (
    <section aria-label={title}>
      <Group gap="sm" mb="xs">
        <Title order={2}>{title}</Title>
        <FigureMenu name={`all of ${title}`} makeFigure={makeFigure} fileName={view.figure.nameFile(title)} />
        <Legend
          limit={limit}
          scale={view.scale}
          tone={view.tone}
          label={view.valueName}
          isHatched={planes.some((plane) => hasHatched(plane?.skipped))}
          hasUnclear={planes.some((plane) => hasHatched(plane?.unclear))}
        />
      </Group>
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
            // Models of different sizes do not share a row axis.
            hasRowAxis={index % perRow === 0 || between === null}
            {...view}
            limit={limit}
            positions={facet.positions}
            figure={{ ...view.figure, nameFile: (part) => view.figure.nameFile(`${title} ${part}`) }}
          />
        ))}
      </div>
    </section>
  );
});
