'use client';

import { SITES } from '../../domain/sites';
import { Skeleton } from '@mantine/core';
import dynamic from 'next/dynamic';
import type { FigureContext } from '../plot/figure/FigureMenu';
import type { Baseline_BaselineFragment } from '../generated/graphql';
import type { Tone } from '../plot/heatmap/scale';
import type { ShownSweep } from '../sweep/SweepFacets';
import { CollapsibleSection } from '../sections/CollapsibleSection';
import { CHART_HEIGHT, ChartFigure } from './ChartFigure';
import { PromptChart } from './PromptChart';
import { byLayer, sweepOfTopComponents, topComponents } from './series';
import classes from './charts.module.css';

// Recharts is as large as the rest of the page, so it is loaded on demand.
const loading = () => <Skeleton height={CHART_HEIGHT} />;
const BarPlot = dynamic(() => import('./BarPlot').then((module) => module.BarPlot), { ssr: false, loading });
const LayerPlots = dynamic(() => import('./LayerPlots').then((module) => module.LayerPlots), {
  ssr: false,
  loading,
});

interface ChartsProps {
  readonly runId: string;
  readonly sweeps: readonly ShownSweep[];
  readonly baseline: Baseline_BaselineFragment;
  /** Name of the sweeps' values, with their unit. */
  readonly valueName: string;
  readonly unit: string;
  readonly tone: Tone;
  readonly figure: FigureContext;
  /** Names of the steps of position axes; none for positions by index. */
  readonly roles: readonly string[];
}

/** Anchor and title. */
export const CHARTS = { id: 'charts', title: 'Charts' } as const;

/** Top heads, effect by layer, and logit difference by prompt. */
export function Charts({ runId, sweeps, baseline, valueName, unit, tone, figure, roles }: ChartsProps) {
  const top = topComponents(sweeps, 10, roles);
  const ranked = sweepOfTopComponents(sweeps);
  return (
    <CollapsibleSection {...CHARTS}>
      <div className={classes.charts}>
        {ranked && top.length > 0 && (
          <ChartFigure title={`Top heads by size: ${SITES[ranked.kind].title}`} figure={figure}>
            <BarPlot
              data={top}
              series={[{ key: 'effect', label: 'effect' }]}
              xName="head"
              yName={valueName}
              {...{ unit, tone }}
            />
          </ChartFigure>
        )}
        {sweeps[0] && <PromptChart kind={sweeps[0].kind} {...{ runId, baseline, tone, figure }} />}
      </div>
      <div className={classes.wide}>
        <ChartFigure title="Largest value by layer" figure={figure}>
          <LayerPlots {...byLayer(sweeps)} xName="layer" yName={valueName} {...{ unit, tone }} />
        </ChartFigure>
      </div>
    </CollapsibleSection>
  );
}
