'use client';

import { Button, Group, Text, Title } from '@mantine/core';
import { useWorkCost } from '../analysis/use-work-cost';
import type { AnalysedRun_RunFragment } from '../generated/graphql';
import { formatMs } from '../results/format-ms';
import { TRACED } from './trace';
import type { TracingState } from './tracing-state';
import { describeTrace } from './describe-trace';
import classes from './tracing.module.css';

interface ProposedTraceProps {
  readonly run: AnalysedRun_RunFragment;
  readonly state: TracingState;
  readonly onStart: () => void;
}

/** Sweeps that patch as many values as a trace of single layers. */
const SWEEPS = TRACED.map(({ site }) => site);
/** Of a cell of the empty heatmaps and of a whole one, in px. */
const CELL = 16;
const WIDEST = 380;

/** What the chosen trace corrupts and restores, how long it takes, and what it will show; nothing is computed before the button is pressed. */
export function ProposedTrace({ run, state, onStart }: ProposedTraceProps) {
  const { corruption, samples, layers } = state;
  const { ms: ofSweeps } = useWorkCost(run, 'DENOISING', SWEEPS, true);
  // A window of several layers is patched as a whole, and by each of its layers.
  const patches = (corruption === 'noise' ? samples : 1) * (layers === 1 ? 1 : layers + 1);
  const ms = ofSweeps === null ? null : ofSweeps * patches;
  const { cleanTokens } = run.pairs[0]!;
  return (
    <section aria-labelledby="proposed-trace" className={classes.proposal}>
      <Title order={2} fz="md" id="proposed-trace">
        Trace where the clean run’s answer comes from
      </Title>
      <Text size="sm" maw="90ch">
        {describeTrace(run, state)}
      </Text>
      <Text size="sm" c="dimmed" maw="90ch">
        Three heatmaps of layers and positions show how much of the answer each restored state brings back.
        For example, Meng et al. 2022 find two places: MLP outputs of middle layers at the last token of the
        subject, and attention outputs of late layers at the last token of the prompt.
      </Text>
      <div>
        <Button size="sm" onClick={onStart}>
          Trace{ms !== null && `, about ${formatMs(ms)}`}
        </Button>
      </div>
      <Group gap="lg" align="start" aria-hidden>
        {TRACED.map(({ site, title }) => (
          <div key={site}>
            <Text size="sm" fw={600} c="dimmed" mb={4}>
              {title}
            </Text>
            <div
              className={classes.empty}
              style={{
                width: Math.min(WIDEST, cleanTokens.length * CELL),
                height: Math.min(WIDEST, (run.model.layers - layers + 1) * CELL),
              }}
            >
              layers by positions
            </div>
          </div>
        ))}
      </Group>
    </section>
  );
}
