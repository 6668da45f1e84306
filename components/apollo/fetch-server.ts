/** fetch for GraphQL requests, with a failure that can be told apart from every other error. */

/** No answer came: the server is down, or the network is. Browsers word this differently, so the text tells nothing. */
export class ServerUnreachableError extends Error {
  override readonly name = 'ServerUnreachableError';
}

/**
 * Reads the whole answer, so that a connection that breaks halfway is the same failure. Answers are not streamed.
 *
 * @throws ServerUnreachableError; the reason of the request's signal.
 */
export const fetchServer: typeof fetch = async (input, init) => {
  try {
    const response = await fetch(input, init);
    return response.body === null ? response : new Response(await response.arrayBuffer(), response);
  } catch (cause) {
    if (init?.signal?.aborted) throw cause;
    throw new ServerUnreachableError('No answer from the server.', { cause });
  }
};
