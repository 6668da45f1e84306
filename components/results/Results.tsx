'use client';

import { useQuery } from '@apollo/client/react';
import { Button, Group, Stack, Text } from '@mantine/core';
import { useEffect, useMemo, useRef, type RefObject } from 'react';
import { Charts } from '../charts/Charts';
import { ExportMenu } from '../export/ExportMenu';
import { RunOfPromptDocument, type RunView_RunFragment } from '../generated/graphql';
import { useTone } from '../plot/heatmap/use-tone';
import { Baseline, VerdictNotice } from './Baseline';
import { decodeFloats, readGap, valuesShown } from '../sweep/effects';
import { figureContext } from '../sweep/figure-context';
import { Inspector } from '../inspector/Inspector';
import { SECTIONS } from '../sweep/kinds';
import { foldedPositions, positionLabels } from '../sweep/positions';
import { PromptControl } from '../sweep/PromptControl';
import { SectionView } from '../sweep/SectionView';
import type { ShownSweep } from '../sweep/SweepFacets';
import { TopHeads } from '../inspector/TopHeads';
import { hasEnded } from '../../domain/run-status';
import { useViewState } from '../sweep/use-view-state';
import { VALUE_TEXT } from '../sweep/value-text';
import { ValueControls } from '../sweep/ValueControls';
import classes from './results.module.css';

/** Everything a run has found so far, in the notebook's order. */
export function Results({ run }: { readonly run: RunView_RunFragment }) {
  const { baseline, pairs } = run;
  const [view, change] = useViewState(pairs.length);
  const { prompt, pinned, slice, scale, isUnfolded } = view;
  const tone = useTone();
  const ofPrompt = useQuery(RunOfPromptDocument, {
    variables: { id: run.id, prompt: prompt ?? 0 },
    skip: prompt === null,
    // A sweep has no identity of its own in the cache: one prompt's values would replace the mean.
    fetchPolicy: 'no-cache',
  });
  const hasRecovery = baseline !== null && !readGap(baseline, run.direction, prompt).gapTooSmall;
  const usual = hasRecovery && baseline.verdict === 'OK' ? 'recovery' : 'change';
  const value = view.value === 'recovery' && !hasRecovery ? usual : (view.value ?? usual);
  const promptSweeps = prompt === null ? undefined : ofPrompt.data?.run?.sweeps;
  const sweeps = useMemo(() => {
    if (!baseline) return [];
    const gap = readGap(baseline, run.direction, prompt);
    return run.sweeps.flatMap((sweep): ShownSweep[] => {
      const own = promptSweeps?.find(({ kind }) => kind === sweep.kind);
      if (prompt !== null && !own) return [];
      const raw = decodeFloats((own ?? sweep).data);
      return [{ ...sweep, raw, values: valuesShown(raw, gap, value) }];
    });
  }, [baseline, run, prompt, promptSweeps, value]);
  const prefix = useMemo(() => foldedPositions(pairs), [pairs]);
  const positions = useMemo(
    () => ({ labels: positionLabels(pairs, prompt), folded: isUnfolded ? 0 : prefix }),
    [pairs, prompt, isUnfolded, prefix],
  );
  const figure = useMemo(() => figureContext(run, value, prompt), [run, value, prompt]);
  const sections = useMemo(
    () =>
      SECTIONS.map((section) => ({
        section,
        kinds: section.kinds.filter((kind) => run.sweepKinds.includes(kind)),
      })).filter(({ kinds }) => kinds.length > 0),
    [run.sweepKinds],
  );
  const plotsArea = useRef<HTMLDivElement>(null);
  useReferencesAgain();
  useCellInSight(plotsArea, pinned && Object.values(pinned).join(' '));
  if (!baseline) return null;
  const { unit, axis: valueName } = VALUE_TEXT[value];
  const plots = { scale, tone, valueName, unit, slice, positions, pinned, figure };
  return (
    <Stack gap="lg">
      <VerdictNotice
        baseline={baseline}
        isRecoveryShown={value === 'recovery'}
        onShowRecovery={(isShown) => change({ value: isShown ? 'recovery' : null })}
      />
      <Baseline run={run} baseline={baseline} />
      <Group gap="sm" className={classes.controls}>
        <ValueControls
          value={value}
          usual={usual}
          scale={scale}
          hasRecovery={hasRecovery}
          onChange={change}
        />
        {pairs.length > 1 && (
          <PromptControl pairs={pairs} baseline={baseline} prompt={prompt} onChange={change} />
        )}
        {prefix > 0 && (
          <Button
            size="xs"
            variant="default"
            aria-pressed={!isUnfolded}
            title="The prompts are equal before their first difference, so patching there changes nothing."
            onClick={() => change({ isUnfolded: !isUnfolded })}
          >
            {isUnfolded ? `Fold positions 0–${prefix - 1}` : `Unfold positions 0–${prefix - 1}`}
          </Button>
        )}
        <ExportMenu run={run} sweeps={sweeps} prompt={prompt} />
      </Group>
      {pairs.length > 1 && prompt === null && positions.labels.some(({ text }) => text.includes('… ')) && (
        <Text size="xs" c="dimmed">
          Positions are labelled with the tokens of prompt 1 of {pairs.length}; “…” follows tokens that other
          prompts do not share. Positions where clean and corrupted prompts differ are bold.
        </Text>
      )}
      <div className={classes.columns} data-open={pinned !== null || undefined}>
        <Stack gap="xl" ref={plotsArea} className={classes.plots}>
          {sections.map(({ section, kinds }) => (
            <SectionView
              key={section.id}
              section={section}
              kinds={kinds}
              sweeps={sweeps}
              isOver={hasEnded(run.progress.status)}
              limits={view.limits}
              view={plots}
              onChange={change}
            />
          ))}
          <TopHeads
            run={run}
            count={view.topHeads}
            rankedBy={view.rankedBy}
            prompt={prompt}
            tone={tone}
            onChange={change}
          />
          {sweeps.length > 0 && <Charts {...{ sweeps, baseline, valueName, unit, tone, figure }} />}
        </Stack>
        {pinned && (
          <Inspector
            run={run}
            sweeps={sweeps}
            positions={positions}
            pinned={pinned}
            prompt={prompt}
            value={value}
            tone={tone}
            onClose={() => change({ pinned: null })}
          />
        )}
      </div>
    </Stack>
  );
}

function showPinnedCell(): void {
  document.querySelector('[data-pinned-cell]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

/**
 * Keeps the pinned cell in sight while plots find their sizes, until the visitor moves: on arrival, and whenever another cell is
 * pinned, since the inspector that opens beside the plots changes their layout.
 *
 * @param pinned names the pinned cell; null for none.
 */
function useCellInSight(plots: RefObject<HTMLElement | null>, pinned: string | null): void {
  useEffect(() => {
    if (!plots.current || pinned === null) return undefined;
    const observer = new ResizeObserver(showPinnedCell);
    observer.observe(plots.current);
    const stop = (): void => observer.disconnect();
    const moves = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const;
    for (const move of moves) document.addEventListener(move, stop, { once: true, passive: true });
    return () => {
      stop();
      for (const move of moves) document.removeEventListener(move, stop);
    };
  }, [plots, pinned]);
}

/** A reference to the cell that is pinned already changes no address; following it again still leads to the cell. */
function useReferencesAgain(): void {
  useEffect(() => {
    const onClick = (event: MouseEvent): void => {
      const link = event.target instanceof Element ? event.target.closest('a') : null;
      if (link?.getAttribute('href')?.startsWith('?cell=')) {
        showPinnedCell();
      }
    };
    document.addEventListener('click', onClick);
    return () => document.removeEventListener('click', onClick);
  }, []);
}
