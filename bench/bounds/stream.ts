/** Subscriptions over server-sent events. */
import { writeHeaders, type Sender } from './client';

/** Opens a subscription. The events arrive as text. */
export function openStream(
  url: string,
  sender: Sender,
  query: string,
  variables: object,
  signal?: AbortSignal,
): Promise<Response> {
  return fetch(`${url}/api/graphql/stream`, {
    method: 'POST',
    headers: { ...writeHeaders(sender), 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query, variables }),
    ...(signal && { signal }),
  });
}

/**
 * Reads a subscription to its end.
 *
 * @param onEvent gets the data of each event when it arrives.
 * @returns number of events.
 * @throws Error for a refusal, and for a stream that breaks.
 */
export async function readStream(
  url: string,
  sender: Sender,
  query: string,
  variables: object,
  { onEvent, signal }: { readonly onEvent?: (data: string) => void; readonly signal?: AbortSignal } = {},
): Promise<number> {
  const response = await openStream(url, sender, query, variables, signal);
  if (response.status !== 200 || response.body === null)
    throw new Error(`${response.status} ${await response.text()}`);
  const decoder = new TextDecoder();
  let rest = '';
  let events = 0;
  for await (const bytes of response.body) {
    const parts = (rest + decoder.decode(bytes, { stream: true })).split('\n\n');
    rest = parts.pop()!;
    for (const part of parts) {
      const data = /^event: next\ndata: (.*)$/.exec(part)?.[1];
      if (data === undefined) continue;
      events++;
      onEvent?.(data);
    }
  }
  return events;
}
