'use client';

import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useLateQuery } from '../apollo/use-late-query';
import { useLateRead } from '../apollo/use-late-read';
import {
  RunPairsDocument,
  RunPromptsDocument,
  type Baseline_BaselineFragment,
  type RunView_RunFragment,
  type SweepKind,
} from '../generated/graphql';
import { RequestProblem } from '../site/RequestProblem';
import { WideTable } from '../site/WideTable';
import { PairListRow } from './PairListRow';
import classes from './pair-list.module.css';

interface PromptPairsProps {
  readonly runId: string;
  /** The first pairs of the run. */
  readonly pairs: RunView_RunFragment['pairs'];
  /** Pairs of the run. */
  readonly count: number;
  /** Logit differences of the first pairs; left out where they are not known. */
  readonly perPrompt?: Pick<Baseline_BaselineFragment, 'perPrompt'>['perPrompt'] | undefined;
  /** A sweep of the run, which has the logit differences of the other pairs; null where they are not shown. */
  readonly kind?: SweepKind | null;
}

const NUMBERS = ['clean', 'corrupted', 'gap'] as const;

/** The prompt pairs of a run in a table, a line each, with their tokens on request; those of a large run in pages. */
export function PromptPairs({ runId, pairs: first, count, perPrompt = [], kind = null }: PromptPairsProps) {
  const [offset, setOffset] = useState(0);
  const [open, setOpen] = useState<number | null>(null);
  const [read, { data, loading, error }] = useLateRead(RunPairsDocument);
  const size = first.length;
  const pairs = offset === 0 ? first : (data?.run?.pairs ?? []);
  const others = useLateQuery(RunPromptsDocument, {
    variables: { id: runId, kind: kind ?? 'RESID_PRE', first: size, offset },
    skip: offset === 0 || kind === null,
    // Pages have no identity in the cache.
    fetchPolicy: 'no-cache',
  });
  const baselines = offset === 0 ? perPrompt : (others.data?.run?.sweep?.unpatched.perPrompt ?? []);
  const ask = (from: number): void => read({ id: runId, first: size, offset: from });
  const show = (from: number): void => {
    setOffset(from);
    setOpen(null);
    if (from > 0) ask(from);
  };
  return (
    <>
      {error && <RequestProblem error={error} onRetry={() => ask(offset)} />}
      <WideTable>
        <table className={classes.table} aria-label="Prompt pairs">
          <thead>
            <tr>
              <th rowSpan={2} data-column="number">
                Pair
              </th>
              <th rowSpan={2}>Clean</th>
              <th rowSpan={2}>Corrupted</th>
              <th rowSpan={2} data-column="answer">
                Correct
              </th>
              <th rowSpan={2} data-column="answer">
                Incorrect
              </th>
              <th colSpan={3} data-column="group">
                Logit difference (logits)
              </th>
            </tr>
            <tr>
              {NUMBERS.map((name) => (
                <th key={name} data-column="logits">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {pairs.map((pair, row) => (
              <PairListRow
                key={pair.index}
                pair={pair}
                count={count}
                baseline={baselines[row]}
                isOpen={open === pair.index}
                onOpen={(isOpen) => setOpen(isOpen ? pair.index : null)}
              />
            ))}
          </tbody>
        </table>
      </WideTable>
      {count > size && (
        <Group gap="xs" mt="sm">
          <Button
            size="compact-xs"
            variant="default"
            disabled={offset === 0}
            onClick={() => show(offset - size)}
          >
            Previous pairs
          </Button>
          <Text size="xs" c="dimmed" aria-live="polite">
            {loading
              ? 'Reading …'
              : `${(offset + 1).toLocaleString('en')} to ${Math.min(offset + size, count).toLocaleString('en')} of ${count.toLocaleString('en')}`}
          </Text>
          <Button
            size="compact-xs"
            variant="default"
            disabled={offset + size >= count}
            onClick={() => show(offset + size)}
          >
            Next pairs
          </Button>
        </Group>
      )}
    </>
  );
}
