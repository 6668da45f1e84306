/** Trust on first use: hashes of downloaded files whose checksum nobody had written down, kept beside the models. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

const FILE = '.checksums.json';

/** The hash that a file had when it was first downloaded; null when it never was. */
export async function firstSeen(folder: string, key: string): Promise<string | null> {
  return (await readAll(folder))[key] ?? null;
}

/** Keeps hashes; those that are kept already stay as they are. */
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

async function readAll(folder: string): Promise<Record<string, string>> {
  const text = await readFile(path.join(folder, FILE), 'utf8').catch(() => '{}');
  return JSON.parse(text) as Record<string, string>;
}
