/** Runs a query of a route that answers strangers: embeds, oEmbed and preview images. */
import type { DocumentNode } from 'graphql';
import { config } from '../config';
import { runOperation } from './operation';
import { refuseHost } from '../http/hosts';

/** Runs a query without an identity, so that the answer is the same for everybody. @returns null when it was refused. */
export async function askAsStranger<T>(
  request: Request,
  document: DocumentNode,
  variables: Record<string, unknown>,
): Promise<T | null> {
  const anonymous = ['cookie', 'authorization'];
  const exchange = {
    header: (name: string) => (anonymous.includes(name) ? null : request.headers.get(name)),
    setCookie: () => {},
  };
  const { data, errors } = await runOperation({ document, variables }, exchange);
  return errors ? null : ((data ?? null) as T | null);
}

/** The refusal of a request to a foreign host name; null for others. */
export function refuseForeignHost(request: Request): Response | null {
  return refuseHost(request, config);
}
