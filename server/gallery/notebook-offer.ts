/** For which models publishing the notebook's findings makes sense. */
import type { ModelInfo } from '../engine/types';
import type { Services } from '../services';
import { BUNDLED } from './seed';

/**
 * Whether to offer it: the model comes with Patchbay, or its weights gave the published figures. Of other weights, seeded
 * ones for example, nobody knows that they do the task; `publishNotebook` tries them when it is asked.
 */
export async function canPublishNotebook(
  { verifier }: Pick<Services, 'verifier'>,
  { id, unavailable }: Pick<ModelInfo, 'id' | 'unavailable'>,
): Promise<boolean> {
  if (unavailable !== null) return false;
  return id === BUNDLED || (await verifier.status(id))?.state === 'PASSED';
}
