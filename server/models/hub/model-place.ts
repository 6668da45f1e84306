/** The directory that a model would be installed into: whether it is free. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { createModelDirectories, type ModelReader } from '../../engine/client/client';
import { AppError } from '../../errors';

export interface ModelPlaces {
  /** Whether a usable model of this id is on disk. */
  isInstalled(id: string): Promise<boolean>;
  /** @throws CONFLICT when a directory has the id of the model but is not a usable model. */
  checkFree(id: string): Promise<void>;
}

/**
 * @param folders all folders that models are looked for in.
 * @param reader examines model directories; by default in this thread.
 */
export function createModelPlaces(folders: readonly string[], reader: ModelReader | undefined): ModelPlaces {
  const options = reader ? { reader } : {};
  const directories = createModelDirectories(folders, options);
  return {
    async isInstalled(id) {
      const models = await directories.list();
      return models.some((model) => model.id === id && model.unavailable === null);
    },

    async checkFree(id) {
      for (const folder of folders) {
        if (!(await stat(path.join(folder, id)).catch(() => null))) continue;
        const models = await createModelDirectories([folder], options).list();
        const reason = models.find((model) => model.id === id)?.unavailable ?? 'it holds no model.';
        const message = `The models folder already has a '${id}' that cannot be used: ${reason} Move it away, then install again.`;
        throw new AppError('CONFLICT', message);
      }
    },
  };
}
