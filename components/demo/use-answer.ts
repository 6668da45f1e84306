'use client';

import { useEffect, useRef, useState } from 'react';

export interface Answer<Value> {
  readonly value: Value;
  /** Time from the request to the answer, in ms. */
  readonly elapsedMs: number;
}

export interface AnswerState<Value> {
  readonly answer: Answer<Value> | null;
  /** Why there is no answer. */
  readonly problem: string | null;
  readonly isComputing: boolean;
}

/** Answers of this page load: nothing is asked for twice. */
const answers = new Map<string, Promise<Answer<unknown>>>();

/**
 * Asks the server once the browser is idle, so that it delays no paint.
 *
 * @param key names the question; null while there is none. The same key has the same answer.
 */
export function useAnswer<Value>(key: string | null, compute: () => Promise<Value>): AnswerState<Value> {
  const [settled, setSettled] = useState<{
    readonly key: string;
    readonly answer: Answer<Value> | null;
    readonly problem: string | null;
  } | null>(null);
  // The question is named by its key: another function for the same key asks nothing.
  const latest = useRef(compute);
  useEffect(() => {
    latest.current = compute;
  });
  useEffect(() => {
    if (key === null) return undefined;
    let isCurrent = true;
    const cancel = whenIdle(() => {
      const asked = (answers.get(key) ?? askOnce(key, latest.current)) as Promise<Answer<Value>>;
      asked.then(
        (answer) => isCurrent && setSettled({ key, answer, problem: null }),
        (error: unknown) =>
          isCurrent &&
          setSettled({ key, answer: null, problem: error instanceof Error ? error.message : String(error) }),
      );
    });
    return () => {
      isCurrent = false;
      cancel();
    };
  }, [key]);
  const current = settled?.key === key ? settled : null;
  return {
    answer: current?.answer ?? null,
    problem: current?.problem ?? null,
    isComputing: key !== null && current === null,
  };
}

/** Keeps the answer; a failure is forgotten, so that it can be tried again. */
function askOnce<Value>(key: string, compute: () => Promise<Value>): Promise<Answer<Value>> {
  const started = performance.now();
  const answer = compute().then((value) => ({ value, elapsedMs: performance.now() - started }));
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
