/** A step of the set-up, which is skipped while its inputs are unchanged. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

const STAMPS = '.build/stamps';

/**
 * Does `work` unless `output` exists and the contents of `inputs` are those of the last time.
 *
 * @param name of the file that remembers the inputs.
 * @param folder of such files.
 */
export async function runStep(name, title, inputs, output, work, folder = STAMPS) {
  const stampFile = path.join(folder, name);
  const stamp = await digest(inputs);
  const last = await readFile(stampFile, 'utf8').catch(() => null);
  if (last === stamp && existsSync(output)) return;
  const started = Date.now();
  console.log(`${title} …`);
  // Work that is killed may have replaced a part of the output, which then belongs to no inputs.
  await rm(stampFile, { force: true });
  await work();
  await mkdir(folder, { recursive: true });
  await writeFile(stampFile, stamp);
  console.log(`${title}: done in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
}

async function digest(files) {
  const hash = createHash('sha256').update(process.versions.modules);
  for (const file of files.toSorted()) {
    hash.update(`${file}\0`).update(await readFile(file).catch(() => 'missing'));
  }
  return hash.digest('hex');
}
