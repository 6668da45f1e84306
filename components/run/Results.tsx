'use client';

import { useQuery } from '@apollo/client/react';
import { Group, Select, Stack, Text, Title } from '@mantine/core';
import { useMemo } from 'react';
import { Charts } from '../charts/Charts';
import { RunOfPromptDocument, type RunView_RunFragment } from '../generated/graphql';
import { Legend } from '../heatmap/Legend';
import { limitOf } from '../heatmap/scale';
import { Notice } from '../site/Notice';
import { Baseline } from './Baseline';
import { changes, decodeFloats, gapOf, recoveries } from './effects';
import { ExportMenu } from './ExportMenu';
import { Inspector } from './Inspector';
import { isByPosition, SECTIONS } from './kinds';
import { SliceControl } from './SliceControl';
import { SweepFacets, type ShownSweep } from './SweepFacets';
import { TopHeads } from './TopHeads';
import { useViewState } from './use-view-state';
import { ValueControls } from './ValueControls';
import classes from './run.module.css';

/** Everything a run has found so far, in the notebook's order. */
export function Results({ run }: { readonly run: RunView_RunFragment }) {
  const { baseline } = run;
  const [view, change] = useViewState(run.pairs.length);
  const { prompt } = view;
  const ofPrompt = useQuery(RunOfPromptDocument, {
    variables: { id: run.id, prompt: prompt ?? 0 },
    skip: prompt === null,
    // A sweep has no identity of its own in the cache: one prompt's values would replace the mean.
    fetchPolicy: 'no-cache',
  });
  const isRaw = view.isRaw || (baseline !== null && gapOf(baseline, run.direction, prompt).gapTooSmall);
  const promptSweeps = prompt === null ? undefined : ofPrompt.data?.run?.sweeps;
  const sweeps = useMemo(() => {
    if (!baseline) return [];
    const gap = gapOf(baseline, run.direction, prompt);
    return run.sweeps.flatMap((sweep): ShownSweep[] => {
      const own = promptSweeps?.find(({ kind }) => kind === sweep.kind);
      if (prompt !== null && !own) return [];
      const raw = decodeFloats((own ?? sweep).data);
      return [{ ...sweep, raw, values: isRaw ? changes(raw, gap) : recoveries(raw, gap) }];
    });
  }, [baseline, run, prompt, promptSweeps, isRaw]);
  const limit = useMemo(() => limitOf(sweeps.map(({ values }) => values)), [sweeps]);
  if (!baseline) return null;
  const unit = isRaw ? 'logits' : '';
  const { scale, slice, pinned } = view;
  const plots = { limit, scale, unit, slice, pinned, onPin: change };
  const byPosition = sweeps.filter(({ kind }) => isByPosition(kind));
  const isTooSmall = gapOf(baseline, run.direction, prompt).gapTooSmall;
  return (
    <Stack gap="lg">
      <Baseline run={run} baseline={baseline} />
      {isTooSmall && (
        <Notice tone="warning" title="The gap is too small to normalise by">
          Clean and corrupted logit differences lie within 0.01 logits of each other, so recovery is
          undefined. Changes of the raw logit difference are shown.
        </Notice>
      )}
      <Group gap="sm" className={classes.controls}>
        <ValueControls isRaw={isRaw} scale={scale} isRawOnly={isTooSmall} onChange={change} />
        {run.pairs.length > 1 && (
          <Select
            size="xs"
            w={150}
            aria-label="Prompt"
            allowDeselect={false}
            value={prompt === null ? 'mean' : String(prompt)}
            onChange={(value) =>
              change({ prompt: value === null || value === 'mean' ? null : Number(value) })
            }
            data={[
              { value: 'mean', label: 'Mean of prompts' },
              ...run.pairs.map(({ index }) => ({ value: String(index), label: `Prompt ${index + 1}` })),
            ]}
          />
        )}
        <Legend limit={limit} scale={scale} label={isRaw ? 'Δ logit difference' : 'recovery'} />
        <ExportMenu run={run} sweeps={sweeps} />
      </Group>
      <div className={classes.columns}>
        <Stack gap="xl" className={classes.plots}>
          {SECTIONS.map(({ title, kinds }) => {
            const wanted = kinds.filter((kind) => run.sweepKinds.includes(kind));
            if (wanted.length === 0) return null;
            return (
              <section key={title} aria-label={title}>
                <Group gap="sm" mb="xs">
                  <Title order={2}>{title}</Title>
                  {kinds.some(isByPosition) && byPosition.length > 0 && (
                    <SliceControl sweeps={byPosition} slice={slice} pinned={pinned} onSlice={change} />
                  )}
                </Group>
                <SweepFacets
                  kinds={wanted}
                  sweeps={sweeps}
                  isOver={run.progress.status !== 'RUNNING' && run.progress.status !== 'QUEUED'}
                  {...plots}
                />
              </section>
            );
          })}
          <TopHeads
            run={run}
            count={view.topHeads}
            prompt={prompt}
            onCount={(topHeads) => change({ topHeads })}
          />
          {sweeps.length > 0 && <Charts sweeps={sweeps} baseline={baseline} unit={unit} />}
        </Stack>
        <aside className={classes.inspector} aria-label="Inspector" tabIndex={0}>
          {pinned ? (
            <Inspector run={run} sweeps={sweeps} pinned={pinned} prompt={prompt} isRaw={isRaw} />
          ) : (
            <Text size="sm" c="dimmed">
              Click a cell of a heatmap to look into it.
            </Text>
          )}
        </aside>
      </div>
    </Stack>
  );
}
