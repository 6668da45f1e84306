'use client';

import { SITES, isByEntry, isByPosition } from '../../domain/sites';
import { memo, useMemo } from 'react';
import { WithTerm } from '../glossary/WithTerm';
import { FigureMenu } from '../plot/figure/FigureMenu';
import type { SweepKind } from '../generated/graphql';
import { Legend } from '../plot/heatmap/Legend';
import { hasHatched } from '../plot/heatmap/hatch';
import { describeMarks, heatmapColourBar, heatmapPanel } from '../plot/heatmap/panel';
import { EntrySliceControl } from './EntrySliceControl';
import type { Section } from './kinds';
import { LimitField } from './LimitField';
import { makePlane, sliceName } from './plane';
import { SliceControl } from './SliceControl';
import type { ShownSweep } from './SweepFacets';
import type { PlotView } from './SweepPlot';
import type { PinnedCell, ViewState } from './view-state';

interface SectionControlsProps {
  readonly section: Section;
  /** Requested kinds of the section. */
  readonly kinds: readonly SweepKind[];
  /** Finished sweeps of the section, at least one. */
  readonly sweeps: readonly ShownSweep[];
  readonly limits: ViewState['limits'];
  /** Half range of the colour scale. */
  readonly limit: number;
  /** The largest value of the section by size. */
  readonly largest: number;
  readonly isLimitFixed: boolean;
  readonly hasOwnScales: boolean;
  readonly view: Omit<PlotView, 'limit' | 'onPin' | 'pinned' | 'selection'>;
  /** The part of sweeps that is offered first contains this cell. */
  readonly pinned: PinnedCell | null;
  readonly onChange: (change: Partial<ViewState>) => void;
}

/** Export, colour scale, and the part of the sweeps that is drawn. It stays as it is while cells are pinned in most sections. */
export const SectionControls = memo(function SectionControls(props: SectionControlsProps) {
  const { section, kinds, sweeps, limits, limit, largest, isLimitFixed, hasOwnScales } = props;
  const { view, pinned, onChange } = props;
  const { id, title } = section;
  const { scale, tone, valueName, slice, entry, positions, figure } = view;
  const [first, ...others] = sweeps;
  const setLimit = (wanted: number | null): void => {
    const { [id]: _, ...rest } = limits;
    onChange({ limits: wanted === null ? rest : { ...rest, [id]: wanted } });
  };
  const planes = useMemo(
    () =>
      sweeps.flatMap((sweep) => {
        const plane = makePlane(sweep, slice, positions, entry);
        const name = `${SITES[sweep.kind].title}${sliceName(sweep, slice, positions, entry)}`;
        return plane ? [{ title: name, ...plane }] : [];
      }),
    [sweeps, slice, positions, entry],
  );
  const makeFigure = () => ({
    title,
    lines: describeMarks(figure.lines, planes),
    panels: planes.map((plane) => heatmapPanel(plane, limit, scale)),
    colourBar: heatmapColourBar(limit, scale, valueName),
  });
  return (
    <>
      <FigureMenu name={`all of ${title}`} makeFigure={makeFigure} fileName={figure.nameFile(title)} />
      <Legend
        limit={limit}
        scale={scale}
        tone={tone}
        label={valueName}
        shownLabel={<WithTerm text={valueName} />}
        isHatched={planes.some(({ skipped }) => hasHatched(skipped))}
        hasUnclear={planes.some(({ unclear }) => hasHatched(unclear))}
        hasNoRange={hasOwnScales}
      />
      {!isLimitFixed && !hasOwnScales && (
        <LimitField section={title} limit={limits[id] ?? null} largest={largest} onLimit={setLimit} />
      )}
      {kinds.some(isByPosition) && (
        <SliceControl
          sweeps={sweeps}
          slice={slice}
          positions={positions}
          pinned={pinned}
          onSlice={onChange}
        />
      )}
      {kinds.some(isByEntry) && first && (
        <EntrySliceControl
          sweeps={[first, ...others]}
          entry={entry}
          positions={positions}
          pinned={pinned}
          onChange={onChange}
        />
      )}
    </>
  );
});
