'use client';

import { useEffect, useState } from 'react';
import { computeDemo } from './compute-demo';
import type { DemoExample, DemoValues } from './example';

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

interface Computed {
  readonly values: DemoValues;
  readonly elapsedMs: number;
}

/** Answers of this page load, by example: nothing is asked for twice. */
const answers = new Map<string, Promise<Computed>>();

/**
 * The values of an example: stored ones at first, those of the engine once it has answered. The request is sent when the
 * browser is idle, so it delays no paint. A failure leaves the stored values.
 */
export function useDemoValues(request: string, example: DemoExample): ShownDemo {
  const [computed, setComputed] = useState<{ readonly id: string; readonly result: Computed } | null>(null);
  const [problem, setProblem] = useState<{ readonly id: string; readonly message: string } | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const cancel = whenIdle(() => {
      const key = `${example.model} ${example.id}`;
      const answer = answers.get(key) ?? computeOnce(key, request, example);
      answer.then(
        (result) => isCurrent && setComputed({ id: example.id, result }),
        (error: unknown) =>
          isCurrent &&
          setProblem({ id: example.id, message: error instanceof Error ? error.message : String(error) }),
      );
    });
    return () => {
      isCurrent = false;
      cancel();
    };
  }, [request, example]);
  const result = computed?.id === example.id ? computed.result : null;
  const message = problem?.id === example.id ? problem.message : null;
  return {
    values: result?.values ?? example.saved?.values ?? null,
    source: result ? 'engine' : example.saved ? 'saved' : 'none',
    elapsedMs: result?.elapsedMs ?? null,
    problem: message,
    isComputing: result === null && message === null,
  };
}

/** Keeps the answer; a failure is forgotten, so that it can be tried again. */
function computeOnce(key: string, request: string, example: DemoExample): Promise<Computed> {
  const started = performance.now();
  const answer = computeDemo(request, example).then((values) => ({
    values,
    elapsedMs: performance.now() - started,
  }));
  answers.set(key, answer);
  answer.catch(() => answers.delete(key));
  return answer;
}

/** Calls back when the browser has nothing else to do; Safari has no such event. @returns cancels it. */
function whenIdle(callback: () => void): () => void {
  if (typeof requestIdleCallback === 'function') {
    const handle = requestIdleCallback(callback, { timeout: 2000 });
    return () => cancelIdleCallback(handle);
  }
  const timer = setTimeout(callback, 200);
  return () => clearTimeout(timer);
}
