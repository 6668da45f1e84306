/** Computes the patches of a demonstration by the API, as any program would: one request for all layers and positions. */
import { sendRequest } from '../apollo/send-request';
import type { InterveneInput, PatchSitesQuery, PatchSitesQueryVariables } from '../generated/graphql';
import type { DemoExample, DemoValues } from './example';

/** What the API is asked: every patch of the residual stream alone, before each layer and at each position. */
export function createDemoInput({
  model,
  pair,
  layers,
  columns,
}: Pick<DemoExample, 'model' | 'pair' | 'layers' | 'columns'>): InterveneInput {
  return {
    model,
    pairs: [pair],
    sites: Array.from({ length: layers * columns.length }, (_, index) => ({
      site: 'RESID_PRE',
      layer: Math.floor(index / columns.length),
      position: index % columns.length,
    })),
  };
}

/** The values of the first prompt in an answer. @throws Error for an answer without a result. */
export function readDemoAnswer({ intervene }: PatchSitesQuery): DemoValues {
  const [result] = intervene.results;
  if (!result) throw new Error('The answer has no result.');
  return {
    base: result.base[0]!,
    source: result.source[0]!,
    patched: result.singles.map(([value]) => value!),
  };
}

/**
 * Sends the request. Without Apollo Client, which the front page does not load.
 *
 * @param request text of the operation `PatchSites`.
 * @throws Error with the message of the API; ServerUnreachableError.
 */
export function computeDemo(request: string, example: DemoExample): Promise<DemoValues> {
  return computePatches(request, createDemoInput(example));
}

/** Computes each site of an input alone. @throws as `computeDemo`. */
export async function computePatches(request: string, input: InterveneInput): Promise<DemoValues> {
  const variables: PatchSitesQueryVariables = { input };
  return readDemoAnswer(await sendRequest<PatchSitesQuery>(request, variables));
}
