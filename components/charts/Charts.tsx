'use client';

import { Skeleton, Title } from '@mantine/core';
import dynamic from 'next/dynamic';
import type { Baseline_BaselineFragment } from '../generated/graphql';
import type { ShownSweep } from '../run/SweepFacets';
import { byLayer, byPrompt, topComponents } from './series';
import classes from './charts.module.css';

// Recharts is as large as the rest of the page; it comes when it is needed.
const loading = () => <Skeleton height={220} />;
const BarPlot = dynamic(() => import('./BarPlot').then((module) => module.BarPlot), { ssr: false, loading });
const LinePlot = dynamic(() => import('./LinePlot').then((module) => module.LinePlot), {
  ssr: false,
  loading,
});

interface ChartsProps {
  readonly sweeps: readonly ShownSweep[];
  readonly baseline: Baseline_BaselineFragment;
  readonly unit: string;
}

/** Top components, effect by layer, and logit difference by prompt. */
export function Charts({ sweeps, baseline, unit }: ChartsProps) {
  const top = topComponents(sweeps, 10);
  return (
    <section aria-label="Charts" className={classes.charts}>
      {top.length > 0 && (
        <figure>
          <Title order={3}>Top components</Title>
          <BarPlot data={top} series={[{ key: 'effect', label: 'effect' }]} unit={unit} />
        </figure>
      )}
      <figure>
        <Title order={3}>Largest effect by layer</Title>
        <LinePlot {...byLayer(sweeps)} unit={unit} />
      </figure>
      <figure>
        <Title order={3}>Logit difference by prompt</Title>
        <BarPlot
          data={byPrompt(baseline)}
          series={[
            { key: 'clean', label: 'clean' },
            { key: 'corrupted', label: 'corrupted' },
          ]}
          unit="logits"
        />
      </figure>
    </section>
  );
}
