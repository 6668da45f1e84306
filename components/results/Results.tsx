'use client';

import { Button, Group, Stack, Text } from '@mantine/core';
import { useMemo, useRef, useState } from 'react';
import { hasEnded } from '../../domain/run-status';
import { Charts } from '../charts/Charts';
import { ExportMenu } from '../export/ExportMenu';
import { ShowCode } from '../code/ShowCode';
import type { RunView_RunFragment, SweepKind } from '../generated/graphql';
import { Inspector } from '../inspector/Inspector';
import { TopHeads } from '../inspector/TopHeads';
import { JointPatches } from '../joint/JointPatches';
import { RepeatJointPatches } from '../joint/RepeatJointPatches';
import { SelectionBar } from '../joint/SelectionBar';
import { useTone } from '../plot/heatmap/use-tone';
import { orientPairs } from '../sweep/base-pairs';
import { readGap } from '../sweep/effects';
import { figureContext } from '../sweep/figure-context';
import { FoldButton } from '../sweep/FoldButton';
import { SECTIONS, type Section } from '../sweep/kinds';
import { foldedPositions, makePositions } from '../sweep/positions';
import { isOneLength } from '../sweep/role-labels';
import { PromptControl } from '../sweep/PromptControl';
import { SectionView } from '../sweep/SectionView';
import { addCells, toggleCells, type Selecting } from '../sweep/selecting';
import { useViewState } from '../sweep/use-view-state';
import type { StatisticName } from '../sweep/view-state';
import { PartControls } from '../sweep/PartControls';
import { StatisticControls } from '../sweep/StatisticControls';
import { describeTest, formatStatistic, statisticScale, statisticText } from '../sweep/statistic-text';
import { ValueControls } from '../sweep/ValueControls';
import { Baseline, VerdictNotice } from './Baseline';
import { countPairs, PairsNote } from './PairsNote';
import { RolesNote } from './RolesNote';
import { StatisticNote } from './StatisticNote';
import { codeOfRun } from './run-code';
import { useCellInView } from './use-cell-in-view';
import { useShownSweeps } from './use-shown-sweeps';
import { useStatistics } from './use-statistics';
import classes from './results.module.css';

/** Cells that the button Top of a heatmap selects at first. */
const DEFAULT_TOP_COUNT = 5;

/** The results of a run, in the notebook's order; empty before the baseline is known. */
export function Results({ run }: { readonly run: RunView_RunFragment }) {
  const { baseline, pairs, roles } = run;
  const [view, change] = useViewState(pairs.length);
  const { prompt, pinned, slice, entry, scale, selection, isUnfolded } = view;
  const [isSelecting, setSelecting] = useState(false);
  const [topCount, setTopCount] = useState(DEFAULT_TOP_COUNT);
  const tone = useTone();
  const shown = useShownSweeps(run, view);
  const { direction, metric, metrics, unpatched, value, usual, hasRecovery, hasRoles } = shown;
  const statistics = useStatistics(run, view, shown);
  const { means: sweeps, statistic, isMeanOfRatios } = statistics;
  const { valuesRequest } = shown;
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
  useCellInView(plotsArea, pinned && Object.values(pinned).join(' '));
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
  };
  const hasSharedLabels =
    pairs.length > 1 && prompt === null && positions.labels.some(({ text }) => text.includes('… '));
  return (
    <Stack gap="lg">
      <VerdictNotice
        baseline={baseline}
        isRecoveryShown={value === 'recovery'}
        onShowRecovery={(isShown) => change({ value: isShown ? 'recovery' : null })}
      />
      <Baseline run={run} baseline={baseline} />
      <Group gap="sm" className={classes.controls}>
        <ValueControls {...{ value, usual, scale, hasRecovery, metric, hasRoles }} onChange={change} />
        <PartControls
          {...{ metrics, direction, metric, value }}
          directions={run.directions}
          threshold={view.threshold}
          onChange={change}
        />
        {pairs.length > 1 && (
          <PromptControl {...{ pairs, baseline, prompt }} count={countPairs(run)} onChange={change} />
        )}
        <StatisticControls {...{ view, value }} prompts={countPairs(run)} onChange={change} />
        <FoldButton prefix={prefix} isUnfolded={isUnfolded} onChange={change} />
        <Button
          size="xs"
          variant={isSelecting ? 'filled' : 'default'}
          aria-pressed={isSelecting}
          title="Select cells to patch them together"
          onClick={() => setSelecting(!isSelecting)}
        >
          Select cells
        </Button>
        <ExportMenu
          {...{ run, sweeps, prompt, direction, metric, unpatched }}
          statistics={statistics.byKind}
          isMeanOfRatios={isMeanOfRatios}
          {...{ value }}
        />
        <ShowCode
          title="Results of the run"
          size="xs"
          code={() =>
            codeOfRun(run, {
              value,
              prompt,
              direction,
              metric,
              valuesRequest,
              statisticsRequest: statistics.request,
            })
          }
        />
      </Group>
      <PairsNote run={run} />
      <StatisticNote statistics={statistics} prompts={countPairs(run)} isHatched={view.hatchesUnclear} />
      {value === 'roles' && <RolesNote threshold={view.threshold} />}
      {hasSharedLabels && (
        <Text size="xs" c="dimmed">
          Positions are labelled with the tokens of prompt 1 of {pairs.length}. “…” follows a token that other
          prompts do not share. Positions where clean and corrupted prompts differ are bold.
        </Text>
      )}
      {pairs.some(({ alignment }) => alignment) && (
        <Text size="xs" c="dimmed">
          {pairs.length === 1
            ? 'The prompts have different numbers of tokens'
            : 'Some prompts have another number of tokens than their counterparts'}
          . Positions are those of the patched ({direction === 'DENOISING' ? 'corrupted' : 'clean'}) prompt; a
          patch takes the activation of the aligned position. Positions without one are hatched: they are not
          patched. Sites of all positions patch the aligned ones.
        </Text>
      )}
      {roles.length > 0 && (
        <Text size="xs" c="dimmed">
          Positions are by role ({roles.join(', ')}). A role of several tokens is patched together.
        </Text>
      )}
      <JointPatches {...{ run, value, metric, prompt }} shown={view.joint} onChange={change} />
      {run.isMine && run.status === 'SUCCEEDED' && <RepeatJointPatches runId={run.id} />}
      <div className={classes.columns} data-open={pinned !== null || undefined}>
        <Stack gap="xl" ref={plotsArea} className={classes.plots}>
          {sections.map(({ section, kinds }) => (
            <SectionView
              key={section.id}
              {...{ section, kinds, statistic }}
              sweeps={statistics.plotted}
              isOver={hasEnded(run.progress.status)}
              limits={view.limits}
              view={plots}
              onChange={change}
            />
          ))}
          {unpatched && (
            <TopHeads
              {...{ run, direction, metric, unpatched, tone }}
              prompt={patternPrompt}
              count={view.topHeads}
              rankedBy={view.rankedBy}
              onChange={change}
            />
          )}
          {sweeps.length > 0 && value !== 'roles' && (
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
      <SelectionBar
        runId={run.id}
        pairs={pairs.length}
        {...{ roles, direction, selection, isSelecting, topCount }}
        onTopCount={setTopCount}
        onStop={() => setSelecting(false)}
        onChange={change}
      />
    </Stack>
  );
}

/** Sections of the page that have kinds of the run. */
function findSections(kinds: readonly SweepKind[]): { section: Section; kinds: SweepKind[] }[] {
  return SECTIONS.map((section) => ({
    section,
    kinds: section.kinds.filter((kind) => kinds.includes(kind)),
  })).filter((found) => found.kinds.length > 0);
}
