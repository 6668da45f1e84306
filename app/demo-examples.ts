import { print } from 'graphql';
import {
  createBareExample,
  createSavedExample,
  DEMO_AUTHOR,
  DEMO_MODEL,
  DEMOS,
  pairOfDemo,
} from '../components/demo/create-examples';
import type { DemoExample } from '../components/demo/example';
import { DemoTokensDocument, PatchSitesDocument, SavedDemosDocument } from '../components/generated/graphql';
import { query } from './apollo';

/** The operation that computes an example, as text: the front page loads nothing that could print it. */
export const DEMO_REQUEST = print(PatchSitesDocument);

/** The examples with their stored results. Those without one have their tokens only; none where the model is missing. */
export async function readDemoExamples(): Promise<DemoExample[]> {
  const { data: saved } = await query({
    query: SavedDemosDocument,
    variables: { model: DEMO_MODEL, author: DEMO_AUTHOR },
    fetchPolicy: 'no-cache',
    errorPolicy: 'all',
  });
  const examples = await Promise.all(
    DEMOS.map(async ({ id }) => createSavedExample(id, saved) ?? (await readBareExample(id))),
  );
  // Client components accept only plain objects, and uncached results are not.
  return structuredClone(examples.filter((example) => example !== null));
}

async function readBareExample(id: (typeof DEMOS)[number]['id']): Promise<DemoExample | null> {
  const { clean, corrupted } = pairOfDemo(id);
  const { data } = await query({
    query: DemoTokensDocument,
    variables: { model: DEMO_MODEL, clean, corrupted },
    fetchPolicy: 'no-cache',
    errorPolicy: 'all',
  });
  return data ? createBareExample(id, data) : null;
}
