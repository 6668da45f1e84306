'use client';

import { computePatches } from '../demo/compute-demo';
import { useAnswer } from '../demo/use-answer';
import { formatNumber } from '../plot/format-number';
import { visibleText } from '../tokens/token-text';
import { createCellInput, type Lesson, type LearnRequests } from './learning';
import { predict } from './PredictExperiment';
import { StepNote } from './StepNote';
import { TokenBars } from './TokenBars';
import { useSeen } from '../site/use-seen';
import classes from './learn.module.css';

/** Both prompts of a pair, their predictions, and the logit difference of each. */
export function PairExperiment({
  lesson,
  requests,
}: {
  readonly lesson: Lesson;
  readonly requests: LearnRequests;
}) {
  const { fact, savedPredictions } = lesson;
  const [ref, isSeen] = useSeen<HTMLDivElement>();
  const state = useAnswer(isSeen ? 'pair' : null, async () => {
    const [clean, corrupted, { base, source }] = await Promise.all([
      predict(requests, fact.model, fact.pair.clean),
      predict(requests, fact.model, fact.pair.corrupted),
      computePatches(requests.patch, createCellInput(fact, 0, 0)),
    ]);
    return { clean, corrupted, base, source };
  });
  const saved = savedPredictions && fact.saved ? { ...savedPredictions, ...fact.saved.values } : null;
  const shown = state.answer?.value ?? saved;
  return (
    <div ref={ref} className={classes.experiment}>
      <div className={classes.sides}>
        {(['clean', 'corrupted'] as const).map((side) => (
          <div key={side} className={classes.side}>
            <h3>{side}</h3>
            <p className={classes.tokens}>
              {fact.columns.map((column, at) => (
                <code key={at} data-marked={column.clean !== column.corrupted || undefined}>
                  {visibleText(column[side])}
                </code>
              ))}
            </p>
            <div className={classes.barsFrame}>
              {shown && (
                <TokenBars
                  label={`Most probable next tokens of the ${side} prompt`}
                  tokens={shown[side]}
                  marked={fact.pair}
                />
              )}
            </div>
            <p className={classes.difference}>
              logit difference{' '}
              <b>{shown ? formatNumber(side === 'clean' ? shown.source : shown.base, 2) : '…'}</b>
            </p>
          </div>
        ))}
      </div>
      <StepNote state={state} work="two forward runs" hasSaved={saved !== null} />
    </div>
  );
}
