'use client';

import { Text } from '@mantine/core';
import type { PromptSetView_PairFragment } from '../generated/graphql';
import { visibleText } from '../tokens/token-text';
import { TokenPair } from '../tokens/TokenPair';
import { quoteAnswers } from './quote-answers';
import classes from './prompt-sets.module.css';

/** Pairs of a set: tokens with the differences marked, answers, and roles of positions. */
export function PromptSetPairs({ pairs }: { readonly pairs: readonly PromptSetView_PairFragment[] }) {
  return (
    <div className={classes.pairs}>
      {pairs.some(({ roles }) => roles.length > 0) && (
        <Text component="p" size="xs" c="dimmed" mb="xs">
          Positions of roles are counted from 0, without the BOS token that runs put first: a run with BOS
          counts one more.
        </Text>
      )}
      {pairs.map((pair) => (
        <div key={pair.index} className={classes.pair}>
          <span className={classes.number}>{pair.index + 1}</span>
          <div className={classes.read}>
            <div className={classes.tokens}>
              <Prompts pair={pair} />
            </div>
            <div>
              <Text component="p" size="xs" c="dimmed">
                correct {quoteAnswers(pair.correctSet ?? [pair.correct])}, incorrect{' '}
                {quoteAnswers(pair.incorrectSet ?? [pair.incorrect])}
              </Text>
              {pair.roles.length > 0 && (
                <Text component="p" size="xs" c="dimmed">
                  {describeRoles(pair)}
                </Text>
              )}
              {pair.problem !== null && (
                <Text component="p" size="xs">
                  {pair.usableAsWhole ? 'Usable only with whole answers' : 'Not usable'}: {pair.problem}
                </Text>
              )}
            </div>
          </div>
        </div>
      ))}
    </div>
  );
}

function Prompts({ pair }: { readonly pair: PromptSetView_PairFragment }) {
  const { cleanTokens, corruptedTokens } = pair;
  if (!cleanTokens || !corruptedTokens) {
    return (
      <div className={classes.plain}>
        {visibleText(pair.clean)}
        <br />
        {visibleText(pair.corrupted)}
      </div>
    );
  }
  const differing = cleanTokens.flatMap(({ id }, at) => (corruptedTokens[at]?.id === id ? [] : [at]));
  return <TokenPair clean={cleanTokens} corrupted={corruptedTokens} differing={differing} />;
}

/** The roles with their positions in the clean prompt, without BOS. */
function describeRoles({ roles }: PromptSetView_PairFragment): string {
  return roles.map(({ name, cleanPositions }) => `${name} ${cleanPositions.join(', ')}`).join(' · ');
}
