'use client';

import { Text } from '@mantine/core';
import { BarPlot } from '../charts/BarPlot';
import { ChartFigure } from '../charts/ChartFigure';
import type { Metric, Minimality_PartFragment } from '../generated/graphql';
import type { FigureContext } from '../plot/figure/FigureMenu';
import type { Tone } from '../plot/heatmap/scale';
import { metricName, metricUnit } from '../sweep/value-text';
import { describeRandom } from './choices-text';
import { nameChanges } from './member-names';

interface MinimalityResultProps {
  readonly result: Minimality_PartFragment;
  readonly metric: Metric;
  readonly figure: FigureContext;
  readonly tone: Tone;
}

/** How much each node or edge matters: alone, and under the knock-out for which it matters most. */
export function MinimalityResult({ result, metric, figure, tone }: MinimalityResultProps) {
  const { exhaustive, random } = result;
  const all = nameChanges(result);
  if (all.length === 0) return <Text size="sm">The circuit is empty.</Text>;
  const isOfEdges = result.edges.length > 0;
  const what = isOfEdges ? 'edge' : 'node';
  const shown = isOfEdges ? takeLargest(all) : all;
  const unit = metricUnit(metric);
  const rows = shown.map(({ name, without, alone, largest }) => ({
    label: without === null ? name : `${name} − ${without}`,
    alone,
    largest,
  }));
  // With K empty only, both numbers are one.
  const isSearched = all.some(({ without }) => without !== null);
  return (
    <>
      <Text size="sm">
        Change of the {metricName(metric)} when one {what} is removed from the circuit
        {isSearched &&
          `: with K empty, and the largest over K empty or ${exhaustive ? 'any' : 'some'} one other ${what} (named after the minus sign)`}
        .{shown.length < all.length && ` The ${shown.length} largest of ${all.length} are shown.`}
      </Text>
      <Text size="sm">
        Mean |change| per {what}, K empty. {describeRandom(random)}.
      </Text>
      <ChartFigure
        title={`Change by ${what}`}
        figure={figure}
        lines={[isSearched ? `K empty or one other ${what} of the circuit` : 'K empty']}
      >
        <BarPlot
          data={rows}
          series={[
            { key: 'alone', label: 'K empty' },
            ...(isSearched ? [{ key: 'largest', label: 'largest over K' }] : []),
          ]}
          xName={isOfEdges ? '' : `${what} removed`}
          yName={unit === '' ? 'change' : `change (${unit})`}
          unit={unit}
          tone={tone}
        />
      </ChartFigure>
    </>
  );
}

/** Edges that are drawn. */
const DRAWN = 30;

/** Those whose removal changes most, in their order. */
function takeLargest<T extends { readonly alone: number }>(all: readonly T[]): readonly T[] {
  const ranked = all.toSorted((a, b) => Math.abs(b.alone) - Math.abs(a.alone)).slice(0, DRAWN);
  return all.filter((one) => ranked.includes(one));
}
