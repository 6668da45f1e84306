'use client';

import { Stack } from '@mantine/core';
import { useLayoutEffect, useState, type Ref } from 'react';
import { hasEnded } from '../../domain/run-status';
import { isByEntry, isByPosition } from '../../domain/sites';
import { Charts } from '../charts/Charts';
import type { Baseline_BaselineFragment, RunView_RunFragment, SweepKind } from '../generated/graphql';
import { TopHeadsInView } from '../inspector/TopHeadsInView';
import type { FigureContext } from '../plot/figure/FigureMenu';
import type { Section } from '../sweep/kinds';
import { SectionView } from '../sweep/SectionView';
import { pickSelection } from '../sweep/selecting';
import type { PlotView } from '../sweep/SweepPlot';
import type { PinnedCell, StatisticName, ViewState } from '../sweep/view-state';
import type { Settings } from './use-settings';
import type { ShownSweeps } from './use-shown-sweeps';
import type { StatisticsInView } from './use-statistics';
import classes from './results.module.css';

export interface ShownSection {
  readonly section: Section;
  readonly kinds: SweepKind[];
}

interface PlotsProps {
  readonly ref: Ref<HTMLDivElement>;
  readonly run: RunView_RunFragment;
  readonly baseline: Baseline_BaselineFragment;
  readonly sections: readonly ShownSection[];
  readonly settings: Settings;
  readonly shown: ShownSweeps;
  readonly statistics: StatisticsInView;
  readonly plots: Omit<PlotView, 'limit' | 'onPin' | 'pinned' | 'selection'>;
  readonly pinned: PinnedCell | null;
  /** Cells that are to be patched together. */
  readonly selection: readonly PinnedCell[];
  /** Prompt of the attention patterns; null for their mean. */
  readonly patternPrompt: number | null;
  readonly hasTopHeads: boolean;
  readonly hasCharts: boolean;
  /** The mean, whatever statistic the heatmaps show. */
  readonly ofMean: { readonly axis: string; readonly unit: string; readonly figure: FigureContext };
  /** The visitor is about to choose a cell. */
  readonly onNear: () => void;
  readonly onChange: (change: Partial<ViewState>) => void;
}

/** The heatmaps of a run by section, the attention of its top heads, and charts. */
export function Plots(props: PlotsProps) {
  const { ref, run, baseline, sections, settings, shown, statistics, plots, pinned, onNear, onChange } =
    props;
  const { direction, metric, unpatched } = shown;
  const { ofMean } = props;
  const hasTopHeads = unpatched !== null && props.hasTopHeads;
  const statistic: StatisticName = statistics.statistic;
  // The server does not know the width, so plots appear when it is known: the page does not move.
  const [isMeasured, setMeasured] = useState(false);
  useLayoutEffect(() => setMeasured(true), []);
  return (
    <Stack
      gap={28}
      ref={ref}
      className={classes.plots}
      data-measured={isMeasured || undefined}
      onPointerEnter={onNear}
      onFocus={onNear}
    >
      {sections.map(({ section, kinds }) => (
        <SectionView
          key={section.id}
          {...{ section, kinds, statistic }}
          sweeps={statistics.plotted}
          isOver={hasEnded(run.progress.status)}
          model={run.model}
          limits={settings.limits}
          hasOwnScales={settings.hasOwnScales}
          view={plots}
          pinned={concerns(kinds, pinned) ? pinned : null}
          selection={pickSelection(props.selection, kinds)}
          onChange={onChange}
        />
      ))}
      {(hasTopHeads || props.hasCharts) && (
        <Stack gap={28} className={classes.after}>
          {hasTopHeads && (
            <TopHeadsInView
              {...{ run, direction, metric, unpatched }}
              tone={plots.tone}
              prompt={props.patternPrompt}
              count={settings.topHeads}
              rankedBy={settings.rankedBy}
              onChange={onChange}
            />
          )}
          {props.hasCharts && (
            <Charts
              runId={run.id}
              sweeps={statistics.means}
              baseline={baseline}
              tone={plots.tone}
              roles={run.roles}
              valueName={ofMean.axis}
              unit={ofMean.unit}
              figure={ofMean.figure}
            />
          )}
        </Stack>
      )}
    </Stack>
  );
}

/** Whether a section shows a pinned cell, or offers the part of its sweeps that has it. */
function concerns(kinds: readonly SweepKind[], pinned: PinnedCell | null): boolean {
  return (
    pinned !== null && (kinds.includes(pinned.kind) || kinds.some(isByPosition) || kinds.some(isByEntry))
  );
}
