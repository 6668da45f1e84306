/**
 * The models on disk: every directory of a models folder that has a `config.json` or a `model.safetensors`.
 *
 * Folders are read on each call, so that a new directory appears without restart; a directory is examined again only when its
 * files change. An unusable model is listed with the reason.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../errors';
import { log } from '../../log';
import { computeModelDigest, type ModelIdentity } from './model-identity';
import type { ModelInfo } from '../api';
import type { Examination, UsableModel } from './examine';
import {
  readErrorCode,
  describeCode,
  MODEL_FILES,
  stampFile,
  stampHandle,
  withModelFile,
} from './model-files';
import { createDirectReader, type ModelReader } from './model-reader';

/** A usable model and its directory. */
export interface LocatedModel extends UsableModel {
  readonly info: ModelInfo;
  readonly path: string;
  /** Changes when one of its files changes. */
  readonly stamp: string;
}

export interface ModelDirectories {
  /** All models, sorted by id; `unavailable` of an unusable one has the reason. */
  list(): Promise<ModelInfo[]>;
  /** @throws MODEL_UNAVAILABLE when there is no model of that id or it cannot be used, with what to do. */
  locate(id: string): Promise<LocatedModel>;
  /**
   * Computes the identity of a usable model; its weights are hashed again only when the file has changed.
   *
   * @throws MODEL_UNAVAILABLE like locate.
   */
  identify(id: string): Promise<ModelIdentity>;
}

export interface ModelDirectoriesOptions {
  readonly reader?: ModelReader;
  /** Advice for a model that is missing; null when the id is unknown. */
  readonly adviseMissing?: (id: string) => string | null;
}

/** @param folders in order of search; the first one that has an id wins. */
export function createModelDirectories(
  folders: readonly string[],
  { reader = createDirectReader(), adviseMissing = () => null }: ModelDirectoriesOptions = {},
): ModelDirectories {
  const examined = new Map<string, { stamp: string; examination: Promise<Examination> }>();
  /** Folders whose last reading failed, with the error code. */
  const unreadable = new Map<string, string>();

  const readFolder = async (folder: string): Promise<string[]> => {
    try {
      const names = await readdir(folder);
      unreadable.delete(folder);
      return names;
    } catch (error) {
      const code = readErrorCode(error) ?? 'unknown';
      // A folder that does not exist has no models.
      if (code === 'ENOENT') unreadable.delete(folder);
      else if (unreadable.get(folder) !== code) {
        unreadable.set(folder, code);
        log.error({ folder, code }, 'a models folder cannot be read');
      }
      return [];
    }
  };

  /** Examines a directory; null when it has no model. */
  const examine = async (directory: string): Promise<{ stamp: string; examination: Examination } | null> => {
    const stamps = await Promise.all(
      MODEL_FILES.map((file) => stampFile(path.join(/* turbopackIgnore: true */ directory, file))),
    );
    const [config, weights] = stamps;
    if (config === null && weights === null) return null;
    const stamp = stamps.join(' ');
    const known = examined.get(directory);
    if (known?.stamp === stamp) return { stamp, examination: await known.examination };
    const examination = reader.examine(directory);
    examined.set(directory, { stamp, examination });
    // A failure of the reader is not kept.
    examination.catch(() => examined.delete(directory));
    return { stamp, examination: await examination };
  };

  const list = async (): Promise<ModelInfo[]> => {
    const found = new Map<string, ModelInfo>();
    for (const folder of folders) {
      for (const id of await readFolder(folder)) {
        // Unfinished downloads are in directories that start with a dot.
        if (found.has(id) || id.startsWith('.')) continue;
        const directory = await examine(path.join(folder, id));
        if (directory) found.set(id, directory.examination.info);
      }
    }
    return [...found.values()].toSorted((a, b) => a.id.localeCompare(b.id));
  };

  const locate = async (id: string): Promise<LocatedModel> => {
    for (const folder of folders) {
      // Ids come from clients: only the plain name of a directory in the folder is accepted.
      if (!isPlainName(id)) break;
      const directory = path.join(folder, id);
      const found = await examine(directory);
      if (!found) continue;
      const { info, usable } = found.examination;
      if (!usable) {
        throw new AppError(
          'MODEL_UNAVAILABLE',
          `Model '${id}' cannot be used: ${info.unavailable ?? 'the reason is unknown.'}`,
        );
      }
      return { ...usable, info, path: directory, stamp: found.stamp };
    }
    const usable = (await list()).filter((info) => info.unavailable === null).map((info) => info.id);
    const sentences = [
      `There is no model '${id.slice(0, 100)}'.`,
      ...[...unreadable.values()].map(
        (code) => `A models folder cannot be read (${describeCode(code)}); the server's log names it.`,
      ),
      usable.length > 0 ? `Installed: ${usable.join(', ')}.` : 'No model is installed.',
      adviseMissing(id) ?? '',
    ];
    throw new AppError('MODEL_UNAVAILABLE', sentences.join(' ').trim());
  };

  return {
    list,
    locate,
    async identify(id) {
      const { path: directory, configSha256, tokenizerSha256 } = await locate(id);
      const weightsSha256 = await hashWeights(directory);
      return {
        weightsSha256,
        digest: computeModelDigest({
          config: configSha256,
          weights: weightsSha256,
          tokenizer: tokenizerSha256,
        }),
      };
    },
  };
}

/** Hashes of weights files, by the stamp of the open file. */
const weightsHashes = new Map<string, Promise<string>>();

/** @throws MODEL_UNAVAILABLE */
function hashWeights(directory: string): Promise<string> {
  return withModelFile(directory, 'model.safetensors', async (handle) => {
    const stamp = await stampHandle(handle);
    let hash = weightsHashes.get(stamp);
    if (!hash) {
      hash = hashStream(handle.createReadStream({ start: 0, autoClose: false, highWaterMark: 1 << 20 }));
      weightsHashes.set(stamp, hash);
      hash.catch(() => weightsHashes.delete(stamp));
    }
    const sha256 = await hash;
    if ((await stampHandle(handle)) === stamp) return sha256;
    weightsHashes.delete(stamp);
    throw new AppError(
      'MODEL_UNAVAILABLE',
      'model.safetensors is being written. Try again when it is complete.',
    );
  });
}

/** Computes the sha256 of a file, in lower-case hex. */
export function hashFile(file: string): Promise<string> {
  return hashStream(createReadStream(file, { highWaterMark: 1 << 20 }));
}

async function hashStream(stream: NodeJS.ReadableStream): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(stream, hash);
  return hash.digest('hex');
}

/** Whether an id names a directory of the folder and nothing else. */
function isPlainName(id: string): boolean {
  return (
    id !== '' && id.length <= 255 && id === path.basename(id) && !id.startsWith('.') && !id.includes('\0')
  );
}
