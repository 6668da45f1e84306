'use client';

import { useQuery } from '@apollo/client/react';
import { Button, Text, Title } from '@mantine/core';
import { formatHead } from '../../domain/cell';
import { StrongestHeadsDocument, type AnalysedRun_RunFragment } from '../generated/graphql';
import { formatMs } from '../results/format-ms';
import { formatEffect } from '../plot/heatmap/scale';
import type { Head } from './path-steps';
import classes from './paths.module.css';

interface NextStepProps {
  readonly run: AnalysedRun_RunFragment;
  /** Of a path patch of every head to the logits, in ms; null where it is not known. */
  readonly costMs: number | null;
  readonly onFollow: (head: Head) => void;
}

/** Proposes the strongest head of the run's sweep of head outputs as the first receiver; nothing where the run has no such sweep. */
export function NextStep({ run, costMs, onFollow }: NextStepProps) {
  const { data } = useQuery(StrongestHeadsDocument, { variables: { id: run.id } });
  const sweep = data?.run?.sweeps.find(
    ({ kind, direction }) => kind === 'HEAD_Z' && direction === run.directions[0],
  );
  // No head is before the first layer.
  const strongest = sweep?.top.find(({ layer, head }) => layer > 0 && head !== null);
  if (!strongest) return null;
  const receiver = { layer: strongest.layer, head: strongest.head! };
  const name = formatHead(receiver.layer, receiver.head);
  // One heatmap each of queries, keys and values, of the heads of earlier layers.
  const ms = costMs === null ? null : (3 * costMs * receiver.layer) / run.model.layers;
  return (
    <section aria-labelledby="next-step" className={classes.proposal}>
      <Title order={2} fz="md" id="next-step">
        Next: which heads act on {name}?
      </Title>
      <Text size="sm">
        {name} is the strongest head of this run’s sweep of head outputs
        {strongest.recovery !== null && ` (recovery ${formatEffect(strongest.recovery)})`}. As the receiver it
        has three heatmaps: what each earlier head changes by acting on its queries, on its keys, and on its
        values alone.
      </Text>
      <Text size="sm" c="dimmed">
        For example, in GPT-2 small the heads L7H3, L7H9, L8H6 and L8H10 act on the queries of the name mover
        L9H9 (Wang et al. 2022): they are coloured in the heatmap of queries, and in the other two they are
        not.
      </Text>
      <div>
        <Button size="compact-sm" onClick={() => onFollow(receiver)}>
          Make {name} the receiver{ms !== null && `, about ${formatMs(ms)}`}
        </Button>
      </div>
    </section>
  );
}
