/**
 * A model directory examined: is it a GPT-2 that the engine can compute, and which.
 *
 * Every size that a loop or an allocation follows is bounded before, so that no directory costs more than about a second. The
 * weights themselves are not read here.
 */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { AppError, isAppError } from '../../errors';
import { log } from '../../log';
import type { ModelInfo } from '../api';
import { MAX_CONFIG_BYTES, parseGpt2Config, type Gpt2Config } from './config';
import { readModelFile, withModelFile } from './model-files';
import { checkOverlaps, readHeader } from './safetensors';
import { countParameters, matchTensors, maxHeaderBytes } from './tensor-names';
import { MAX_TOKENIZER_BYTES, parseTokenizerFile } from './tokenizer-file';

/** What is known of a usable model; plain data, so that it crosses threads. */
export interface UsableModel {
  readonly gpt2: Gpt2Config;
  /** Lower-case hex sha256 of the bytes of config.json that were parsed. */
  readonly configSha256: string;
  /** Of tokenizer.json, likewise. */
  readonly tokenizerSha256: string;
  readonly bosId: number;
  /** Bytes of text that the longest token stands for. */
  readonly longestTokenBytes: number;
}

export interface Examination {
  readonly info: ModelInfo;
  /** Null when `info.unavailable` says why. */
  readonly usable: UsableModel | null;
}

/** Examines the files of a directory; what is wrong with them is in the result. */
export async function examineDirectory(directory: string): Promise<Examination> {
  const id = path.basename(directory);
  let gpt2: Gpt2Config | null = null;
  try {
    const configBytes = await readModelFile(directory, 'config.json', MAX_CONFIG_BYTES);
    gpt2 = parseGpt2Config(configBytes.toString('utf8'));
    await checkWeightsFile(directory, gpt2);
    const tokenizerBytes = await readModelFile(directory, 'tokenizer.json', MAX_TOKENIZER_BYTES);
    const tokenizer = parseTokenizerFile(tokenizerBytes.toString('utf8'));
    if (tokenizer.size > gpt2.dVocab) {
      const message = `tokenizer.json has ${tokenizer.size} tokens, but the embedding only ${gpt2.dVocab} rows; they are of different models.`;
      throw new AppError('MODEL_UNAVAILABLE', message);
    }
    // An embedding may be padded, so a small tokenizer shows by its lacking a token that config.json names.
    if (gpt2.bosTokenId !== null && gpt2.bosTokenId !== tokenizer.bosId) {
      const message = `config.json has bos_token_id ${gpt2.bosTokenId}, but <|endoftext|> is token ${tokenizer.bosId} of tokenizer.json; they are of different models.`;
      throw new AppError('MODEL_UNAVAILABLE', message);
    }
    return {
      info: describe(id, gpt2, null),
      usable: {
        gpt2,
        configSha256: sha256(configBytes),
        tokenizerSha256: sha256(tokenizerBytes),
        bosId: tokenizer.bosId,
        longestTokenBytes: tokenizer.longestTokenBytes,
      },
    };
  } catch (error) {
    return { info: describe(id, gpt2, reasonFor(error, id)), usable: null };
  }
}

/** The result of a directory that could not be examined. */
export function unexamined(directory: string, reason: string): Examination {
  return { info: describe(path.basename(directory), null, reason), usable: null };
}

async function checkWeightsFile(directory: string, gpt2: Gpt2Config): Promise<void> {
  await withModelFile(directory, 'model.safetensors', async (handle) => {
    const entries = await readHeader(handle, maxHeaderBytes(gpt2));
    matchTensors(entries, gpt2);
    checkOverlaps(entries);
  });
}

/** Our own words, or none: a system's error has paths, a parser's has pieces of the file. */
function reasonFor(error: unknown, id: string): string {
  if (isAppError(error)) return error.message;
  log.error({ err: error, model: id }, 'a model directory could not be examined');
  return 'Its files could not be examined; the log of the server says why.';
}

function describe(id: string, gpt2: Gpt2Config | null, unavailable: string | null): ModelInfo {
  return {
    id,
    layers: gpt2?.layers ?? 0,
    heads: gpt2?.heads ?? 0,
    dModel: gpt2?.dModel ?? 0,
    dVocab: gpt2?.dVocab ?? 0,
    context: gpt2?.context ?? 0,
    parameters: gpt2 ? countParameters(gpt2) : 0,
    unavailable,
  };
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
