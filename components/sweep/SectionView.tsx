'use client';

import { isByEntry, isByPosition } from '../../domain/sites';
import { memo, useMemo } from 'react';
import { CollapsibleSection } from '../sections/CollapsibleSection';
import type { SweepKind } from '../generated/graphql';
import { ROLE_LIMIT } from '../plot/heatmap/palette';
import { findLimit } from '../plot/heatmap/scale';
import { type Section } from './kinds';
import type { ModelSizes } from './placeholder';
import { SectionControls } from './SectionControls';
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
  // Only controls of parts of a sweep depend on the pinned cell.
  const pinnedPart = kinds.some(isByPosition) || kinds.some(isByEntry) ? pinned : null;
  const controls = own.length > 0 && (
    <SectionControls
      {...{ section, kinds, limits, limit, largest, isLimitFixed, hasOwnScales, view, onChange }}
      sweeps={own}
      pinned={pinnedPart}
    />
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
