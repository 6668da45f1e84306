/** Requests of stories that are not sent by Apollo. */

/** What a request is answered with; a request without an answer stays open. */
export type FetchAnswer = (path: string, body: string) => object | null | undefined;

/** Answers all requests of the page, until the returned function is called. */
export function stubFetch(answer: FetchAnswer): () => void {
  const { fetch } = globalThis;
  globalThis.fetch = (input, init) => {
    const address = input instanceof Request ? input.url : String(input);
    const { pathname } = new URL(address, location.href);
    const data = answer(pathname, typeof init?.body === 'string' ? init.body : '');
    return data === undefined
      ? new Promise(() => {})
      : Promise.resolve(
          new Response(JSON.stringify(data), { headers: { 'content-type': 'application/json' } }),
        );
  };
  return () => {
    globalThis.fetch = fetch;
  };
}
