/** Decides for which models publishing the notebook's findings is offered. */
import type { ModelInfo } from '../engine/api';
import type { Verifier } from '../models/verify/verifier';
import { BUNDLED } from './seed-findings';

/**
 * Whether to offer it: the model comes with Patchbay, or it reproduces its published values. A model without published
 * values is included, since `publishNotebook` refuses a model that does not do the tasks.
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
