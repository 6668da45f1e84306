'use client';

import { Group, NumberInput, Title } from '@mantine/core';
import { HeadPatterns } from '../attention/HeadPatterns';
import type { RunView_RunFragment } from '../generated/graphql';
import { decodeFloats } from './effects';
import classes from './run.module.css';

interface TopHeadsProps {
  readonly run: RunView_RunFragment;
  readonly count: number;
  readonly prompt: number | null;
  readonly onCount: (count: number) => void;
}

/** Attention patterns of the heads whose values, patched, move the answer most towards the source run. */
export function TopHeads({ run, count, prompt, onCount }: TopHeadsProps) {
  const sweep =
    run.sweeps.find(({ kind }) => kind === 'HEAD_V') ?? run.sweeps.find(({ kind }) => kind === 'HEAD_Z');
  if (!sweep) return null;
  const heads = sweep.shape[1]!;
  // Denoising drives the logit difference up, noising down.
  const sign = run.direction === 'DENOISING' ? 1 : -1;
  const top = Array.from(decodeFloats(sweep.data), (logitDiff, index) => ({
    index,
    effect: sign * logitDiff,
  }))
    .toSorted((a, b) => b.effect - a.effect)
    .slice(0, count);
  return (
    <section aria-label="Attention of the top heads">
      <Group gap="sm" mb="xs">
        <Title order={2}>
          Attention of the top heads by {sweep.kind === 'HEAD_V' ? 'value' : 'output'} patching
        </Title>
        <NumberInput
          size="xs"
          w={70}
          min={1}
          max={12}
          value={count}
          aria-label="Number of heads"
          onChange={(value) => typeof value === 'number' && onCount(value)}
        />
      </Group>
      <div className={classes.facets}>
        {top.map(({ index }) => (
          <HeadPatterns
            key={index}
            runId={run.id}
            layer={Math.floor(index / heads)}
            head={index % heads}
            prompt={prompt}
            isBrief
          />
        ))}
      </div>
    </section>
  );
}
