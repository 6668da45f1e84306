/** The models on disk, for services. Directories are examined and texts tokenised in a worker thread. */
import { createModelDirectories, type ModelIdentity, type ModelReader } from '../../engine/client/client';
import type { ModelInfo } from '../../engine/api';
import { CATALOGUE } from '../hub/catalogue';
import { readReceipt } from '../hub/staging';
import { createThreadReader } from './reader-thread';

/** One token of a text. */
export interface Token {
  readonly id: number;
  readonly text: string;
}

/** Properties of a model's tokenizer. */
export interface Vocabulary {
  /** Id of <|endoftext|>. */
  readonly bosId: number;
  /** Bytes of the longest token: n tokens hold at most n times as many. */
  readonly longestTokenBytes: number;
  /** Text of a token; U+FFFD replaces bytes that are not a complete UTF-8 character. */
  readonly tokenText: (id: number) => string;
}

export interface Models {
  list(): Promise<ModelInfo[]>;
  /** @throws MODEL_UNAVAILABLE */
  info(id: string): Promise<ModelInfo>;
  /** @throws MODEL_UNAVAILABLE */
  vocabulary(id: string): Promise<Vocabulary>;
  /**
   * Tokens of each text, without BOS. Equal texts are tokenised once and share their result.
   *
   * @throws MODEL_UNAVAILABLE; RUN_CANCELLED when `signal` aborts.
   */
  tokenize(id: string, texts: readonly string[], signal?: AbortSignal): Promise<(readonly Token[])[]>;
  /** Hashes of its files; weights are read only when they have changed. @throws MODEL_UNAVAILABLE */
  identify(id: string): Promise<ModelIdentity>;
  /** Changes when its files do. @throws MODEL_UNAVAILABLE */
  stamp(id: string): Promise<string>;
  /** Where its files were downloaded from; null for a directory that Patchbay did not install. @throws MODEL_UNAVAILABLE */
  origin(id: string): Promise<{ readonly repository: string; readonly revision: string } | null>;
}

/** Vocabularies kept in memory; models of one family share one. */
const MAX_VOCABULARIES = 8;

/**
 * Creates access to the models in some folders.
 *
 * @param folders searched in order; the first directory with an id is used.
 */
export function createModels(folders: readonly string[], reader: ModelReader = createThreadReader()): Models {
  const directories = createModelDirectories(folders, { reader, adviseMissing });
  /** Texts of tokens by the hash of the tokenizer's file. */
  const texts = new Map<string, Promise<readonly string[]>>();

  const locate = async (id: string) => {
    const { path: directory, tokenizerSha256: sha256, ...model } = await directories.locate(id);
    return { ...model, source: { directory, sha256 } };
  };
  const tokenTexts = (source: { directory: string; sha256: string }): Promise<readonly string[]> => {
    const known = texts.get(source.sha256);
    if (known) return known;
    const reading = reader.tokenTexts(source);
    texts.set(source.sha256, reading);
    reading.catch(() => texts.delete(source.sha256));
    for (const [oldest] of texts) {
      if (texts.size <= MAX_VOCABULARIES) break;
      texts.delete(oldest);
    }
    return reading;
  };

  return {
    list: () => directories.list(),
    info: async (id) => (await directories.locate(id)).info,
    async vocabulary(id) {
      const { source, bosId, longestTokenBytes } = await locate(id);
      const byId = await tokenTexts(source);
      return { bosId, longestTokenBytes, tokenText: (token) => byId[token] ?? '' };
    },
    async tokenize(id, wanted, signal) {
      const { source } = await locate(id);
      const distinct = [...new Set(wanted)];
      const [byId, idsByText] = await Promise.all([
        tokenTexts(source),
        reader.tokenize(source, distinct, signal),
      ]);
      const tokens = new Map(
        distinct.map((text, index) => [
          text,
          Array.from(idsByText[index]!, (token) => ({ id: token, text: byId[token]! })),
        ]),
      );
      return wanted.map((text) => tokens.get(text)!);
    },
    identify: (id) => directories.identify(id),
    stamp: async (id) => (await directories.locate(id)).stamp,
    origin: async (id) => readReceipt((await directories.locate(id)).path),
  };
}

/** How to install a missing model; null if it is not in the catalogue. */
function adviseMissing(id: string): string | null {
  return CATALOGUE.some((entry) => entry.id === id) ? `Install it: npm run models -- install ${id}` : null;
}
