import { Fragment } from 'react';
import type { FindingPageQuery } from '../generated/graphql';
import { TokenPair } from '../tokens/TokenPair';
import { describeRule, describeWhole, listTokens } from '../tokens/answer-text';
import { visibleText } from '../tokens/token-text';
import classes from './finding.module.css';

type Pair = NonNullable<FindingPageQuery['finding']>['run']['pairs'][number];

interface FindingPairsProps {
  /** The first ones of the run. */
  readonly pairs: readonly Pair[];
  /** Of the run. */
  readonly count: number;
}

/** The prompt pairs of a finding with their answers: the first is open, the others are collapsed. */
export function FindingPairs({ pairs, count }: FindingPairsProps) {
  const [first, ...others] = pairs;
  if (!first) return null;
  return (
    <section aria-label="Prompts" className={classes.pairs}>
      <PairWithAnswers pair={first} />
      {others.length > 0 && (
        <details>
          <summary>
            {(count - 1).toLocaleString('en')} more {count === 2 ? 'pair' : 'pairs'}
            {count > pairs.length && `, of which the first ${others.length} are listed`}
          </summary>
          {others.map((pair) => (
            <PairWithAnswers key={pair.index} pair={pair} />
          ))}
        </details>
      )}
    </section>
  );
}

function PairWithAnswers({ pair }: { readonly pair: Pair }) {
  return (
    <div className={classes.pair}>
      <TokenPair
        clean={pair.cleanTokens}
        corrupted={pair.corruptedTokens}
        differing={pair.differingPositions}
        alignment={pair.alignment}
      />
      <p className={classes.answers}>
        answers: correct <AnswerTokens texts={listTokens(pair, 'correct')} />, incorrect{' '}
        <AnswerTokens texts={listTokens(pair, 'incorrect')} />
        {describeRule(pair) && `; ${describeRule(pair)}`}
        {describeWhole(pair) && `; ${describeWhole(pair)}`}
      </p>
    </div>
  );
}

function AnswerTokens({ texts }: { readonly texts: readonly string[] }) {
  return texts.map((text, index) => (
    <Fragment key={text}>
      {index > 0 && ' or '}
      <code>{visibleText(text)}</code>
    </Fragment>
  ));
}
