/**
 * Examines a model directory: whether the engine can compute the model, and its architecture.
 *
 * Every size that bounds a loop or an allocation is checked first, so that no directory takes more than about a second. The
 * weights are not read.
 */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { AppError, isAppError } from '../../errors';
import { log } from '../../log';
import type { ModelInfo } from '../api';
import type { Architecture } from './architecture';
import type { Family } from './families/family';
import { MAX_CONFIG_BYTES, parseConfig } from './families/registry';
import { countParameters, matchTensors, maxHeaderBytes } from './match-tensors';
import { readModelFile, withModelFile } from './model-files';
import { checkOverlaps, readHeader } from './safetensors';
import { MAX_TOKENIZER_BYTES, parseTokenizerFile } from './tokenizer-file';

/** A usable model, as plain data that can be sent between threads. */
export interface UsableModel {
  /** `model_type` of its family; see families/registry.ts. */
  readonly family: string;
  readonly architecture: Architecture;
  /** Lower-case hex sha256 of the bytes of config.json that were parsed. */
  readonly configSha256: string;
  /** The same of tokenizer.json. */
  readonly tokenizerSha256: string;
  readonly bosId: number;
  /** Bytes of text of the longest token. */
  readonly longestTokenBytes: number;
}

export interface Examination {
  readonly info: ModelInfo;
  /** Null when the model is unusable; `info.unavailable` has the reason. */
  readonly usable: UsableModel | null;
}

interface ParsedConfig {
  readonly family: Family;
  readonly architecture: Architecture;
}

/** Examines the files of a directory; problems are in the result. */
export async function examineDirectory(directory: string): Promise<Examination> {
  const id = path.basename(directory);
  let parsed: ParsedConfig | null = null;
  try {
    const configBytes = await readModelFile(directory, 'config.json', MAX_CONFIG_BYTES);
    parsed = parseConfig(configBytes.toString('utf8'));
    const { family, architecture } = parsed;
    await checkWeightsFile(directory, parsed);
    const tokenizerBytes = await readModelFile(directory, 'tokenizer.json', MAX_TOKENIZER_BYTES);
    const tokenizer = parseTokenizerFile(tokenizerBytes.toString('utf8'));
    if (tokenizer.size > architecture.dVocab) {
      const message = `tokenizer.json has ${tokenizer.size} tokens, but the embedding has only ${architecture.dVocab} rows; the files belong to different models.`;
      throw new AppError('MODEL_UNAVAILABLE', message);
    }
    // An embedding may be padded, so a tokenizer that is too small is found by the token that config.json names.
    if (architecture.bosTokenId !== null && architecture.bosTokenId !== tokenizer.bosId) {
      const message = `config.json has bos_token_id ${architecture.bosTokenId}, but <|endoftext|> is token ${tokenizer.bosId} of tokenizer.json; the files belong to different models.`;
      throw new AppError('MODEL_UNAVAILABLE', message);
    }
    return {
      info: describe(id, parsed, null),
      usable: {
        family: family.modelType,
        architecture,
        configSha256: sha256(configBytes),
        tokenizerSha256: sha256(tokenizerBytes),
        bosId: tokenizer.bosId,
        longestTokenBytes: tokenizer.longestTokenBytes,
      },
    };
  } catch (error) {
    return { info: describe(id, parsed, describeProblem(error, id)), usable: null };
  }
}

/** Makes the result for a directory that could not be examined. */
export function unexamined(directory: string, reason: string): Examination {
  return { info: describe(path.basename(directory), null, reason), usable: null };
}

async function checkWeightsFile(directory: string, { family, architecture }: ParsedConfig): Promise<void> {
  await withModelFile(directory, 'model.safetensors', async (handle) => {
    const layout = family.describeTensors(architecture);
    const entries = await readHeader(handle, maxHeaderBytes(layout));
    matchTensors(entries, layout);
    checkOverlaps(entries);
  });
}

/** Gives the message of an AppError only: a system error contains paths, a parser's error contains parts of the file. */
function describeProblem(error: unknown, id: string): string {
  if (isAppError(error)) return error.message;
  log.error({ err: error, model: id }, 'a model directory could not be examined');
  return 'Its files could not be examined; the log of the server says why.';
}

function describe(id: string, parsed: ParsedConfig | null, unavailable: string | null): ModelInfo {
  const sizes = parsed?.architecture;
  return {
    id,
    layers: sizes?.layers ?? 0,
    heads: sizes?.heads ?? 0,
    dModel: sizes?.dModel ?? 0,
    dVocab: sizes?.dVocab ?? 0,
    context: sizes?.context ?? 0,
    parameters: parsed ? countParameters(parsed.family.describeTensors(parsed.architecture)) : 0,
    unavailable,
  };
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
