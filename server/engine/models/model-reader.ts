/**
 * Reads untrusted input: model directories, and texts to tokenise.
 *
 * The web process does it in a thread (server/models/registry/reader-thread.ts), the engine process and tests do it directly;
 * both implement `ModelReader`.
 */
import { createHash } from 'node:crypto';
import { AppError, checkAborted } from '../../errors';
import { examineDirectory, type Examination } from './examine';
import { readModelFile } from './model-files';
import { createTokenizer, type Tokenizer } from './tokenizer';
import { MAX_TOKENIZER_BYTES } from './tokenizer-file';

/** The tokenizer of a directory, identified by the hash of the file that was examined. */
export interface TokenizerSource {
  readonly directory: string;
  readonly sha256: string;
}

export interface ModelReader {
  /** Examines a model directory; never throws for the content of its files. */
  examine(directory: string): Promise<Examination>;
  /**
   * Lists the text of every token by id; U+FFFD stands for bytes that are not a whole UTF-8 character.
   *
   * @throws MODEL_UNAVAILABLE when the file has changed since it was examined.
   */
  tokenTexts(source: TokenizerSource): Promise<readonly string[]>;
  /**
   * Tokenises texts; adds no tokens before or after them.
   *
   * @throws MODEL_UNAVAILABLE like tokenTexts; RUN_CANCELLED when `signal` aborts.
   */
  tokenize(source: TokenizerSource, texts: readonly string[], signal?: AbortSignal): Promise<Int32Array[]>;
}

/** Tokenizers that are kept in memory; models with equal tokenizers share one. */
const MAX_TOKENIZERS = 4;

/** Makes a reader that works in the calling thread. */
export function createDirectReader(): ModelReader {
  /** By hash, in order of last use. */
  const tokenizers = new Map<string, Tokenizer>();

  const load = async ({ directory, sha256 }: TokenizerSource): Promise<Tokenizer> => {
    const known = tokenizers.get(sha256);
    tokenizers.delete(sha256);
    const tokenizer = known ?? (await readTokenizer(directory, sha256));
    tokenizers.set(sha256, tokenizer);
    for (const [oldest] of tokenizers) {
      if (tokenizers.size <= MAX_TOKENIZERS) break;
      tokenizers.delete(oldest);
    }
    return tokenizer;
  };

  return {
    examine: examineDirectory,
    async tokenTexts(source) {
      const tokenizer = await load(source);
      return Array.from({ length: tokenizer.size }, (_, id) => tokenizer.tokenText(id));
    },
    async tokenize(source, texts, signal) {
      const tokenizer = await load(source);
      return texts.map((text) => {
        checkAborted(signal);
        return Int32Array.from(tokenizer.encode(text));
      });
    },
  };
}

/** @throws MODEL_UNAVAILABLE when the file has changed since it was examined. */
async function readTokenizer(directory: string, sha256: string): Promise<Tokenizer> {
  const bytes = await readModelFile(directory, 'tokenizer.json', MAX_TOKENIZER_BYTES);
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) {
    throw new AppError('MODEL_UNAVAILABLE', 'tokenizer.json has just been replaced. Try again.');
  }
  return createTokenizer(bytes.toString('utf8'));
}
