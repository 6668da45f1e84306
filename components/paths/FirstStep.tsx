'use client';

import { Button, Text, Title } from '@mantine/core';
import type { ModelHeads } from './path-steps';
import { formatMs } from '../results/format-ms';
import classes from './paths.module.css';

interface FirstStepProps {
  readonly model: ModelHeads;
  /** Estimate, in ms; null where it is not known. */
  readonly costMs: number | null;
  readonly onStart: () => void;
}

/** Proposes the path from each head to the logits, where it takes too long to be computed without being asked for. */
export function FirstStep({ model, costMs, onStart }: FirstStepProps) {
  const heads = (model.layers * model.heads).toLocaleString('en');
  return (
    <section aria-labelledby="first-step" className={classes.proposal}>
      <Title order={2} fz="md" id="first-step">
        Each head to the logits
      </Title>
      <Text size="sm">
        Patches the output of each of {heads} heads on its way to the logits, past all other heads.
      </Text>
      <Text size="sm" c="dimmed">
        The result is a heatmap of layers and heads. For example, in GPT-2 small L9H9, L9H6 and L10H0 are
        coloured for indirect objects: the name movers write the answer themselves (Wang et al. 2022). Heads
        that act through other heads stay near 0.
      </Text>
      <div>
        <Button size="compact-sm" onClick={onStart}>
          Compute {heads} path patches{costMs !== null && `, about ${formatMs(costMs)}`}
        </Button>
      </div>
    </section>
  );
}
