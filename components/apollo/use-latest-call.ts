'use client';

import { useCallback, useRef, useState } from 'react';

interface CallState<Result> {
  readonly result: Result | undefined;
  readonly error: Error | undefined;
  readonly loading: boolean;
}

const AT_REST = { result: undefined, error: undefined, loading: false };

/**
 * A function with the state of its last call; what earlier calls answer does not change it.
 *
 * @param call must stay the same function.
 * @returns the function, which rejects as `call` does; the state; what forgets the last call.
 */
export function useLatestCall<Arguments extends unknown[], Result>(
  call: (...args: Arguments) => Promise<Result>,
): [(...args: Arguments) => Promise<Result>, CallState<Result>, () => void] {
  const [state, setState] = useState<CallState<Result>>(AT_REST);
  const latest = useRef(0);
  const start = useCallback(
    async (...args: Arguments): Promise<Result> => {
      const turn = ++latest.current;
      const settle = (next: Partial<CallState<Result>>): void => {
        if (turn === latest.current) setState({ ...AT_REST, ...next });
      };
      settle({ loading: true });
      try {
        const result = await call(...args);
        settle({ result });
        return result;
      } catch (error) {
        settle({ error: error as Error });
        throw error;
      }
    },
    [call],
  );
  const reset = useCallback(() => {
    latest.current++;
    setState(AT_REST);
  }, []);
  return [start, state, reset];
}
