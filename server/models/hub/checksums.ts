/** Trust on first use: hashes of downloaded files whose checksum nobody had written down, kept beside the models. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { readErrorCode } from '../../engine/client/client';
import { AppError } from '../../errors';

const FILE = '.checksums.json';

/**
 * The hash that a file had when it was first downloaded; null when it never was.
 *
 * @throws MODEL_UNAVAILABLE when what was kept cannot be read.
 */
export async function firstSeen(folder: string, key: string): Promise<string | null> {
  return (await readAll(folder))[key] ?? null;
}

/**
 * Keeps hashes; those that are kept already stay as they are.
 *
 * @throws MODEL_UNAVAILABLE when what was kept cannot be read.
 */
export async function keepFirstSeen(folder: string, hashes: Readonly<Record<string, string>>): Promise<void> {
  const all = { ...hashes, ...(await readAll(folder)) };
  const file = path.join(folder, FILE);
  await writeFile(`${file}.new`, `${JSON.stringify(all, null, 2)}\n`);
  await rename(`${file}.new`, file);
}

/** What names one content for good: repository, commit and file. */
export function checksumKey(repository: string, revision: string, file: string): string {
  return `${repository}@${revision}/${file}`;
}

const hashes = z.record(z.string(), z.string());

/** Only a file that is not there means that nothing was seen; otherwise trust would begin anew without a word. */
async function readAll(folder: string): Promise<Record<string, string>> {
  try {
    return hashes.parse(JSON.parse(await readFile(path.join(folder, FILE), 'utf8')));
  } catch (cause) {
    if (readErrorCode(cause) === 'ENOENT') return {};
    const message =
      `The checksums of earlier downloads (${FILE} in the models folder) cannot be read, so nothing is installed. ` +
      'Repair the file or its permissions, or delete it to trust the next downloads.';
    throw new AppError('MODEL_UNAVAILABLE', message, { cause });
  }
}
