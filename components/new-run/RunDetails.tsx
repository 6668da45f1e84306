'use client';

import { Skeleton } from '@mantine/core';
import { memo, useDeferredValue, useMemo } from 'react';
import { useTone } from '../plot/heatmap/use-tone';
import { BaselineLine } from '../results/BaselineLine';
import { formatLogits } from './format-logits';
import { FirstResult } from './FirstResult';
import { planFirstResult } from './first-result';
import type { FormState } from './form-state';
import { PairPredictions } from './PairPredictions';
import { hasMorePairs } from './set-pairs';
import type { FormCheck } from './use-check';
import classes from './run-details.module.css';

interface RunDetailsProps {
  readonly state: FormState;
  readonly check: FormCheck;
}

/** The baseline of all pairs and of the open one, and the first result where it is quick. Drawn after what is typed. */
export function RunDetails(props: RunDetailsProps) {
  return <Details {...useDeferredValue(props)} />;
}

const Details = memo(function Details({ state, check }: RunDetailsProps) {
  const tone = useTone();
  const { rows, settings, openId } = state;
  const { findResult, baseline, estimatedMs, model } = check;
  const isClean = check.pairProblems.length + check.issues.length === 0;
  const usable = isClean ? estimatedMs : null;
  const { set } = settings;
  const pairCount = set?.usesAll && hasMorePairs(set, rows) ? (set.pairCount ?? rows.length) : rows.length;
  const plan = useMemo(
    () =>
      planFirstResult({ rows, settings, findResult, openId, size: model, estimatedMs: usable, pairCount }),
    [rows, settings, findResult, openId, model, usable, pairCount],
  );
  const at = Math.max(
    0,
    rows.findIndex(({ id }) => id === openId),
  );
  const open = rows[at]!;
  const ofPair = findResult(open)?.baseline;
  return (
    <div className={classes.details}>
      <section aria-label="Baseline">
        <h3 className={classes.heading}>Baseline</h3>
        {baseline ? (
          <BaselineLine baseline={baseline} tone={tone} />
        ) : (
          <div className={classes.empty}>
            {check.isPending ? (
              <Skeleton height={66} />
            ) : (
              <p className={classes.note}>
                {check.previewError
                  ? 'The pairs have not been checked.'
                  : 'The logit differences of the pairs, as soon as one is complete.'}
              </p>
            )}
          </div>
        )}
        {ofPair && (
          <p className={classes.pair}>
            <span>Pair {at + 1}</span>
            <b>{formatLogits(ofPair.clean)}</b> clean, <b>{formatLogits(ofPair.corrupted)}</b> corrupted
          </p>
        )}
        {ofPair && 'kind' in plan && (
          <PairPredictions
            model={settings.model}
            clean={open.clean}
            corrupted={open.corrupted}
            prependBos={settings.prependBos}
          />
        )}
      </section>
      {!check.previewError && <FirstResult plan={plan} />}
    </div>
  );
});
