/**
 * The models on disk: every directory of a models folder that holds a `config.json` or a `model.safetensors`.
 *
 * Looked at anew on each call (a new directory appears without restart); a directory whose files have not
 * changed is not read again. An unusable one is listed with the reason.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { config } from '../../config';
import { AppError, isAppError, messageOf } from '../../errors';
import type { ModelInfo } from '../types';
import { parseGpt2Config, type Gpt2Config } from './config';
import { readHeader, withFile } from './safetensors';
import { countParameters, matchTensors } from './tensor-names';
import { readTokenizer, type Tokenizer } from './tokenizer';

const FILES = ['config.json', 'model.safetensors', 'tokenizer.json'] as const;

interface Directory {
  readonly stamp: string;
  readonly info: ModelInfo;
  readonly gpt2: Gpt2Config | null;
  readonly tokenizer: Tokenizer | null;
}

const directories = new Map<string, Promise<Directory>>();

/**
 * Every model found, sorted by id; the unusable ones say why in `unavailable`.
 *
 * @param folders searched in order, the first holder of an id wins; by default those of the configuration.
 */
export async function listModels(folders: readonly string[] = config.modelsDirs): Promise<ModelInfo[]> {
  const found = new Map<string, ModelInfo>();
  for (const folder of folders) {
    for (const id of await readdir(folder).catch(() => [])) {
      // Downloads under way and the like are no models yet.
      if (found.has(id) || id.startsWith('.')) continue;
      const directory = await examine(path.join(folder, id));
      if (directory) found.set(id, directory.info);
    }
  }
  return [...found.values()].toSorted((a, b) => a.id.localeCompare(b.id));
}

/**
 * One usable model.
 *
 * @throws MODEL_UNAVAILABLE when there is none of that id or it cannot be used, saying what to do.
 */
export async function modelInfo(
  id: string,
  folders: readonly string[] = config.modelsDirs,
): Promise<ModelInfo> {
  return (await usable(id, folders)).directory.info;
}

/**
 * A model's tokenizer; loaded once for as long as its files do not change.
 *
 * @throws MODEL_UNAVAILABLE as `modelInfo`.
 */
export async function loadTokenizer(
  id: string,
  folders: readonly string[] = config.modelsDirs,
): Promise<Tokenizer> {
  const { tokenizer } = (await usable(id, folders)).directory;
  if (!tokenizer) throw new Error(`usable model ${id} without tokenizer`);
  return tokenizer;
}

/**
 * Where a usable model lies, its sizes, and a stamp that changes when its files do.
 *
 * @throws MODEL_UNAVAILABLE as `modelInfo`.
 */
export async function locateModel(
  id: string,
  folders: readonly string[] = config.modelsDirs,
): Promise<{ path: string; stamp: string; gpt2: Gpt2Config }> {
  const { path: directoryPath, directory } = await usable(id, folders);
  if (!directory.gpt2) throw new Error(`usable model ${id} without configuration`);
  return { path: directoryPath, stamp: directory.stamp, gpt2: directory.gpt2 };
}

/** By path and stamp of the files. */
const hashes = new Map<string, Promise<string>>();

/**
 * Lower-case hex sha256 of a usable model's weights file; read again only when the file has changed.
 *
 * @throws MODEL_UNAVAILABLE as `modelInfo`.
 */
export async function modelSha256(
  id: string,
  folders: readonly string[] = config.modelsDirs,
): Promise<string> {
  const { path: directoryPath, directory } = await usable(id, folders);
  const key = `${directoryPath} ${directory.stamp}`;
  let hash = hashes.get(key);
  if (!hash) {
    hash = hashFile(path.join(directoryPath, 'model.safetensors'));
    hashes.set(key, hash);
    hash.catch(() => hashes.delete(key));
  }
  return hash;
}

/** Lower-case hex sha256 of a file, read in pieces. */
export async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}

async function usable(
  id: string,
  folders: readonly string[],
): Promise<{ path: string; directory: Directory }> {
  for (const folder of folders) {
    // Ids come from clients: only a plain name of a directory in the folder is looked at.
    if (id === '' || id !== path.basename(id) || id.startsWith('.')) break;
    const directoryPath = path.join(folder, id);
    const directory = await examine(directoryPath);
    if (!directory) continue;
    if (directory.info.unavailable !== null) {
      throw new AppError('MODEL_UNAVAILABLE', `Model '${id}' cannot be used: ${directory.info.unavailable}`);
    }
    return { path: directoryPath, directory };
  }
  const installed = (await listModels(folders))
    .filter((info) => info.unavailable === null)
    .map((info) => info.id);
  throw new AppError(
    'MODEL_UNAVAILABLE',
    `There is no model '${id}'. ` +
      (installed.length > 0
        ? `Installed: ${installed.join(', ')}.`
        : `No model is installed in ${folders.join(', ')}.`),
  );
}

/** The directory's state, null when it holds no model; memoised until one of its files changes. */
async function examine(directoryPath: string): Promise<Directory | null> {
  const stamps = await Promise.all(
    FILES.map((file) => fileStamp(path.join(/* turbopackIgnore: true */ directoryPath, file))),
  );
  if (stamps[0] === null && stamps[1] === null) return null;
  const stamp = stamps.join(' ');
  const known = await directories.get(directoryPath)?.catch(() => null);
  if (known?.stamp === stamp) return known;
  const reading = inspect(directoryPath, stamp);
  directories.set(directoryPath, reading);
  return reading;
}

async function fileStamp(file: string): Promise<string | null> {
  const stats = await stat(file).catch(() => null);
  return stats?.isFile() ? `${stats.size}@${stats.mtimeMs}` : null;
}

async function inspect(directoryPath: string, stamp: string): Promise<Directory> {
  const id = path.basename(directoryPath);
  let gpt2: Gpt2Config | null = null;
  let tokenizer: Tokenizer | null = null;
  let unavailable: string | null = null;
  try {
    gpt2 = parseGpt2Config(await readNamed(directoryPath, 'config.json'));
    const file = path.join(directoryPath, 'model.safetensors');
    const entries = await withFile(file, readHeader).catch((cause: unknown) => {
      throw isAppError(cause) ? cause : unreadable('model.safetensors', cause);
    });
    matchTensors(entries, gpt2);
    tokenizer = await readTokenizer(directoryPath);
    if (tokenizer.size > gpt2.dVocab) {
      const message = `tokenizer.json has ${tokenizer.size} tokens, but the embedding only ${gpt2.dVocab} rows; they are of different models.`;
      throw new AppError('MODEL_UNAVAILABLE', message);
    }
    // An embedding may be padded, so a small tokenizer shows by its lacking a token that config.json names.
    if (gpt2.bosTokenId !== null && gpt2.bosTokenId !== tokenizer.bosId) {
      const message = `config.json has bos_token_id ${gpt2.bosTokenId}, but <|endoftext|> is token ${tokenizer.bosId} of tokenizer.json; they are of different models.`;
      throw new AppError('MODEL_UNAVAILABLE', message);
    }
  } catch (error) {
    unavailable = messageOf(error);
  }
  const info: ModelInfo = {
    id,
    layers: gpt2?.layers ?? 0,
    heads: gpt2?.heads ?? 0,
    dModel: gpt2?.dModel ?? 0,
    dVocab: gpt2?.dVocab ?? 0,
    context: gpt2?.context ?? 0,
    parameters: gpt2 ? countParameters(gpt2) : 0,
    unavailable,
  };
  return { stamp, info, gpt2, tokenizer };
}

async function readNamed(directoryPath: string, file: string): Promise<string> {
  try {
    return await readFile(path.join(directoryPath, file), 'utf8');
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

function unreadable(file: string, cause: unknown): AppError {
  const message =
    (cause as NodeJS.ErrnoException).code === 'ENOENT'
      ? `It has no ${file}; a model needs ${FILES.join(', ')}.`
      : `${file} cannot be read (${messageOf(cause)}).`;
  return new AppError('MODEL_UNAVAILABLE', message, { cause });
}
