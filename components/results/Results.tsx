'use client';

import { Group, Stack, Text } from '@mantine/core';
import { useMemo, useRef } from 'react';
import { hasEnded } from '../../domain/run-status';
import { Charts } from '../charts/Charts';
import { ExportMenu } from '../export/ExportMenu';
import type { RunView_RunFragment, SweepKind } from '../generated/graphql';
import { Inspector } from '../inspector/Inspector';
import { TopHeads } from '../inspector/TopHeads';
import { useTone } from '../plot/heatmap/use-tone';
import { figureContext } from '../sweep/figure-context';
import { FoldButton } from '../sweep/FoldButton';
import { SECTIONS, type Section } from '../sweep/kinds';
import { foldedPositions, positionLabels } from '../sweep/positions';
import { PromptControl } from '../sweep/PromptControl';
import { SectionView } from '../sweep/SectionView';
import { useViewState } from '../sweep/use-view-state';
import { VALUE_TEXT } from '../sweep/value-text';
import { ValueControls } from '../sweep/ValueControls';
import { Baseline, VerdictNotice } from './Baseline';
import { useCellInView } from './use-cell-in-view';
import { useShownSweeps } from './use-shown-sweeps';
import classes from './results.module.css';

/** The results of a run, in the notebook's order; empty before the baseline is known. */
export function Results({ run }: { readonly run: RunView_RunFragment }) {
  const { baseline, pairs } = run;
  const [view, change] = useViewState(pairs.length);
  const { prompt, pinned, slice, entry, scale, isUnfolded } = view;
  const tone = useTone();
  const { sweeps, value, usual, hasRecovery } = useShownSweeps(run, view);
  const prefix = useMemo(() => foldedPositions(pairs), [pairs]);
  const positions = useMemo(
    () => ({ labels: positionLabels(pairs, prompt), folded: isUnfolded ? 0 : prefix }),
    [pairs, prompt, isUnfolded, prefix],
  );
  const figure = useMemo(() => figureContext(run, value, prompt), [run, value, prompt]);
  const sections = useMemo(() => findSections(run.sweepKinds), [run.sweepKinds]);
  const plotsArea = useRef<HTMLDivElement>(null);
  useCellInView(plotsArea, pinned && Object.values(pinned).join(' '));
  if (!baseline) return null;
  const { unit, axis: valueName } = VALUE_TEXT[value];
  const plots = { scale, tone, valueName, unit, slice, entry, positions, pinned, figure };
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
        <ValueControls {...{ value, usual, scale, hasRecovery }} onChange={change} />
        {pairs.length > 1 && <PromptControl {...{ pairs, baseline, prompt }} onChange={change} />}
        <FoldButton prefix={prefix} isUnfolded={isUnfolded} onChange={change} />
        <ExportMenu run={run} sweeps={sweeps} prompt={prompt} />
      </Group>
      {hasSharedLabels && (
        <Text size="xs" c="dimmed">
          Positions are labelled with the tokens of prompt 1 of {pairs.length}. “…” follows a token that other
          prompts do not share. Positions where clean and corrupted prompts differ are bold.
        </Text>
      )}
      <div className={classes.columns} data-open={pinned !== null || undefined}>
        <Stack gap="xl" ref={plotsArea} className={classes.plots}>
          {sections.map(({ section, kinds }) => (
            <SectionView
              key={section.id}
              {...{ section, kinds, sweeps }}
              isOver={hasEnded(run.progress.status)}
              limits={view.limits}
              view={plots}
              onChange={change}
            />
          ))}
          <TopHeads
            {...{ run, prompt, tone }}
            count={view.topHeads}
            rankedBy={view.rankedBy}
            onChange={change}
          />
          {sweeps.length > 0 && <Charts {...{ sweeps, baseline, valueName, unit, tone, figure }} />}
        </Stack>
        {pinned && (
          <Inspector
            {...{ run, sweeps, positions, pinned, prompt, value, tone }}
            onClose={() => change({ pinned: null })}
          />
        )}
      </div>
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
