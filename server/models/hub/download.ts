/**
 * One file from the hub to the disk: it goes on where an earlier attempt stopped, asks again when the connection breaks, and
 * is checked before it gets its name.
 */
import { open, mkdir, readFile as readText, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { hashFile } from '../../engine/client/client';
import { AppError } from '../../errors';
import { readFile, type Hub, type RemoteFile } from './hub';
import { retrying } from './retry';

/** Attempts in a row that bring nothing before a download is given up. */
const VAIN_ATTEMPTS = 5;

export interface DownloadOptions {
  /** Waits double from here, in ms. */
  readonly retryMs: number;
  readonly signal: AbortSignal;
  /** Told how many bytes of the file are on the disk. */
  readonly onBytes: (count: number) => void;
  /** Told when the whole file is there and is being read again to be checked. */
  readonly onCheck: () => void;
}

/** Expected sha256 and its source. */
export interface Expectation {
  readonly sha256: string;
  readonly source: string;
}

/** Bytes of a file that are on the disk, whole or in part. */
export async function bytesKept(directory: string, name: string): Promise<number> {
  const sizes = await Promise.all(
    [name, partName(name)].map(async (file) => {
      const stats = await stat(path.join(directory, file)).catch(() => null);
      return stats?.size ?? 0;
    }),
  );
  return Math.max(...sizes);
}

/**
 * Brings a file into `directory`, unless it is there.
 *
 * @returns its sha256, lower-case hex.
 * @throws MODEL_UNAVAILABLE saying what happened and what to do; what was received so far is kept, unless it is wrong.
 */
export async function downloadFile(
  hub: Hub,
  file: RemoteFile,
  directory: string,
  expectation: Expectation | null,
  options: DownloadOptions,
): Promise<string> {
  await mkdir(directory, { recursive: true });
  const whole = path.join(directory, file.path);
  const part = path.join(directory, partName(file.path));
  if (!(await stat(whole).catch(() => null))) {
    checkDeclared(hub, file, expectation);
    await forgetOtherContent(part, file);
    await receive(hub, file, part, options);
  }
  options.onCheck();
  const at = (await stat(whole).catch(() => null)) ? whole : part;
  const sha256 = await hashFile(at);
  if (expectation && sha256 !== expectation.sha256) {
    await rm(at, { force: true });
    const message = `${file.path} of ${file.repository} has sha256 ${sha256}, but ${expectation.source} says ${expectation.sha256}. It was damaged on the way or is another file; it has been deleted. Try again, and check HF_ENDPOINT if it happens again.`;
    throw new AppError('MODEL_UNAVAILABLE', message);
  }
  if (at === part) await rename(part, whole);
  await rm(contentName(part), { force: true });
  return sha256;
}

/** Another file, by the hub's own word, is not worth its download. */
function checkDeclared(hub: Hub, file: RemoteFile, expectation: Expectation | null): void {
  if (!expectation || file.sha256 === null || file.sha256 === expectation.sha256) return;
  const message = `${hub.endpoint} says that ${file.path} of ${file.repository} has sha256 ${file.sha256}, but ${expectation.source} says ${expectation.sha256}. It is another file and has not been downloaded; check HF_ENDPOINT.`;
  throw new AppError('MODEL_UNAVAILABLE', message);
}

async function receive(hub: Hub, file: RemoteFile, part: string, options: DownloadOptions): Promise<void> {
  const reached = (): Promise<number> => sizeOf(part);
  const goOn = async (): Promise<void> => {
    const before = await reached();
    options.onBytes(before);
    if (before < file.size) await append(hub, file, part, before, options);
  };
  await retrying(goOn, { ...options, attempts: VAIN_ATTEMPTS, reached });
}

async function append(
  hub: Hub,
  file: RemoteFile,
  part: string,
  from: number,
  { signal, onBytes }: DownloadOptions,
): Promise<void> {
  const out = await open(part, 'a');
  try {
    let at = from;
    for await (const bytes of readFile(hub, file, from, signal)) {
      await out.writeFile(bytes);
      at += bytes.byteLength;
      onBytes(at);
    }
    await out.sync();
  } finally {
    await out.close();
  }
}

/** Drops a part of another version of the file, and notes whose part is begun now. */
async function forgetOtherContent(part: string, { etag, size }: RemoteFile): Promise<void> {
  const content = `${etag} ${size}`;
  const known = await readText(contentName(part), 'utf8').catch(() => null);
  if (known === content && (await sizeOf(part)) <= size) return;
  await rm(part, { force: true });
  await writeFile(contentName(part), content);
}

async function sizeOf(file: string): Promise<number> {
  return (await stat(file).catch(() => null))?.size ?? 0;
}

function partName(name: string): string {
  return `${name}.part`;
}

/** Beside a part: which content it is a part of. */
function contentName(part: string): string {
  return `${part}.of`;
}
