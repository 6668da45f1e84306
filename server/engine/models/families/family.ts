/** What a model family must say about itself: how to read its config.json and its weights file. */
import type { Architecture } from '../architecture';
import type { OuterWeights, RawBlock } from '../block-weights';

/** Reads one tensor as float32, by its name without prefix. */
export type ReadTensor = (name: string) => Promise<Float32Array>;

/** A family of models whose files have one format. */
export interface Family {
  /** `model_type` of its config.json. */
  readonly modelType: string;
  /** Name for people, e.g. 'GPT-2'. */
  readonly label: string;
  /**
   * Makes an architecture from a parsed config.json.
   *
   * @throws MODEL_UNAVAILABLE naming the field that is missing, wrong or unsupported.
   */
  parseConfig(json: unknown): Architecture;
  /** Tensors of a weights file. */
  describeTensors(architecture: Architecture): TensorLayout;
  /** Weights outside the blocks. @param has whether the file has an optional tensor. */
  readOuter(read: ReadTensor, has: (name: string) => boolean): Promise<OuterWeights>;
  /** Weights of one block; every array is fresh and may be changed. */
  readBlock(read: ReadTensor, layer: number, architecture: Architecture): Promise<RawBlock>;
}

/** Names, without prefix, and shapes of the tensors of a weights file. */
export interface TensorLayout {
  /** Some files put this before every name. */
  readonly prefix: string;
  /** Tensors that a file must have, in file order. */
  readonly required: ReadonlyMap<string, readonly number[]>;
  /** Tensors that a file may have. */
  readonly optional: ReadonlyMap<string, OptionalTensor>;
  /** Names of tensors that are no weights. */
  readonly ignored: RegExp;
  /** Largest number of tensors of a file, ignored ones included. */
  readonly maxTensors: number;
}

export interface OptionalTensor {
  readonly shape: readonly number[];
  /** Why this model needs it after all, e.g. 'config.json has tie_word_embeddings false'; null when it does not. */
  readonly neededBecause: string | null;
}
