'use client';

import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { readError } from '../apollo/read-error';
import { useLateRead } from '../apollo/use-late-read';
import { RunPairsDocument, type RunView_RunFragment } from '../generated/graphql';
import { Notice } from '../site/Notice';
import { describeRule, describeWhole, listTokens } from '../tokens/answer-text';
import { PromptTokens } from './PromptTokens';

interface PromptPairsProps {
  readonly runId: string;
  /** The first pairs of the run. */
  readonly pairs: RunView_RunFragment['pairs'];
  /** Pairs of the run. */
  readonly count: number;
}

/** The tokens and answers of a run's prompt pairs; those of a large run in pages. */
export function PromptPairs({ runId, pairs: first, count }: PromptPairsProps) {
  const [offset, setOffset] = useState(0);
  const [read, { data, loading, error }] = useLateRead(RunPairsDocument);
  const size = first.length;
  const pairs = offset === 0 ? first : (data?.run?.pairs ?? []);
  const show = (from: number): void => {
    setOffset(from);
    if (from > 0) read({ id: runId, first: size, offset: from });
  };
  return (
    <>
      {pairs.map((pair) => (
        <div key={pair.index}>
          <PromptTokens pair={pair} count={count} />
          <Text size="xs" c="dimmed" ml={4}>
            correct {quoteAll(listTokens(pair, 'correct'))}, incorrect{' '}
            {quoteAll(listTokens(pair, 'incorrect'))}
            {describeRule(pair) && ` (${describeRule(pair)})`}
            {describeWhole(pair) && ` (${describeWhole(pair)})`}
          </Text>
        </div>
      ))}
      {error && <Notice tone="error">{readError(error).message}</Notice>}
      {count > size && (
        <Group gap="xs">
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

function quoteAll(texts: readonly string[]): string {
  return texts.map((text) => `“${text}”`).join(' or ');
}
