/**
 * The models of a site whose workers compute. The web server needs a model's files too: its tokenizer and sizes for every page, and
 * the hash of its weights for the digest of a run. A model that no worker has with the same files cannot be run.
 */
import type { ModelInfo } from '../engine/api';
import type { Models } from '../models/registry/installed';
import type { WorkerList } from './registry';
import { isModel } from './worker-info';

/** The models of this process, of which those that no worker has are unavailable. */
export function listWithWorkers(models: Models, workers: Pick<WorkerList, 'list'>): Models {
  const describe = async (info: ModelInfo): Promise<ModelInfo> => {
    if (info.unavailable !== null) return info;
    const connected = workers.list();
    if (connected.length === 0)
      return unavailable(info, 'No worker is connected. Start one: npm run worker.');
    const having = connected.flatMap((worker) => worker.models).filter(({ id }) => id === info.id);
    if (having.length === 0)
      return unavailable(info, 'No connected worker has this model. Install it on one of them.');
    const { digest, weightsSha256 } = await models.identify(info.id);
    if (having.some((model) => isModel(model, info.id, { digest, weightsSha256 }))) return info;
    return unavailable(
      info,
      'The workers have other files of this model. Install the same files on a worker.',
    );
  };
  return { ...models, list: async () => Promise.all((await models.list()).map(describe)) };
}

function unavailable(info: ModelInfo, reason: string): ModelInfo {
  return { ...info, unavailable: reason };
}
