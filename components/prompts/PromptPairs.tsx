'use client';

import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import type { RunView_RunFragment } from '../generated/graphql';
import { describeRule, listTokens } from '../tokens/answer-text';
import { PromptTokens } from './PromptTokens';

/** Prompt pairs shown until all are asked for. */
const FEW_PAIRS = 2;

/** The tokens and answers of a run's prompt pairs. */
export function PromptPairs({ pairs }: { readonly pairs: RunView_RunFragment['pairs'] }) {
  const [showsAll, setShowsAll] = useState(false);
  return (
    <>
      {(showsAll ? pairs : pairs.slice(0, FEW_PAIRS)).map((pair) => (
        <div key={pair.index}>
          <PromptTokens pair={pair} count={pairs.length} />
          <Text size="xs" c="dimmed" ml={4}>
            correct {quoteAll(listTokens(pair, 'correct'))}, incorrect{' '}
            {quoteAll(listTokens(pair, 'incorrect'))}
            {describeRule(pair) && ` (${describeRule(pair)})`}
          </Text>
        </div>
      ))}
      {pairs.length > FEW_PAIRS && (
        <Button size="compact-xs" variant="subtle" w="fit-content" onClick={() => setShowsAll(!showsAll)}>
          {showsAll ? 'Show fewer' : `Show all ${pairs.length} pairs`}
        </Button>
      )}
    </>
  );
}

function quoteAll(texts: readonly string[]): string {
  return texts.map((text) => `“${text}”`).join(' or ');
}
