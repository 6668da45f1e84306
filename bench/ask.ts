/** GraphQL over HTTP for benchmarks. */

/** An answer, and the cookie of the identity that asked. */
export interface Answer<T> {
  readonly data: T;
  readonly cookie: string;
}

/** Sends an operation to the API of a site. A failure ends the benchmark, because its numbers would mean nothing. */
export async function ask<T>(url: string, query: string, variables: object = {}, cookie = ''): Promise<T> {
  return (await askWithCookie<T>(url, query, variables, cookie)).data;
}

/** As `ask`, and returns the cookie too. */
export async function askWithCookie<T>(
  url: string,
  query: string,
  variables: object = {},
  cookie = '',
): Promise<Answer<T>> {
  const response = await fetch(`${url}/api/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify({ query, variables }),
  });
  const answer = (await response.json()) as { data: T; errors?: { message: string }[] };
  if (answer.errors) throw new Error(`${answer.errors[0]?.message} (in answer to ${query.slice(0, 60)})`);
  return { data: answer.data, cookie: response.headers.get('set-cookie')?.split(';')[0] ?? cookie };
}
