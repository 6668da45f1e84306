'use client';

import { Group, NumberInput, Title } from '@mantine/core';
import { useMemo } from 'react';
import { HeadPatterns } from '../attention/HeadPatterns';
import type { Direction, RunView_RunFragment } from '../generated/graphql';
import { decodeFloats } from './effects';
import { placeOf } from './place';
import classes from './run.module.css';

/** Sweeps by which heads are ranked, the first that a run has, and what each is called. */
const CHOSEN_BY = [
  ['HEAD_V', 'value'],
  ['HEAD_Z', 'output'],
  ['HEAD_V_BY_POS', 'value'],
  ['HEAD_Z_BY_POS', 'output'],
] as const;

interface TopHeadsProps {
  readonly run: RunView_RunFragment;
  readonly count: number;
  readonly prompt: number | null;
  readonly onCount: (count: number) => void;
}

/** Attention patterns of the heads whose values, patched, move the answer most towards the source run. */
export function TopHeads({ run, count, prompt, onCount }: TopHeadsProps) {
  const sweep = CHOSEN_BY.map(([kind]) => run.sweeps.find((candidate) => candidate.kind === kind)).find(
    Boolean,
  );
  const top = useMemo(() => (sweep ? rankedHeads(sweep, run.direction) : []), [sweep, run.direction]);
  if (!sweep) return null;
  return (
    <section aria-label="Attention of the top heads">
      <Group gap="sm" mb="xs">
        <Title order={2}>
          Attention of the top heads by {CHOSEN_BY.find(([kind]) => kind === sweep.kind)![1]} patching
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
        {top.slice(0, count).map(({ layer, head }) => (
          <HeadPatterns
            key={`${layer} ${head}`}
            runId={run.id}
            layer={layer}
            head={head}
            prompt={prompt}
            isBrief
          />
        ))}
      </div>
    </section>
  );
}

/** Heads by where their patch takes the answer, at their best position where a sweep is by position. */
function rankedHeads(
  sweep: RunView_RunFragment['sweeps'][number],
  direction: Direction,
): { layer: number; head: number }[] {
  // Denoising drives the logit difference up, noising down.
  const sign = direction === 'DENOISING' ? 1 : -1;
  const ranked = Array.from(decodeFloats(sweep.data), (logitDiff, index) => ({
    index,
    effect: sign * logitDiff,
  })).toSorted((a, b) => b.effect - a.effect);
  const heads = new Map<string, { layer: number; head: number }>();
  for (const { index } of ranked) {
    const { layer, head } = placeOf(sweep, index);
    if (!heads.has(`${layer} ${head}`)) heads.set(`${layer} ${head}`, { layer, head: head! });
  }
  return [...heads.values()];
}
