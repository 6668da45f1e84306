/** GraphQL without Apollo Client, for pages and parts that do not load it. */
import { fetchServer, ServerUnreachableError } from './fetch-server';
import { closeKey, KEY_HEADER, openKey, SAFE_TO_REPEAT } from './request-keys';

interface Answer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly message: string }[];
}

/** Sends an operation and returns its data. @throws Error with the first message of the API; ServerUnreachableError. */
export async function sendRequest<Data>(query: string, variables: object): Promise<Data> {
  const body = JSON.stringify({ query, variables });
  const isMutation = /^\s*mutation\b/m.test(query);
  const response = await fetchServer('/api/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      ...(isMutation && { [KEY_HEADER]: openKey(body) }),
    },
    credentials: 'same-origin',
    body,
  }).catch((error: unknown) => {
    if (!isMutation || !(error instanceof ServerUnreachableError)) throw error;
    throw new ServerUnreachableError(`${error.message} ${SAFE_TO_REPEAT}`, { cause: error.cause });
  });
  const { data, errors } = await readAnswer<Data>(response);
  if (!data || errors) {
    const message = errors?.[0]?.message ?? `The server answered with status ${response.status}.`;
    const isUnknown = isMutation && !errors && response.status >= 500;
    throw new Error(isUnknown ? `${message} ${SAFE_TO_REPEAT}` : message);
  }
  if (isMutation) closeKey(body);
  return data;
}

/** Empty for an answer that is not the API's, such as a proxy's. */
async function readAnswer<Data>(response: Response): Promise<Answer<Data>> {
  return ((await response.json().catch(() => null)) as Answer<Data> | null) ?? {};
}
