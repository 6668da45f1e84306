'use client';

import { useEffect, useState } from 'react';
import { queryAfterPause } from '../apollo/query-after-pause';
import { useFindClient } from '../apollo/use-client';
import { readError } from '../apollo/read-error';
import { PatchSitesDocument } from '../generated/graphql';
import { readFirstResult, type FirstResultPlan, type FirstResultValues } from './first-result';

/** The check of the form has waited for a pause in typing; this one is for clicks that follow each other. */
const PAUSE_MS = 120;

export interface FirstResult {
  readonly plan: FirstResultPlan;
  readonly values: FirstResultValues;
  readonly elapsedMs: number;
}

export interface FirstResultState {
  /** The last result; it may be of an earlier plan. */
  readonly result: FirstResult | null;
  /** Whether the result is not of the present plan. */
  readonly isStale: boolean;
  /** Why the present plan has no result. */
  readonly problem: string | null;
}

/** Computes a plan. A request whose plan has changed since is aborted, and its answer is ignored. Nothing is stored. */
export function useFirstResult(plan: FirstResultPlan | null): FirstResultState {
  const findClient = useFindClient();
  const [result, setResult] = useState<FirstResult | null>(null);
  const [failure, setFailure] = useState<{ readonly key: string; readonly problem: string } | null>(null);
  const key = plan && makeKey(plan);
  const [current, setCurrent] = useState(plan);
  if ((current && makeKey(current)) !== key) setCurrent(plan);
  useEffect(() => {
    if (current === null) return undefined;
    const fail = (problem: string): void => setFailure({ key: makeKey(current), problem });
    const asked = performance.now() + PAUSE_MS;
    return queryAfterPause(findClient, PatchSitesDocument, { input: current.input }, PAUSE_MS, {
      onData(data) {
        const values = data ? readFirstResult(data, current.input.direction ?? 'DENOISING') : null;
        if (!values) return fail('The answer has no result.');
        setFailure(null);
        setResult({ plan: current, values, elapsedMs: performance.now() - asked });
      },
      onError: (error) => fail(readError(error).message),
    });
  }, [findClient, current]);
  return {
    result,
    isStale: result !== null && makeKey(result.plan) !== key,
    problem: failure?.key === key ? failure.problem : null,
  };
}

const keys = new WeakMap<FirstResultPlan, string>();

function makeKey(plan: FirstResultPlan): string {
  const known = keys.get(plan);
  if (known !== undefined) return known;
  // The sites follow from the kind and the sizes.
  const { sites, ...input } = plan.input;
  const key = JSON.stringify([plan.kind, input, sites.length]);
  keys.set(plan, key);
  return key;
}
