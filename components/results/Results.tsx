'use client';

import { Stack } from '@mantine/core';
import dynamic from 'next/dynamic';
import { useCallback, useDeferredValue, useMemo, useRef, useState } from 'react';
import { isHeadKind, SITES } from '../../domain/sites';
import { usePageActions } from '../actions/page-actions';
import { usePageHeads } from '../actions/page-heads';
import { withClient } from '../apollo/browser-client';
import { CHARTS } from '../charts/Charts';
import type { ForkedJointPatchesQuery, RunView_RunFragment, SweepKind } from '../generated/graphql';
import { focusInspector } from '../inspector/inspector-focus';
import { TOP_HEADS } from '../inspector/TopHeadsInView';
import { JOINT_PATCHES, JointPatches, type StoredJointPatches } from '../joint/JointPatches';
import { useTone } from '../plot/heatmap/use-tone';
import { ContentsRail } from '../sections/ContentsRail';
import { orientPairs } from '../sweep/base-pairs';
import { readGap } from '../sweep/effects';
import { figureContext } from '../sweep/figure-context';
import { SECTIONS } from '../sweep/kinds';
import { foldedPositions, makePositions } from '../sweep/positions';
import { isOneLength } from '../sweep/role-labels';
import { useViewState } from '../sweep/use-view-state';
import type { StatisticName } from '../sweep/view-state';
import { describeTest, formatStatistic, statisticScale, statisticText } from '../sweep/statistic-text';
import { nameChartAxis } from '../sweep/value-text';
import { Baseline, VerdictNotice } from './Baseline';
import { Plots, type ShownSection } from './Plots';
import { ReadingNotes } from './ReadingNotes';
import { ResultControls } from './ResultControls';
import { useCellInView } from './use-cell-in-view';
import { useSelecting } from './use-selecting';
import { useSame } from './use-same';
import { useSettings } from './use-settings';
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
  const { pinned, selection } = view;
  // Controls and frames of cells answer at once. The plots and the inspector follow, and can be interrupted.
  const settings = useSettings(view);
  const drawn = useDeferredValue(settings);
  const inspected = useDeferredValue(pinned);
  const { prompt, slice, entry, scale, isUnfolded, showsValues, hasMargins } = drawn;
  const [isSelecting, setSelecting] = useState(false);
  const [topCount, setTopCount] = useState(DEFAULT_TOP_COUNT);
  const tone = useTone();
  const shown = useShownSweeps(run, drawn);
  const { direction, metric, unpatched, value } = shown;
  const statistics = useStatistics(run, drawn, shown);
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
  const hasSelection = selection.length > 0 || isSelecting;
  // The bar keeps what was typed while no cell is selected.
  const [hasBar, setHasBar] = useState(hasSelection);
  if (hasSelection && !hasBar) setHasBar(true);
  useCellInView(plotsArea, pinned && [...Object.values(pinned), inspected !== null].join(' '));
  usePageActions(baseline ? [FIRST_HEATMAP] : []);
  const headKind = sweeps.find(({ kind }) => SITES[kind].section === 'heads')?.kind;
  const { layers, heads } = run.model;
  usePageHeads(
    headKind === undefined
      ? null
      : {
          layers,
          heads,
          open: (layer, head) => change({ pinned: { kind: headKind, layer, head, position: null } }),
        },
  );
  const base = unpatched && readGap(unpatched, direction, prompt, metric).base;
  const isOn = useDeferredValue(isSelecting);
  const selecting = useSelecting({ isOn, topCount, base }, change);
  const { unit, axis: valueName } = statisticText({ statistic, isMeanOfRatios }, value, metric);
  const plots = useSame({
    scale: palette,
    tone,
    valueName,
    unit,
    formatValue,
    slice,
    entry,
    positions,
    figure,
    selecting,
    onInspect: focusInspector,
    showsValues,
    hasMargins,
  });
  const { unit: unitOfMean } = statisticText({ statistic: 'mean', isMeanOfRatios }, value, metric);
  // Patterns of prompts of several lengths have no mean.
  const patternPrompt = prompt ?? (isOneLength(pairs) ? null : 0);
  const hasTopHeads = unpatched !== null && sweeps.some(({ kind }) => isHeadKind(kind));
  const hasCharts = sweeps.length > 0 && value !== 'roles';
  const hasJoint = view.joint !== null || Boolean(joint?.data.run?.jointPatches.length);
  const contents = useMemo(
    () => [
      ...sections.map(({ section: { id, title } }) => ({ id, title })),
      ...(hasTopHeads ? [TOP_HEADS] : []),
      ...(hasCharts ? [CHARTS] : []),
      ...(hasJoint ? [JOINT_PATCHES] : []),
    ],
    [sections, hasTopHeads, hasCharts, hasJoint],
  );
  const showRecovery = useCallback(
    (isShown: boolean) => change({ value: isShown ? 'recovery' : null }),
    [change],
  );
  if (!baseline) return null;
  return (
    <Stack gap="sm">
      <VerdictNotice
        baseline={baseline}
        isRecoveryShown={value === 'recovery'}
        onShowRecovery={showRecovery}
      />
      <Baseline run={run} baseline={baseline} tone={tone} />
      <ResultControls
        {...{ run, baseline, settings, shown, statistics, prefix, isSelecting }}
        isDrawn={settings === drawn}
        onSelecting={setSelecting}
        onChange={change}
      />
      <div className="pb-print-only pb-print-source">
        {figure.lines.map((line) => (
          <div key={line}>{line}</div>
        ))}
      </div>
      <ReadingNotes {...{ run, shown, statistics, positions }} view={drawn} />
      <div
        className={classes.columns}
        data-open={inspected !== null || undefined}
        data-contents={hasContents || undefined}
        data-bar={hasSelection || undefined}
      >
        {hasContents && <ContentsRail sections={contents} />}
        <Plots
          ref={plotsArea}
          {...{ run, baseline, sections, shown, statistics, plots, pinned, selection, patternPrompt }}
          {...{ hasTopHeads, hasCharts }}
          settings={drawn}
          ofMean={{ unit: unitOfMean, axis: nameChartAxis(value, metric), figure: meanFigure }}
          onNear={announce}
          onChange={change}
        />
        {inspected && (
          <Inspector
            {...{ run, sweeps, positions, prompt, patternPrompt, value, direction, metric, tone }}
            pinned={inspected}
            isMeanOfRatios={drawn.isMeanOfRatios}
            onChange={change}
          />
        )}
      </div>
      <JointPatches
        {...{ run, value, metric, prompt }}
        shown={view.joint}
        initial={joint}
        onChange={change}
      />
      {run.isMine && run.status === 'SUCCEEDED' && (
        <RepeatJointPatches runId={run.id} initial={forkedJoint} />
      )}
      {hasBar && (
        <SelectionBar
          runId={run.id}
          pairs={pairs.length}
          {...{ roles, direction, selection, isSelecting, topCount }}
          onTopCount={setTopCount}
          onSelecting={setSelecting}
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
function findSections(kinds: readonly SweepKind[]): ShownSection[] {
  return SECTIONS.map((section) => ({
    section,
    kinds: section.kinds.filter((kind) => kinds.includes(kind)),
  })).filter((found) => found.kinds.length > 0);
}
