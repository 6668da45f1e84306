/** Trust on first use: hashes of downloaded files whose checksum is not in the catalogue, kept in the models folder. */
import { open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { readErrorCode } from '../../engine/client/client';
import { AppError } from '../../errors';

const FILE = '.checksums.json';

/**
 * The hash that a file had when it was first downloaded; null when it was never downloaded.
 *
 * @throws MODEL_UNAVAILABLE when the kept hashes cannot be read.
 */
export async function readFirstSeen(folder: string, key: string): Promise<string | null> {
  return (await readAll(folder))[key] ?? null;
}

/**
 * Keeps hashes; a hash that is already kept is not changed.
 *
 * @throws MODEL_UNAVAILABLE when the kept hashes cannot be read.
 */
export async function storeFirstSeen(
  folder: string,
  hashes: Readonly<Record<string, string>>,
): Promise<void> {
  const all = { ...hashes, ...(await readAll(folder)) };
  const file = path.join(folder, FILE);
  const handle = await open(`${file}.new`, 'w');
  try {
    await handle.writeFile(`${JSON.stringify(all, null, 2)}\n`);
    // Without it, a power failure after the rename can leave an empty file.
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${file}.new`, file);
}

/** Name of one immutable content: repository, commit and file. */
export function formatChecksumKey(repository: string, revision: string, file: string): string {
  return `${repository}@${revision}/${file}`;
}

const hashes = z.record(z.string(), z.string());

/** Only a missing file means that nothing was downloaded yet. Any other read error must not silently restart trust. */
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
