/** Requests of stories that are not sent by Apollo. */

/** What a request is answered with: data, or a response that refuses it. A request without an answer stays open. */
export type FetchAnswer = (path: string, body: string) => object | null | undefined;

let answer: FetchAnswer | null = null;
const { fetch } = globalThis;

// Once for all stories: the client of better-auth keeps the function that it finds first.
globalThis.fetch = (input, init) => {
  if (!answer) return fetch(input, init);
  const address = input instanceof Request ? input.url : String(input);
  const { pathname } = new URL(address, location.href);
  const data = answer(pathname, typeof init?.body === 'string' ? init.body : '');
  if (data === undefined) return new Promise(() => {});
  if (data instanceof Response) return Promise.resolve(data);
  return Promise.resolve(
    new Response(JSON.stringify(data), { headers: { 'content-type': 'application/json' } }),
  );
};

/** Answers all requests of the page, until the returned function is called. */
export function stubFetch(given: FetchAnswer): () => void {
  answer = given;
  return () => {
    answer = null;
  };
}
