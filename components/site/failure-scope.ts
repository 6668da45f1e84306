'use client';

/** Requests of one part of a page that failed since the server is away: the part says it once, and tries all of them again together. */
import { createContext, useContext, useEffect, useRef } from 'react';

export interface Failures {
  /** @returns what takes the failure back. */
  readonly add: (retry: () => void) => () => void;
}

/** Null where each request speaks for itself. */
export const FailureContext = createContext<Failures | null>(null);

/** Tells the scope of a failure while it lasts. @returns whether there is a scope, which then says it. */
export function useFailureScope(isAway: boolean, retry: (() => void) | undefined): boolean {
  const scope = useContext(FailureContext);
  const latest = useRef(retry);
  useEffect(() => {
    latest.current = retry;
  });
  useEffect(() => {
    if (!isAway || scope === null) return undefined;
    return scope.add(() => latest.current?.());
  }, [isAway, scope]);
  return scope !== null;
}
