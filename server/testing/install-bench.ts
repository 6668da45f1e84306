/** A hub with two small models, and a folder to install them into, for tests of the installer. */
import { mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import { createModelDirectories } from '../engine/client/client';
import { writeSeededModel } from '../engine/golden/seeded-weights';
import type { Installation } from '../models/hub/installation';
import { createInstaller, type Installer, type InstallerOptions } from '../models/hub/installer';
import { startFakeHub, type FakeHub, type Misbehaviour } from './fake-hub';

/** About 5 MB of weights: enough for several pieces on the way. */
export const SHAPE = { n_layer: 2, n_head: 4, n_embd: 128, n_inner: 512, n_positions: 512, vocab_size: 5000 };
/** Of `some/m`, once it is installed. */
export const ID = 'some--m';
export const WEIGHTS = 'model.safetensors';

export interface InstallerOverrides extends Partial<InstallerOptions> {
  readonly url?: string;
  readonly token?: string;
  readonly silenceMs?: number;
}

export interface InstallBench {
  readonly root: string;
  /** Folder that models are installed into. */
  readonly models: string;
  /** Serves some/m and some/other. */
  readonly hub: FakeHub;
  /** Part of the weights of some/m, on the disk. */
  readonly part: string;
  installer(overrides?: InstallerOverrides): Installer;
  /** Bytes of that part so far. */
  partBytes(): Promise<number>;
  /** Ids of the models in the folder, the unusable ones too. */
  listed(): Promise<string[]>;
  usable(): Promise<string[]>;
  /** Misbehaves when asked for the weights' bytes for the `count`-th time, the first being 1. */
  onWeights(fault: (count: number) => Misbehaviour): void;
  /** What is installed is what the hub serves. */
  expectSameFiles(): Promise<void>;
  /** Nothing is listed, and a hub that serves again is asked for the rest of the weights only. */
  expectKeptAndResumed(): Promise<void>;
  close(): Promise<void>;
}

export async function createInstallBench(): Promise<InstallBench> {
  const root = await mkdtemp(path.join(tmpdir(), 'patchbay-install-'));
  const models = path.join(root, 'models');
  await mkdir(models);
  await writeSeededModel(path.join(root, 'm'), SHAPE, 1);
  await writeSeededModel(path.join(root, 'other'), SHAPE, 2);
  const hub = await startFakeHub({ 'some/m': path.join(root, 'm'), 'some/other': path.join(root, 'other') });
  const part = path.join(models, '.installing', ID, `${WEIGHTS}.part`);
  const bench: InstallBench = {
    root,
    models,
    hub,
    part,
    installer({ url = hub.url, token, silenceMs = 20_000, ...rest } = {}) {
      const endpoint = { endpoint: url, token: token ?? null, silenceMs };
      return createInstaller({ folder: models, hub: endpoint, retryMs: 1, ...rest });
    },
    partBytes: () =>
      stat(part).then(
        ({ size }) => size,
        () => 0,
      ),
    listed: async () => (await createModelDirectories([models]).list()).map(({ id }) => id),
    usable: async () =>
      (await createModelDirectories([models]).list())
        .filter(({ unavailable }) => unavailable === null)
        .map(({ id }) => id),
    onWeights(fault) {
      let count = 0;
      hub.misbehave = (request) => (request.path === WEIGHTS && request.count > 0 ? fault(++count) : {});
    },
    async expectSameFiles() {
      for (const file of ['config.json', 'tokenizer.json', WEIGHTS]) {
        const [got, sent] = [path.join(models, ID, file), path.join(root, 'm', file)];
        expect(Buffer.compare(await readFile(got), await readFile(sent)), file).toBe(0);
      }
    },
    async expectKeptAndResumed() {
      expect(await bench.listed()).toEqual([]);
      const from = await bench.partBytes();
      hub.misbehave = () => ({});
      hub.requests.length = 0;
      expect(await install(bench.installer())).toMatchObject({ state: 'INSTALLED' });
      expect(hub.requests).toEqual([expect.objectContaining({ path: WEIGHTS, from })]);
      await bench.expectSameFiles();
    },
    async close() {
      await hub.close();
      await rm(root, { recursive: true, force: true });
    },
  };
  return bench;
}

/** Each state that an installation goes through, to its end. */
export async function follow(installer: Installer, name: string): Promise<Installation[]> {
  const seen: Installation[] = [];
  for await (const now of installer.follow(name)) seen.push(now);
  return seen;
}

/** The end of an installation. */
export async function install(installer: Installer, name = 'some/m'): Promise<Installation> {
  await installer.start(name);
  return (await follow(installer, name)).at(-1)!;
}
