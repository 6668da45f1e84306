/**
 * Downloads one file from the hub: resumes where an earlier attempt stopped, retries when the connection breaks, and checks
 * the file before it gets its name.
 */
import { open, mkdir, readFile as readText, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { hashFile } from '../../engine/client/client';
import { AppError } from '../../errors';
import { readFile, type Hub, type RemoteFile } from './hub';
import { retryTransient } from './retry';

/** Consecutive attempts without progress before giving up. */
const MAX_STALLED_ATTEMPTS = 5;

export interface DownloadOptions {
  /** First wait before a retry, in ms; it doubles. */
  readonly retryMs: number;
  readonly signal: AbortSignal;
  /** Called with the number of bytes of the file on disk. */
  readonly onBytes: (count: number) => void;
  /** Called when the file is complete and its hash is about to be computed. */
  readonly onCheck: () => void;
}

/** Expected sha256 and its source. */
export interface Expectation {
  readonly sha256: string;
  readonly source: string;
}

/** Bytes of a complete or partial file on disk. */
export async function countKeptBytes(directory: string, name: string): Promise<number> {
  const sizes = await Promise.all(
    [name, partName(name)].map(async (file) => {
      const stats = await stat(path.join(directory, file)).catch(() => null);
      return stats?.size ?? 0;
    }),
  );
  return Math.max(...sizes);
}

/**
 * Downloads a file into `directory` unless it is there.
 *
 * @returns its sha256, lower-case hex.
 * @throws MODEL_UNAVAILABLE saying what happened and what to do; received data is kept unless it is wrong.
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
    const message = `${file.path} of ${file.repository} has sha256 ${sha256}, but ${expectation.source} says ${expectation.sha256}. It was damaged in transfer or is a different file; it has been deleted. Try again, and check HF_ENDPOINT if it happens again.`;
    throw new AppError('MODEL_UNAVAILABLE', message);
  }
  if (at === part) await rename(part, whole);
  await rm(contentName(part), { force: true });
  return sha256;
}

/** Refuses a file before its download if the hub itself declares a different hash. */
function checkDeclared(hub: Hub, file: RemoteFile, expectation: Expectation | null): void {
  if (!expectation || file.sha256 === null || file.sha256 === expectation.sha256) return;
  const message = `${hub.endpoint} says that ${file.path} of ${file.repository} has sha256 ${file.sha256}, but ${expectation.source} says ${expectation.sha256}. It is a different file and has not been downloaded. Check HF_ENDPOINT.`;
  throw new AppError('MODEL_UNAVAILABLE', message);
}

async function receive(hub: Hub, file: RemoteFile, part: string, options: DownloadOptions): Promise<void> {
  const measureProgress = (): Promise<number> => readSize(part);
  const resume = async (): Promise<void> => {
    const before = await measureProgress();
    options.onBytes(before);
    if (before < file.size) await append(hub, file, part, before, options);
  };
  await retryTransient(resume, { ...options, maxStalledAttempts: MAX_STALLED_ATTEMPTS, measureProgress });
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

/** Deletes a partial file of another version, and records the version of the one that begins now. */
async function forgetOtherContent(part: string, { etag, size }: RemoteFile): Promise<void> {
  const content = `${etag} ${size}`;
  const known = await readText(contentName(part), 'utf8').catch(() => null);
  if (known === content && (await readSize(part)) <= size) return;
  await rm(part, { force: true });
  await writeFile(contentName(part), content);
}

async function readSize(file: string): Promise<number> {
  return (await stat(file).catch(() => null))?.size ?? 0;
}

function partName(name: string): string {
  return `${name}.part`;
}

/** File that records the version of a partial file. */
function contentName(part: string): string {
  return `${part}.of`;
}
