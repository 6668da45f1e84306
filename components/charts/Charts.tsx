'use client';

import { SITES } from '../../domain/sites';
import { lazy, memo } from 'react';
import type { FigureContext } from '../plot/figure/FigureMenu';
import type { Baseline_BaselineFragment } from '../generated/graphql';
import type { Tone } from '../plot/heatmap/scale';
import type { ShownSweep } from '../sweep/SweepFacets';
import { CollapsibleSection } from '../sections/CollapsibleSection';
import { ChartFigure } from './ChartFigure';
import { LayerPlaces } from './LayerPlaces';
import { PromptChart } from './PromptChart';
import { byLayer, sweepOfTopComponents, topComponents } from './series';
import classes from './charts.module.css';

// Recharts is as large as the rest of the page, so it is loaded on demand.
const BarPlot = lazy(() => import('./BarPlot').then((module) => ({ default: module.BarPlot })));
const LayerPlots = lazy(() => import('./LayerPlots').then((module) => ({ default: module.LayerPlots })));

interface ChartsProps {
  readonly runId: string;
  readonly sweeps: readonly ShownSweep[];
  readonly baseline: Baseline_BaselineFragment;
  /** Name of the sweeps' values for axes, with their unit. */
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
export const Charts = memo(function Charts({
  runId,
  sweeps,
  baseline,
  valueName,
  unit,
  tone,
  figure,
  roles,
}: ChartsProps) {
  const top = topComponents(sweeps, 10, roles);
  const layers = byLayer(sweeps);
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
        {/* The line of baselines has the two numbers of one pair. */}
        {sweeps[0] && baseline.pairs > 1 && (
          <PromptChart kind={sweeps[0].kind} {...{ runId, baseline, tone, figure }} />
        )}
      </div>
      <div className={classes.wide}>
        <ChartFigure
          title="Largest value by layer"
          figure={figure}
          place={<LayerPlaces labels={layers.series.map(({ label }) => label)} />}
        >
          <LayerPlots {...layers} xName="layer" yName={valueName} {...{ unit, tone }} />
        </ChartFigure>
      </div>
    </CollapsibleSection>
  );
});
