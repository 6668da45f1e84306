'use client';

import { SITES, isByPosition } from '../../domain/sites';
import { Group, Title } from '@mantine/core';
import { useMemo } from 'react';
import { FigureMenu } from '../plot/figure/FigureMenu';
import type { SweepKind } from '../generated/graphql';
import { Legend } from '../plot/heatmap/Legend';
import { heatmapColourBar, heatmapPanel } from '../plot/heatmap/panel';
import { ROLE_LIMIT } from '../plot/heatmap/palette';
import { findLimit } from '../plot/heatmap/scale';
import { type Section } from './kinds';
import { LimitField } from './LimitField';
import { makePlane, sliceName } from './plane';
import { SliceControl } from './SliceControl';
import { SweepFacets, type ShownSweep } from './SweepFacets';
import type { PlotView } from './SweepPlot';
import type { ViewState } from './view-state';

interface SectionViewProps {
  readonly section: Section;
  /** Requested kinds of the section. */
  readonly kinds: readonly SweepKind[];
  /** Of the whole run. */
  readonly sweeps: readonly ShownSweep[];
  readonly isOver: boolean;
  readonly limits: ViewState['limits'];
  readonly view: Omit<PlotView, 'limit' | 'onPin'>;
  readonly onChange: (change: Partial<ViewState>) => void;
}

/** A section of the results: facets on one colour scale, exported as one figure. */
export function SectionView({ section, kinds, sweeps, isOver, limits, view, onChange }: SectionViewProps) {
  const { id, title } = section;
  const own = useMemo(() => sweeps.filter(({ kind }) => kinds.includes(kind)), [sweeps, kinds]);
  const largest = useMemo(() => findLimit(own.map(({ values }) => values)), [own]);
  const isRoles = view.scale === 'roles';
  const limit = isRoles ? ROLE_LIMIT : (limits[id] ?? largest);
  const { scale, tone, valueName, slice, positions, pinned, figure } = view;
  const setLimit = (wanted: number | null): void => {
    const { [id]: _, ...others } = limits;
    onChange({ limits: wanted === null ? others : { ...others, [id]: wanted } });
  };
  const makeFigure = () => ({
    title,
    lines: figure.lines,
    panels: own.flatMap((sweep) => {
      const plane = makePlane(sweep, slice, positions);
      const name = `${SITES[sweep.kind].title}${sliceName(sweep, slice, positions)}`;
      return plane ? [heatmapPanel({ title: name, ...plane }, limit, scale)] : [];
    }),
    colourBar: heatmapColourBar(limit, scale, valueName),
  });
  return (
    <section aria-label={title}>
      <Group gap="sm" mb="xs">
        <Title order={2}>{title}</Title>
        {own.length > 0 && (
          <>
            <FigureMenu name={`all of ${title}`} makeFigure={makeFigure} fileName={figure.nameFile(title)} />
            <Legend limit={limit} scale={scale} tone={tone} label={valueName} />
            {!isRoles && (
              <LimitField section={title} limit={limits[id] ?? null} largest={largest} onLimit={setLimit} />
            )}
          </>
        )}
        {kinds.some(isByPosition) && own.length > 0 && (
          <SliceControl sweeps={own} slice={slice} positions={positions} pinned={pinned} onSlice={onChange} />
        )}
      </Group>
      <SweepFacets kinds={kinds} sweeps={sweeps} isOver={isOver} {...view} limit={limit} onPin={onChange} />
    </section>
  );
}
