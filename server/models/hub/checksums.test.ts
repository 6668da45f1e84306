/** Hashes of first downloads are forgotten only when their file is deleted. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readFirstSeen, storeFirstSeen } from './checksums';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'patchbay-checksums-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('keeps the first hash of a file', async () => {
  expect(await readFirstSeen(folder, 'a')).toBeNull();
  await storeFirstSeen(folder, { a: '1' });
  await storeFirstSeen(folder, { a: '2', b: '3' });
  expect([await readFirstSeen(folder, 'a'), await readFirstSeen(folder, 'b')]).toEqual(['1', '3']);
});

it.each([
  ['cannot be read', (file: string) => mkdir(file)],
  ['is empty', (file: string) => writeFile(file, '')],
  ['is cut off', (file: string) => writeFile(file, '{"a": "1"')],
  ['holds something else', (file: string) => writeFile(file, '{"a": 1}')],
])('refuses every download when the file of hashes %s', async (_name, spoil) => {
  const file = path.join(folder, '.checksums.json');
  await spoil(file);
  const refused = {
    code: 'MODEL_UNAVAILABLE',
    message: expect.stringMatching(/^(?!.*patchbay-).*cannot be read/),
  };
  await expect(readFirstSeen(folder, 'a')).rejects.toMatchObject(refused);
  await expect(storeFirstSeen(folder, { a: '2' })).rejects.toMatchObject(refused);
});
