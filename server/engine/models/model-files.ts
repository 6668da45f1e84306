/**
 * Reads untrusted files of a model directory: regular files only, and no more bytes than a file of its role can have.
 *
 * Links are followed, since model stores such as Hugging Face's cache consist of them. A link may point to any file, so errors
 * never quote the content, and they name a file by its role instead of its path.
 */
import { constants } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { AppError, isAppError } from '../../errors';

/** The files of a model. */
export const MODEL_FILES = ['config.json', 'model.safetensors', 'tokenizer.json'] as const;
export type ModelFile = (typeof MODEL_FILES)[number];

/** Opening does not wait for the other end of a pipe and does not take over a terminal. Windows has neither flag. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0);

/**
 * Opens a file of a model directory, passes it to `use`, and closes it.
 *
 * @throws MODEL_UNAVAILABLE when it is missing, cannot be opened or is not a regular file; what `use` throws.
 */
export async function withModelFile<T>(
  directory: string,
  file: ModelFile,
  use: (handle: FileHandle) => Promise<T>,
): Promise<T> {
  const handle = await openRegular(path.join(/* turbopackIgnore: true */ directory, file), file);
  try {
    return await use(handle);
  } catch (cause) {
    if (isAppError(cause) || readErrorCode(cause) === null) throw cause;
    throw unreadable(file, cause);
  } finally {
    await handle.close();
  }
}

/**
 * Reads a whole file of a model directory.
 *
 * @throws MODEL_UNAVAILABLE like withModelFile, or when it has more than `maxBytes`.
 */
export function readModelFile(directory: string, file: ModelFile, maxBytes: number): Promise<Buffer> {
  return withModelFile(directory, file, async (handle) => {
    const { size } = await handle.stat();
    if (size > maxBytes) {
      const message = `${file} is ${size} bytes long; at most ${maxBytes} are supported. Put the model's own file in its place.`;
      throw new AppError('MODEL_UNAVAILABLE', message);
    }
    const bytes = Buffer.alloc(size);
    let done = 0;
    while (done < size) {
      const { bytesRead } = await handle.read(bytes, done, size - done, done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return bytes.subarray(0, done);
  });
}

/**
 * Makes a stamp of a file without reading it: it changes when the file is replaced or written to. Null when there is no file.
 *
 * It includes the inode and the time of the last status change, so that a replacement of equal size and modification time
 * changes it too.
 */
export async function stampFile(file: string): Promise<string | null> {
  try {
    return makeStamp(await stat(file));
  } catch (error) {
    const code = readErrorCode(error);
    return code === 'ENOENT' || code === 'ENOTDIR' ? null : `!${code}`;
  }
}

/** Makes the stamp of an open file. */
export async function stampHandle(handle: FileHandle): Promise<string> {
  return makeStamp(await handle.stat());
}

function makeStamp(stats: {
  isFile(): boolean;
  dev: number;
  ino: number;
  size: number;
  mtimeMs: number;
  ctimeMs: number;
}): string {
  const { dev, ino, size, mtimeMs, ctimeMs } = stats;
  return `${stats.isFile() ? '' : '!'}${dev}:${ino}:${size}@${mtimeMs},${ctimeMs}`;
}

async function openRegular(at: string, file: ModelFile): Promise<FileHandle> {
  let handle: FileHandle;
  try {
    // Checked before opening, since opening a device can have effects.
    if (!(await stat(at)).isFile()) throw notRegular(file);
    handle = await open(at, OPEN_FLAGS);
  } catch (cause) {
    throw isAppError(cause) ? cause : unreadable(file, cause);
  }
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  throw notRegular(file);
}

function notRegular(file: ModelFile): AppError {
  return new AppError(
    'MODEL_UNAVAILABLE',
    `${file} is not a regular file. Put the model's own file in its place.`,
  );
}

function unreadable(file: ModelFile, cause: unknown): AppError {
  const code = readErrorCode(cause);
  const message =
    code === 'ENOENT'
      ? `It has no ${file}; a model needs ${MODEL_FILES.join(', ')}.`
      : `${file} cannot be read (${describeCode(code)}).`;
  return new AppError('MODEL_UNAVAILABLE', message, { cause });
}

/** A system error's code in words, for users who must not see the system's message with its paths. */
export function describeCode(code: string | null): string {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'ELOOP':
      return 'its links lead in a circle';
    case 'EMFILE':
    case 'ENFILE':
      return 'too many files are open';
    case null:
      return 'unknown reason';
    default:
      return code;
  }
}

/** Reads the code of a system error, such as ENOENT; null for other errors. */
export function readErrorCode(error: unknown): string | null {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return typeof code === 'string' && /^E[A-Z0-9]+$/.test(code) ? code : null;
}
