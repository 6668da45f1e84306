'use client';

import { Stack } from '@mantine/core';
import dynamic from 'next/dynamic';
import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import { hasEnded } from '../../domain/run-status';
import { isHeadKind } from '../../domain/sites';
import { usePageActions } from '../actions/page-actions';
import { withClient } from '../apollo/browser-client';
import { Charts, CHARTS } from '../charts/Charts';
import type { ForkedJointPatchesQuery, RunView_RunFragment, SweepKind } from '../generated/graphql';
import { focusInspector } from '../inspector/inspector-focus';
import { TOP_HEADS, TopHeadsInView } from '../inspector/TopHeadsInView';
import { JointPatches, type StoredJointPatches } from '../joint/JointPatches';
import { useTone } from '../plot/heatmap/use-tone';
import { ContentsRail } from '../sections/ContentsRail';
import { orientPairs } from '../sweep/base-pairs';
import { readGap } from '../sweep/effects';
import { figureContext } from '../sweep/figure-context';
import { SECTIONS, type Section } from '../sweep/kinds';
import { foldedPositions, makePositions } from '../sweep/positions';
import { isOneLength } from '../sweep/role-labels';
import { SectionView } from '../sweep/SectionView';
import { addCells, toggleCells, type Selecting } from '../sweep/selecting';
import { useViewState } from '../sweep/use-view-state';
import type { StatisticName } from '../sweep/view-state';
import { describeTest, formatStatistic, statisticScale, statisticText } from '../sweep/statistic-text';
import { Baseline, VerdictNotice } from './Baseline';
import { ReadingNotes } from './ReadingNotes';
import { ResultControls } from './ResultControls';
import { useCellInView } from './use-cell-in-view';
import { useShownSweeps } from './use-shown-sweeps';
import { useStatistics } from './use-statistics';
import classes from './results.module.css';

/** Loaded when a cell is pinned; the pointer over the plots announces it. */
const loadInspector = () => withClient(import('../inspector/Inspector')).then((module) => module.Inspector);
const Inspector = dynamic(loadInspector);
/** Few runs have a run of their visitor that they were made from. */
const RepeatJointPatches = dynamic(() =>
  import('../joint/RepeatJointPatches').then((module) => module.RepeatJointPatches),
);
const loadBar = () => withClient(import('../joint/SelectionBar')).then((module) => module.SelectionBar);
const SelectionBar = dynamic(loadBar);

/** Cells that the button Top of a heatmap selects at first. */
const DEFAULT_TOP_COUNT = 5;

interface ResultsProps {
  readonly run: RunView_RunFragment;
  /** Whether the sections are listed beside the plots on wide screens. */
  readonly hasContents?: boolean;
  /** Joint patches as the page was rendered; they are asked for where the server has read none. */
  readonly joint?: StoredJointPatches | undefined;
  /** Those of the run that this one was made from. */
  readonly forkedJoint?: ForkedJointPatchesQuery | undefined;
}

/** The results of a run, in the notebook's order; empty before the baseline is known. */
export function Results({ run, hasContents = false, joint, forkedJoint }: ResultsProps) {
  const { baseline, pairs, roles } = run;
  const [view, change] = useViewState(pairs.length);
  const { prompt, pinned, slice, entry, scale, selection, isUnfolded } = view;
  const [isSelecting, setSelecting] = useState(false);
  const [topCount, setTopCount] = useState(DEFAULT_TOP_COUNT);
  const tone = useTone();
  const shown = useShownSweeps(run, view);
  const { direction, metric, unpatched, value } = shown;
  const statistics = useStatistics(run, view, shown);
  const { means: sweeps, statistic, isMeanOfRatios } = statistics;
  // Positions of prompts with different numbers of tokens are those of the base prompt.
  const patched = useMemo(() => orientPairs(pairs, direction), [pairs, direction]);
  const prefix = useMemo(() => foldedPositions(patched, roles), [patched, roles]);
  const positions = useMemo(
    () => makePositions({ pairs: patched, roles }, prompt, isUnfolded ? 0 : prefix),
    [patched, roles, prompt, isUnfolded, prefix],
  );
  const test = statistics.byKind.size > 0 ? describeTest(pairs.length, statistics.leftOut) : null;
  const [figure, meanFigure] = useMemo(() => {
    const describe = (of: StatisticName) => {
      const text = statisticText({ statistic: of, isMeanOfRatios }, value, metric);
      const { lines, ...rest } = figureContext(run, value, prompt, { direction, metric }, text);
      return { ...rest, lines: test === null ? lines : [...lines, test] };
    };
    return [describe(statistic), describe('mean')];
  }, [run, value, prompt, direction, metric, statistic, isMeanOfRatios, test]);
  const palette = statisticScale(statistic, value, metric, scale);
  const formatValue = useMemo(() => formatStatistic(statistic, value), [statistic, value]);
  const sections = useMemo(() => findSections(run.sweepKinds), [run.sweepKinds]);
  const plotsArea = useRef<HTMLDivElement>(null);
  // The server does not know the width, so plots appear when it is known: the page does not move.
  const [isMeasured, setMeasured] = useState(false);
  useLayoutEffect(() => setMeasured(true), []);
  const hasSelection = selection.length > 0 || isSelecting;
  // The bar keeps what was typed while no cell is selected.
  const [hasBar, setHasBar] = useState(hasSelection);
  if (hasSelection && !hasBar) setHasBar(true);
  useCellInView(plotsArea, pinned && Object.values(pinned).join(' '));
  usePageActions(baseline ? [FIRST_HEATMAP] : []);
  // Patterns of prompts of several lengths have no mean.
  const patternPrompt = prompt ?? (isOneLength(pairs) ? null : 0);
  if (!baseline) return null;
  const { unit, axis: valueName } = statisticText({ statistic, isMeanOfRatios }, value, metric);
  const ofMean = statisticText({ statistic: 'mean', isMeanOfRatios }, value, metric);
  const selecting: Selecting = {
    selection,
    isOn: isSelecting,
    topCount,
    base: unpatched && readGap(unpatched, direction, prompt, metric).base,
    onSelect: (cells) => change({ selection: toggleCells(selection, cells) }),
    onAdd: (cells) => change({ selection: addCells(selection, cells) }),
  };
  const plots = {
    scale: palette,
    tone,
    valueName,
    unit,
    formatValue,
    slice,
    entry,
    positions,
    pinned,
    figure,
    selecting,
    onInspect: focusInspector,
    showsValues: view.showsValues,
    hasMargins: view.hasMargins,
  };
  const hasTopHeads = unpatched !== null && sweeps.some(({ kind }) => isHeadKind(kind));
  const hasCharts = sweeps.length > 0 && value !== 'roles';
  const contents = [
    ...sections.map(({ section: { id, title } }) => ({ id, title })),
    ...(hasTopHeads ? [TOP_HEADS] : []),
    ...(hasCharts ? [CHARTS] : []),
  ];
  return (
    <Stack gap="sm">
      <VerdictNotice
        baseline={baseline}
        isRecoveryShown={value === 'recovery'}
        onShowRecovery={(isShown) => change({ value: isShown ? 'recovery' : null })}
      />
      <Baseline run={run} baseline={baseline} tone={tone} />
      <ResultControls
        {...{ run, view, baseline, shown, statistics, prefix, isSelecting }}
        onSelecting={setSelecting}
        onChange={change}
      />
      <ReadingNotes {...{ run, view, shown, statistics, positions }} />
      <JointPatches
        {...{ run, value, metric, prompt }}
        shown={view.joint}
        initial={joint}
        onChange={change}
      />
      {run.isMine && run.status === 'SUCCEEDED' && (
        <RepeatJointPatches runId={run.id} initial={forkedJoint} />
      )}
      <div
        className={classes.columns}
        data-open={pinned !== null || undefined}
        data-contents={hasContents || undefined}
      >
        {hasContents && <ContentsRail sections={contents} />}
        <Stack
          gap={28}
          ref={plotsArea}
          className={classes.plots}
          data-measured={isMeasured || undefined}
          onPointerEnter={announce}
          onFocus={announce}
        >
          {sections.map(({ section, kinds }) => (
            <SectionView
              key={section.id}
              {...{ section, kinds, statistic }}
              sweeps={statistics.plotted}
              isOver={hasEnded(run.progress.status)}
              model={run.model}
              limits={view.limits}
              hasOwnScales={view.hasOwnScales}
              view={plots}
              onChange={change}
            />
          ))}
          {unpatched && hasTopHeads && (
            <TopHeadsInView
              {...{ run, direction, metric, unpatched, tone }}
              prompt={patternPrompt}
              count={view.topHeads}
              rankedBy={view.rankedBy}
              onChange={change}
            />
          )}
          {hasCharts && (
            <Charts
              runId={run.id}
              {...{ sweeps, baseline, tone, roles }}
              valueName={ofMean.axis}
              unit={ofMean.unit}
              figure={meanFigure}
            />
          )}
        </Stack>
        {pinned && (
          <Inspector
            {...{ run, sweeps, positions, pinned, prompt, patternPrompt, value, direction, metric, tone }}
            isMeanOfRatios={view.isMeanOfRatios}
            onPrompt={(chosen) => change({ prompt: chosen })}
            onClose={() => change({ pinned: null })}
          />
        )}
      </div>
      {hasBar && (
        <SelectionBar
          runId={run.id}
          pairs={pairs.length}
          {...{ roles, direction, selection, isSelecting, topCount }}
          onTopCount={setTopCount}
          onStop={() => setSelecting(false)}
          onChange={change}
        />
      )}
    </Stack>
  );
}

/** Loads what a click on a cell opens. */
function announce(): void {
  void loadInspector();
  void loadBar();
}

const FIRST_HEATMAP = {
  id: 'first-heatmap',
  label: 'Go to the first heatmap',
  keywords: 'plot focus',
  run: (): void => document.querySelector<SVGElement>('svg[aria-roledescription=heatmap]')?.focus(),
};

/** Sections of the page that have kinds of the run. */
function findSections(kinds: readonly SweepKind[]): { section: Section; kinds: SweepKind[] }[] {
  return SECTIONS.map((section) => ({
    section,
    kinds: section.kinds.filter((kind) => kinds.includes(kind)),
  })).filter((found) => found.kinds.length > 0);
}
