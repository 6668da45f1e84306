'use client';

import { Button, Group, Text } from '@mantine/core';
import { lazy, useState } from 'react';
import { MAX_PAIRS } from '../../domain/limits';
import { useLateQuery } from '../apollo/use-late-query';
import { RunPromptsDocument, type Baseline_BaselineFragment, type SweepKind } from '../generated/graphql';
import type { FigureContext } from '../plot/figure/FigureMenu';
import type { Tone } from '../plot/heatmap/scale';
import { RequestProblem } from '../site/RequestProblem';
import { ChartFigure } from './ChartFigure';
import { byPrompt } from './series';

// Recharts is as large as the rest of the page, so it is loaded on demand.
const BarPlot = lazy(() => import('./BarPlot').then((module) => ({ default: module.BarPlot })));
const PromptScatter = lazy(() =>
  import('./PromptScatter').then((module) => ({ default: module.PromptScatter })),
);

/** With more prompts, bars would be hairlines; a scatter plot replaces them. */
const MOST_BARS = 12;

interface PromptChartProps {
  readonly runId: string;
  /** A sweep of the run. */
  readonly kind: SweepKind;
  /** With the first prompts. */
  readonly baseline: Baseline_BaselineFragment;
  readonly tone: Tone;
  readonly figure: FigureContext;
}

/** Clean and corrupted logit difference of each prompt; of a large run in pages. */
export function PromptChart({ runId, kind, baseline, tone, figure }: PromptChartProps) {
  const [offset, setOffset] = useState(0);
  const { lastData, error, refetch } = useLateQuery(RunPromptsDocument, {
    variables: { id: runId, kind, first: MAX_PAIRS, offset },
    skip: offset === 0,
    // Pages have no identity in the cache.
    fetchPolicy: 'no-cache',
  });
  const isPaged = baseline.pairs > baseline.perPrompt.length;
  const read = lastData?.run?.sweep?.unpatched.perPrompt;
  const shown = offset === 0 ? baseline.perPrompt : (read ?? []);
  const prompts = byPrompt(shown, offset);
  const total = baseline.pairs.toLocaleString('en');
  const range = `Pairs ${(offset + 1).toLocaleString('en')} to ${(offset + shown.length).toLocaleString('en')} of ${total}.`;
  const isScatter = prompts.length > MOST_BARS || isPaged;
  return (
    <ChartFigure
      title="Logit difference by prompt"
      lines={[
        ...(isPaged ? [range] : []),
        ...(isScatter ? [] : ['Blue: clean. Orange: corrupted. In logits.']),
      ]}
      figure={figure}
      note={
        isPaged && (
          <Group gap="xs" mb={4}>
            <Text size="xs" c="dimmed">
              {range}
            </Text>
            <Button
              size="compact-xs"
              variant="default"
              disabled={offset === 0}
              onClick={() => setOffset(offset - MAX_PAIRS)}
            >
              Previous pairs
            </Button>
            <Button
              size="compact-xs"
              variant="default"
              disabled={offset + MAX_PAIRS >= baseline.pairs}
              onClick={() => setOffset(offset + MAX_PAIRS)}
            >
              Next pairs
            </Button>
          </Group>
        )
      }
    >
      {error && <RequestProblem error={error} onRetry={refetch} />}
      {isScatter ? (
        <PromptScatter data={prompts} tone={tone} />
      ) : (
        <BarPlot
          data={prompts}
          series={[
            { key: 'clean', label: 'clean' },
            { key: 'corrupted', label: 'corrupted' },
          ]}
          xName="prompt pair"
          yName="logit difference"
          unit="logits"
          tone={tone}
        />
      )}
    </ChartFigure>
  );
}
