/**
 * Results as server-sent events, in graphql-sse's protocol for distinct connections.
 *
 * graphql-sse's own server keeps every event for a reader that does not read, and breaks the connection when a source throws.
 */

/** A comment that keeps proxies from closing a silent connection is sent this often. */
const PING_MS = 12_000;
const PING = ':\n\n';

/**
 * Sends each result as a `next` event, then `complete`. The next result is asked for when the last one has been read.
 *
 * @param stop ends the stream when it aborts, without `complete`: the client then tries again.
 * @param onEnd called once, when the stream has ended in whatever way.
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
    // Not waited for: a source that is in the midst of something returns after that.
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
      // Some browsers take no notice of the headers before the first byte.
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
