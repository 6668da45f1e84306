'use client';

import { useCallback, useEffect, useState } from 'react';
import { queryAfterPause } from '../apollo/query-after-pause';
import { useFindClient } from '../apollo/use-client';
import { readError, type ReadError } from '../apollo/read-error';
import { PreviewRunDocument } from '../generated/graphql';
import { isSameInput, readPreview, readRefusal, type Answer, type CheckedInput } from './preview';

const PAUSE_MS = 350;

export interface PreviewState {
  /** The last answer; it may belong to an earlier input. */
  readonly answer: Answer | null;
  /** Why the current input could not be checked; null otherwise. */
  readonly error: ReadError | null;
  /** Whether the current input has neither an answer nor an error yet. */
  readonly isPending: boolean;
  /** Checks the current input again. */
  readonly retry: () => void;
}

interface Settled {
  readonly checked: CheckedInput;
  readonly error: ReadError | null;
}

/**
 * Checks an input whenever typing pauses. A request whose input has changed since is aborted, and its answer is ignored.
 *
 * @param input null while there is nothing to check.
 */
export function usePreview(input: CheckedInput | null): PreviewState {
  const findClient = useFindClient();
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [settled, setSettled] = useState<Settled | null>(null);
  const [current, renew] = useStableInput(input);
  useEffect(() => {
    if (current === null) return undefined;
    const settle = (next: Answer | null, error: ReadError | null): void => {
      if (next) setAnswer(next);
      setSettled({ checked: current, error });
    };
    return queryAfterPause(findClient, PreviewRunDocument, { input: current.input }, PAUSE_MS, {
      onData: (data) => settle(data ? readPreview(current, data.previewRun) : null, null),
      onError(error) {
        const read = readError(error);
        // A preview that is refused for its size names fields, like a refused run.
        if (read.issues.length > 0) settle(readRefusal(current, read.issues), null);
        else settle(null, read);
      },
    });
  }, [findClient, current]);
  const retry = useCallback(() => {
    setSettled(null);
    renew();
  }, [renew]);
  const isSettled = current !== null && settled !== null && isSameInput(settled.checked, current);
  return {
    answer,
    error: isSettled ? settled.error : null,
    isPending: current !== null && !isSettled,
    retry,
  };
}

/** The same object as long as the input is the same, and what makes it another one. */
function useStableInput(input: CheckedInput | null): [CheckedInput | null, () => void] {
  const [last, setLast] = useState(input);
  const renew = useCallback(() => setLast((known) => known && { ...known }), []);
  if (input === last || (input !== null && last !== null && isSameInput(input, last))) return [last, renew];
  setLast(input);
  return [input, renew];
}
