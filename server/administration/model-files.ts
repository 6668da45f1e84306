/** Size and identity of an installed model, for the administrator's page. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Config } from '../config';
import { isAppError } from '../errors';
import type { Models } from '../models/registry/installed';

const FILES = ['config.json', 'model.safetensors', 'tokenizer.json'];

/** Bytes of a model's files; null when they cannot be read. */
export async function readModelBytes(
  { modelsDirs }: Pick<Config, 'modelsDirs'>,
  id: string,
): Promise<number | null> {
  for (const folder of modelsDirs) {
    const sizes = await Promise.all(
      FILES.map((file) =>
        stat(path.join(/* turbopackIgnore: true */ folder, path.basename(id), file)).then(
          ({ size }) => size,
          () => null,
        ),
      ),
    );
    if (sizes.every((size) => size !== null)) return sizes.reduce((sum, size) => sum + size, 0);
  }
  return null;
}

/** sha256 that identifies a model (`Run.modelDigest`); null for one that cannot be used. */
export async function readModelDigest(models: Pick<Models, 'identify'>, id: string): Promise<string | null> {
  try {
    return (await models.identify(id)).digest;
  } catch (error) {
    if (isAppError(error, 'MODEL_UNAVAILABLE')) return null;
    throw error;
  }
}
