/** For which models publishing the notebook's findings makes sense. */
import type { ModelInfo } from '../engine/api';
import type { Verifier } from '../models/verify/verifier';
import { BUNDLED } from './seed';

/**
 * Whether to offer it: the model comes with Patchbay, or its weights gave the published values. A model of which no values are
 * known is offered too, for `publishNotebook` itself refuses one that does not do the tasks.
 */
export async function canPublishNotebook(
  { verifier }: { readonly verifier: Verifier },
  { id, unavailable }: Pick<ModelInfo, 'id' | 'unavailable'>,
): Promise<boolean> {
  if (unavailable !== null) return false;
  if (id === BUNDLED) return true;
  const status = await verifier.status(id);
  return status === null || status.state === 'PASSED';
}
