'use client';

import { computeDemo } from './compute-demo';
import type { DemoExample, DemoValues } from './example';
import { useAnswer } from './use-answer';

/** Where shown values come from. */
export type DemoSource = 'engine' | 'saved' | 'none';

export interface ShownDemo {
  readonly values: DemoValues | null;
  readonly source: DemoSource;
  /** Time from the request to the answer, in ms; null for values that are not of the engine. */
  readonly elapsedMs: number | null;
  /** Why the engine has not answered. */
  readonly problem: string | null;
  readonly isComputing: boolean;
}

/**
 * The values of an example: stored ones at first, those of the engine once it has answered. A failure leaves the stored values.
 *
 * @param isWanted false while nothing is to be asked.
 */
export function useDemoValues(request: string, example: DemoExample, isWanted = true): ShownDemo {
  const key = isWanted ? `${example.model} ${example.id}` : null;
  const { answer, problem, isComputing } = useAnswer(key, () => computeDemo(request, example));
  return {
    values: answer?.value ?? example.saved?.values ?? null,
    source: answer ? 'engine' : example.saved ? 'saved' : 'none',
    elapsedMs: answer?.elapsedMs ?? null,
    problem,
    isComputing,
  };
}
