/** The models on disk, read in this process; what has not changed is read once. */
import { listModels, loadTokenizer, locateModel, modelInfo, modelSha256 } from '../engine/client';
import type { Tokenizer } from '../engine/gpt2/tokenizer';
import type { ModelInfo } from '../engine/types';

export interface Models {
  list(): Promise<ModelInfo[]>;
  /** @throws MODEL_UNAVAILABLE */
  info(id: string): Promise<ModelInfo>;
  /** @throws MODEL_UNAVAILABLE */
  tokenizer(id: string): Promise<Tokenizer>;
  /** sha256 of its weights file. @throws MODEL_UNAVAILABLE */
  sha256(id: string): Promise<string>;
  /** Changes when its files do. @throws MODEL_UNAVAILABLE */
  stamp(id: string): Promise<string>;
}

/** @param folders searched in order; the first holder of an id wins. */
export function modelsIn(folders: readonly string[]): Models {
  return {
    list: () => listModels(folders),
    info: (id) => modelInfo(id, folders),
    tokenizer: (id) => loadTokenizer(id, folders),
    sha256: (id) => modelSha256(id, folders),
    stamp: async (id) => (await locateModel(id, folders)).stamp,
  };
}
