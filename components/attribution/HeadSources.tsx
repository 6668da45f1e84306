'use client';

import { Stack, Title } from '@mantine/core';
import { formatHead } from '../../domain/cell';
import { BarPlot } from '../charts/BarPlot';
import { ChartFigure } from '../charts/ChartFigure';
import type { AnalysedRun_RunFragment } from '../generated/graphql';
import { HeadPatterns } from '../inspector/HeadPatterns';
import type { Tone } from '../plot/heatmap/scale';
import { positionLabels } from '../sweep/positions';
import { attributionFigure } from './attribution-figure';
import type { AttributionState } from './attribution-state';
import type { Shares } from './shares';

interface HeadSourcesProps {
  readonly run: AnalysedRun_RunFragment;
  readonly state: AttributionState;
  readonly head: NonNullable<AttributionState['head']>;
  readonly shares: Shares;
  readonly tone: Tone;
}

/** From which positions a head moves its share, and its attention patterns. */
export function HeadSources({ run, state, head: { layer, head }, shares, tone }: HeadSourcesProps) {
  const { pairs } = run;
  const name = formatHead(layer, head);
  const labels = positionLabels(pairs, state.prompt);
  const data = shares.headsBySource[layer]![head]!.map((share, src) => ({ label: labels[src]!.text, share }));
  const marked = [...new Set(pairs.flatMap(({ differingPositions }) => differingPositions))];
  const figure = attributionFigure(run, state, `Share of ${name} by source position`);
  return (
    <Stack gap="sm">
      <Title order={3}>{name}</Title>
      <ChartFigure title={`Share of ${name} by source position`} figure={figure}>
        <BarPlot
          data={data}
          series={[{ key: 'share', label: name }]}
          xName="source position"
          yName="share (logits)"
          unit="logits"
          tone={tone}
        />
      </ChartFigure>
      <HeadPatterns runId={run.id} {...{ layer, head, tone, marked, figure }} prompt={state.prompt} />
    </Stack>
  );
}
