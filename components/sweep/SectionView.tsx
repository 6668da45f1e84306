'use client';

import { SITES, isByEntry, isByPosition } from '../../domain/sites';
import { memo, useMemo } from 'react';
import { WithTerm } from '../glossary/WithTerm';
import { CollapsibleSection } from '../sections/CollapsibleSection';
import { FigureMenu } from '../plot/figure/FigureMenu';
import type { SweepKind } from '../generated/graphql';
import { Legend } from '../plot/heatmap/Legend';
import { hasHatched } from '../plot/heatmap/hatch';
import { ROLE_LIMIT } from '../plot/heatmap/palette';
import { describeHatching, heatmapColourBar, heatmapPanel } from '../plot/heatmap/panel';
import { findLimit } from '../plot/heatmap/scale';
import { EntrySliceControl } from './EntrySliceControl';
import { type Section } from './kinds';
import { LimitField } from './LimitField';
import type { ModelSizes } from './placeholder';
import { makePlane, sliceName } from './plane';
import { SliceControl } from './SliceControl';
import { SweepFacets, type ShownSweep } from './SweepFacets';
import type { PlotView } from './SweepPlot';
import type { PinnedCell, StatisticName, ViewState } from './view-state';

interface SectionViewProps {
  readonly section: Section;
  /** Requested kinds of the section. */
  readonly kinds: readonly SweepKind[];
  /** Of the whole run. */
  readonly sweeps: readonly ShownSweep[];
  readonly isOver: boolean;
  readonly model: ModelSizes;
  readonly hasOwnScales: boolean;
  readonly limits: ViewState['limits'];
  /** What the values are; limits of the colour scale can be set for means only. */
  readonly statistic: StatisticName;
  readonly view: Omit<PlotView, 'limit' | 'onPin' | 'pinned' | 'selection'>;
  /** Null also for a cell that does not concern the section. */
  readonly pinned: PinnedCell | null;
  /** Selected cells of the kinds. */
  readonly selection: readonly PinnedCell[];
  readonly onChange: (change: Partial<ViewState>) => void;
}

/** A section of the results: facets on one colour scale, exported as one figure. Renders only when something of it has changed. */
export const SectionView = memo(function SectionView(props: SectionViewProps) {
  const { section, kinds, sweeps, isOver, model, limits, statistic, view, pinned, selection, onChange } =
    props;
  const { id, title } = section;
  const own = useMemo(() => sweeps.filter(({ kind }) => kinds.includes(kind)), [sweeps, kinds]);
  const [first, ...others] = own;
  const largest = useMemo(() => findLimit(own.map(({ values }) => values)), [own]);
  const isRoles = view.scale === 'roles';
  // One limit suits roles and shares of prompts.
  const hasOwnScales = props.hasOwnScales && !isRoles && statistic !== 'sign';
  const isLimitFixed = isRoles || statistic !== 'mean';
  const limit = isRoles
    ? ROLE_LIMIT
    : statistic === 'sign'
      ? 1
      : isLimitFixed
        ? largest
        : (limits[id] ?? largest);
  const { scale, tone, valueName, slice, entry, positions, figure } = view;
  const setLimit = (wanted: number | null): void => {
    const { [id]: _, ...rest } = limits;
    onChange({ limits: wanted === null ? rest : { ...rest, [id]: wanted } });
  };
  const planes = useMemo(
    () =>
      own.flatMap((sweep) => {
        const plane = makePlane(sweep, slice, positions, entry);
        const name = `${SITES[sweep.kind].title}${sliceName(sweep, slice, positions, entry)}`;
        return plane ? [{ title: name, ...plane }] : [];
      }),
    [own, slice, positions, entry],
  );
  const makeFigure = () => ({
    title,
    lines: describeHatching(figure.lines, planes),
    panels: planes.map((plane) => heatmapPanel(plane, limit, scale)),
    colourBar: heatmapColourBar(limit, scale, valueName),
  });
  const controls = own.length > 0 && (
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
        <SliceControl sweeps={own} slice={slice} positions={positions} pinned={pinned} onSlice={onChange} />
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
  return (
    <CollapsibleSection
      id={id}
      title={title}
      controls={controls}
      isPointedTo={pinned !== null && kinds.includes(pinned.kind)}
    >
      <SweepFacets
        {...{ kinds, sweeps, model, isOver, hasOwnScales, pinned, selection }}
        {...view}
        limit={limit}
        onPin={onChange}
      />
    </CollapsibleSection>
  );
});
