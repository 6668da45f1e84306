/** Decides for which models publishing the notebook's findings is offered. */
import type { ModelInfo } from '../engine/api';
import type { Models } from '../models/registry/installed';
import type { Verifier } from '../models/verify/verifier';
import { BUNDLED } from './seed-findings';

/**
 * Whether to offer it: the model comes with Patchbay, reproduces its published values, or, without published values, was downloaded from
 * a hub. Of a directory that somebody made, such as one with seeded weights, nothing says that it was trained. `publishNotebook` takes any
 * model, and refuses one that does not do the tasks.
 */
export async function canPublishNotebook(
  { verifier, models }: { readonly verifier: Verifier; readonly models: Pick<Models, 'origin'> },
  { id, unavailable }: Pick<ModelInfo, 'id' | 'unavailable'>,
): Promise<boolean> {
  if (unavailable !== null) return false;
  if (id === BUNDLED) return true;
  const status = await verifier.status(id);
  return status === null ? (await models.origin(id)) !== null : status.state === 'PASSED';
}
