/** GraphQL without Apollo Client, for pages and parts that do not load it. */
import { fetchServer } from './fetch-server';

/** Sends an operation and returns its data. @throws Error with the first message of the API; ServerUnreachableError. */
export async function sendRequest<Data>(query: string, variables: object): Promise<Data> {
  const response = await fetchServer('/api/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    credentials: 'same-origin',
    body: JSON.stringify({ query, variables }),
  });
  const answer = (await response.json()) as { data?: Data | null; errors?: { message: string }[] };
  if (!answer.data || answer.errors) {
    throw new Error(answer.errors?.[0]?.message ?? `The server answered with status ${response.status}.`);
  }
  return answer.data;
}
