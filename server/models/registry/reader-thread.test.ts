/** Models read and texts tokenised in the thread: the same results, and an event loop that goes on. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDirectReader } from '../../engine/client/client';
import { writeSeededModel } from '../../engine/golden/seeded-weights';
import { createModels } from './installed';
import { createThreadReader } from './reader-thread';

const bundled = path.resolve('models');
const shape = { n_layer: 1, n_head: 2, n_embd: 8, n_inner: 16, n_positions: 8, vocab_size: 96 };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'patchbay-thread-'));
  await writeSeededModel(path.join(folder, 'pipe'), shape, 5);
  await rm(path.join(folder, 'pipe', 'config.json'));
  execFileSync('mkfifo', [path.join(folder, 'pipe', 'config.json')]);
  await writeSeededModel(path.join(folder, 'deep'), shape, 5);
  await writeFile(path.join(folder, 'deep', 'config.json'), '{"n_layer": 1e15}');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const inThread = createModels([bundled], createThreadReader());
const direct = createModels([bundled], createDirectReader());
const ID = 'patchbay-mini';

it('tells the same of a model as a reader in this thread', async () => {
  expect(await inThread.list()).toEqual(await direct.list());
  expect(await inThread.identify(ID)).toEqual(await direct.identify(ID));
  const texts = ['When John and Mary went to the shops,', '', '猫 🙂', 'naïve', '', '<|endoftext|>'];
  const tokens = await inThread.tokenize(ID, texts);
  expect(tokens).toEqual(await direct.tokenize(ID, texts));
  expect(tokens.map((row) => row.length === 0)).toEqual([false, true, false, false, true, false]);
  const [{ tokenText, ...known }, there] = [await inThread.vocabulary(ID), await direct.vocabulary(ID)];
  expect(known).toMatchObject({ bosId: there.bosId, longestTokenBytes: there.longestTokenBytes });
  expect(tokenText(known.bosId)).toBe('<|endoftext|>');
});

it('lists directories that no reader should wait for, with the reason', async () => {
  const listed = await createModels([folder], createThreadReader()).list();
  expect(listed.map(({ id, unavailable }) => [id, unavailable])).toEqual([
    ['deep', expect.stringMatching(/n_layer/)],
    ['pipe', expect.stringMatching(/config.json is not a regular file/)],
  ]);
});

it('turns of the event loop pass while a long text is tokenised', async () => {
  await inThread.tokenize(ID, ['warm']);
  let turns = 0;
  let isDone = false;
  const turn = (): void => {
    turns++;
    if (!isDone) setImmediate(turn);
  };
  setImmediate(turn);
  const [tokens] = await inThread.tokenize(ID, ['the shops '.repeat(5000)]);
  isDone = true;
  expect(tokens!.length).toBeGreaterThan(5000);
  // In this thread it would be one turn.
  expect(turns).toBeGreaterThan(10);
});

it('stops for whoever is gone', async () => {
  const aborting = new AbortController();
  aborting.abort();
  await expect(inThread.tokenize(ID, ['a'], aborting.signal)).rejects.toMatchObject({
    code: 'RUN_CANCELLED',
  });
});

it('names the command that installs a model of the catalogue, and no folder', async () => {
  await expect(inThread.info('gpt2')).rejects.toMatchObject({
    code: 'MODEL_UNAVAILABLE',
    message: "There is no model 'gpt2'. Installed: patchbay-mini. Install it: npm run models -- install gpt2",
  });
  await expect(createModels(['/nowhere'], createDirectReader()).info('other')).rejects.toMatchObject({
    message: "There is no model 'other'. No model is installed.",
  });
});
