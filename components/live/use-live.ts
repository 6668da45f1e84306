'use client';

/**
 * Follows a subscription of the API by server-sent events.
 *
 * The browser's EventSource needs no library, so that the header can use it on every page. It connects again when the connection
 * breaks, and the first event of each connection makes the page read what it has missed. A tab that is not seen has no connection:
 * browsers open only six to one host.
 */
import { useEffect, useRef } from 'react';

/** Pause before a new attempt after a refusal, which EventSource does not repeat by itself, in ms. */
const RETRY_MS = 5000;

interface LiveResult<T> {
  readonly data?: T | null;
  readonly errors?: readonly unknown[];
}

/**
 * @param query text of a subscription; null for none.
 * @param variables its variables; they must not be made anew for each rendering unless their JSON is the same.
 * @param onData called with each result that has data.
 */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- says what the subscription selects
export function useLive<T>(
  query: string | null,
  variables: Readonly<Record<string, unknown>>,
  onData: (data: T) => void,
): void {
  const latest = useRef(onData);
  useEffect(() => {
    latest.current = onData;
  });
  const written = JSON.stringify(variables);
  useEffect(() => {
    if (query === null || typeof EventSource === 'undefined') return undefined;
    const address = `/api/graphql/stream?${new URLSearchParams({ query, variables: written }).toString()}`;
    let source: EventSource | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const close = (): void => {
      clearTimeout(timer);
      source?.close();
      source = null;
    };
    const open = (): void => {
      if (source || document.visibilityState === 'hidden') return;
      const opened = new EventSource(address);
      source = opened;
      opened.addEventListener('next', (event: MessageEvent<string>) => {
        const { data } = JSON.parse(event.data) as LiveResult<T>;
        if (data) latest.current(data);
      });
      // The server has nothing more to say; a closed source does not connect again.
      opened.addEventListener('complete', close);
      opened.addEventListener('error', () => {
        if (opened.readyState !== EventSource.CLOSED) return;
        close();
        timer = setTimeout(open, RETRY_MS);
      });
    };
    const onVisibility = (): void => {
      if (document.visibilityState === 'hidden') close();
      else open();
    };
    open();
    document.addEventListener('visibilitychange', onVisibility);
    return () => {
      document.removeEventListener('visibilitychange', onVisibility);
      close();
    };
  }, [query, written]);
}
