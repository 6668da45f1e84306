/**
 * Sends results as server-sent events, in the "distinct connections" protocol of graphql-sse.
 *
 * graphql-sse's own server buffers every event for a slow reader, and breaks the connection when a source throws.
 */

/** How often to send a comment that keeps proxies from closing an idle connection. */
const PING_MS = 12_000;
const PING = ':\n\n';

/**
 * Sends each result as a `next` event, then `complete`. The next result is requested when the last one has been read.
 *
 * @param stop ends the stream when it aborts, without `complete`: the client then reconnects.
 * @param onEnd is called once, when the stream has ended for any reason.
 */
export function eventStream(
  results: AsyncGenerator<object>,
  stop: AbortSignal,
  onEnd: () => void,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let pinger: NodeJS.Timeout | undefined;
  let onStop = (): void => {};
  let hasEnded = false;
  const end = (): boolean => {
    if (hasEnded) return false;
    hasEnded = true;
    clearInterval(pinger);
    stop.removeEventListener('abort', onStop);
    onEnd();
    // Not awaited: a busy source returns later.
    results.return(undefined).catch(() => {});
    return true;
  };
  return new ReadableStream<Uint8Array>({
    start(controller) {
      onStop = () => {
        if (end()) controller.close();
      };
      stop.addEventListener('abort', onStop);
      if (stop.aborted) return onStop();
      // Some browsers ignore the headers until the first byte arrives.
      controller.enqueue(encoder.encode(PING));
      pinger = setInterval(() => {
        if ((controller.desiredSize ?? 0) > 0) controller.enqueue(encoder.encode(PING));
      }, PING_MS);
      pinger.unref();
    },
    async pull(controller) {
      const { done, value } = await results.next();
      if (hasEnded) return;
      if (!done) {
        controller.enqueue(encoder.encode(`event: next\ndata: ${JSON.stringify(value)}\n\n`));
        return;
      }
      controller.enqueue(encoder.encode('event: complete\ndata:\n\n'));
      if (end()) controller.close();
    },
    cancel() {
      end();
    },
  });
}
