/** Requests from many addresses: X-Forwarded-For of a site that trusts one proxy. */

export interface Sender {
  readonly address: string;
  /** Empty for a visitor without an identity. */
  cookie: string;
}

export interface Reply<T> {
  /** HTTP status. */
  readonly status: number;
  /** Null for a refusal. */
  readonly data: T | null;
  /** Code of the first error; null without one. */
  readonly code: string | null;
  readonly message: string | null;
}

/** The `index`th of up to 65,536 senders with different addresses. */
export function makeSender(index: number): Sender {
  return { address: `10.1.${(index >> 8) & 255}.${index & 255}`, cookie: '' };
}

/** Sends an operation and keeps the identity that the site gives. */
export async function send<T>(
  url: string,
  sender: Sender,
  query: string,
  variables: object = {},
): Promise<Reply<T>> {
  const response = await fetch(`${url}/api/graphql`, {
    method: 'POST',
    headers: { ...writeHeaders(sender), 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  const cookie = response.headers.get('set-cookie')?.split(';')[0];
  if (cookie !== undefined) sender.cookie = cookie;
  return { status: response.status, ...readAnswer<T>(text) };
}

/** As `send`. @throws Error for an answer with an error. */
export async function sendOrFail<T>(
  url: string,
  sender: Sender,
  query: string,
  variables: object = {},
): Promise<T> {
  const { data, message, status } = await send<T>(url, sender, query, variables);
  if (data === null || message !== null)
    throw new Error(`${status} ${message} (in answer to ${query.slice(0, 80)})`);
  return data;
}

/** Reads a page. @returns the HTTP status. */
export async function loadPage(url: string, sender: Sender): Promise<number> {
  const response = await fetch(url, { headers: writeHeaders(sender) });
  await response.arrayBuffer();
  return response.status;
}

export function writeHeaders({ address, cookie }: Sender): Record<string, string> {
  return { 'x-forwarded-for': address, ...(cookie !== '' && { cookie }) };
}

interface Answer<T> {
  readonly data?: T | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

function readAnswer<T>(text: string): Pick<Reply<T>, 'data' | 'code' | 'message'> {
  let answer: Answer<T>;
  try {
    answer = JSON.parse(text) as Answer<T>;
  } catch {
    return { data: null, code: 'NOT_JSON', message: text.slice(0, 200) };
  }
  const [error] = answer.errors ?? [];
  return {
    data: answer.data ?? null,
    code: error ? (error.extensions?.code ?? 'NO_CODE') : null,
    message: error?.message ?? null,
  };
}
