'use client';

import { useLateQuery } from '../apollo/use-late-query';
import { TopPredictionsDocument } from '../generated/graphql';
import { visibleText } from '../tokens/token-text';
import classes from './run-details.module.css';

interface PairPredictionsProps {
  readonly model: string;
  readonly clean: string;
  readonly corrupted: string;
  readonly prependBos: boolean;
}

/** Predictions that are shown of each prompt. */
const SHOWN = 3;

/** The most probable next tokens of both prompts of the open pair. */
export function PairPredictions(variables: PairPredictionsProps) {
  const { data, lastData: shown } = useLateQuery(TopPredictionsDocument, { variables });
  if (!shown) return <div className={classes.predictions} />;
  return (
    <dl className={classes.predictions} data-stale={!data || undefined}>
      {(['clean', 'corrupted'] as const).map((side) => (
        <div key={side}>
          <dt>after {side}</dt>
          {shown[side].slice(0, SHOWN).map(({ token, probability }) => (
            <dd key={token.id}>
              <code>{visibleText(token.text)}</code>
              <span className={classes.bar} style={{ width: `${Math.round(40 * probability)}px` }} />
              {Math.round(100 * probability)}%
            </dd>
          ))}
        </div>
      ))}
    </dl>
  );
}
