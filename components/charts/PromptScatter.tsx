'use client';

import { CartesianGrid, ReferenceLine, Scatter, ScatterChart, Tooltip, XAxis, YAxis } from 'recharts';
import type { Tone } from '../plot/heatmap/scale';
import { ChartBox } from './ChartBox';
import { axisProps, axisTitle, COLOURS, tooltipProps } from './chart-style';
import { niceScale } from '../plot/nice-scale';
import type { Row } from './series';

interface PromptScatterProps {
  readonly data: readonly Row[];
  readonly tone: Tone;
}

/**
 * Clean against corrupted logit difference, one point for each prompt pair. Below the diagonal the gap has the right sign.
 */
export function PromptScatter({ data, tone }: PromptScatterProps) {
  const both = data.flatMap(({ clean, corrupted }) => [Number(clean), Number(corrupted)]);
  const { domain, ticks } = niceScale(both, false);
  const scale = { type: 'number' as const, domain, ticks };
  return (
    <ChartBox height={250}>
      <ScatterChart
        aria-label="Clean and corrupted logit difference of each prompt"
        margin={{ top: 8, right: 12, bottom: 12, left: 4 }}
      >
        <CartesianGrid stroke="var(--mantine-color-default-border)" />
        <XAxis
          dataKey="clean"
          name="clean"
          {...scale}
          label={axisTitle('clean logit difference', 'x')}
          {...axisProps}
        />
        <YAxis
          dataKey="corrupted"
          name="corrupted"
          width={54}
          {...scale}
          label={axisTitle('corrupted logit difference', 'y')}
          {...axisProps}
        />
        <Tooltip {...tooltipProps('logits')} cursor={false} />
        <ReferenceLine
          segment={[
            { x: domain[0], y: domain[0] },
            { x: domain[1], y: domain[1] },
          ]}
          stroke="var(--mantine-color-dimmed)"
          strokeDasharray="4 3"
        />
        <Scatter data={[...data]} fill={COLOURS[tone][0]} isAnimationActive={false} />
      </ScatterChart>
    </ChartBox>
  );
}
