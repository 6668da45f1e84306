/** Runs at GPT-2 small's shape that are stored without being computed, to measure their pages. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DEFAULT_METRIC } from '../../domain/metrics';
import { siteOfKind, type SweepKind } from '../../domain/sites';
import { freePort, startServer, stopServer } from '../../scripts/production-server';
import { openDatabase, type Database } from '../../server/db';
import { measureSweep } from '../../server/engine/patching/plan';
import { encodeFloats } from '../../server/runs/results/float-bytes';

const SHAPE = { layers: 12, heads: 12, dModel: 768 } as const;
const MODEL = 'gpt2-shape';
const OWNER = 'bench';
/** The position at which the prompts differ. */
const DIFFERENCE = 11;

export interface StoredRun {
  /** The run's page. */
  readonly url: string;
  /** Stops the site and deletes its data. */
  stop(): Promise<void>;
}

/** Starts a built site with one run: z of heads by position, 12 x 64 x 12 cells. */
export async function startStoredRun(): Promise<StoredRun> {
  const data = await mkdtemp(path.join(tmpdir(), 'patchbay-bench-'));
  const port = await freePort();
  const server = await startServer(port, { DATA_DIR: data, ENGINE_ENABLED: '0', SEED_GALLERY: '0' });
  const db = openDatabase(`file:${path.join(data, 'patchbay.db')}`);
  await storeModel(db);
  await storeRun(db, { id: 'bench', tokens: 64, prompts: 4, kinds: ['HEAD_Z_BY_POS'] });
  await db.$disconnect();
  return {
    url: `http://127.0.0.1:${port}/runs/bench`,
    async stop() {
      await stopServer(server);
      await rm(data, { recursive: true, force: true });
    },
  };
}

/** Stores the model and the owner of the runs. */
export async function storeModel(db: Database): Promise<void> {
  await db.user.create({ data: { id: OWNER, name: OWNER } });
  await db.model.create({
    data: { id: MODEL, ...SHAPE, dVocab: 50257, context: 1024, parameters: 124e6 },
  });
}

export type Head = readonly [layer: number, head: number];

/** Every head of the model. */
export const ALL_HEADS: readonly Head[] = Array.from({ length: SHAPE.layers * SHAPE.heads }, (_, at) => [
  Math.floor(at / SHAPE.heads),
  at % SHAPE.heads,
]);

export interface RunToStore {
  readonly id: string;
  /** Tokens of each prompt. */
  readonly tokens: number;
  readonly prompts: number;
  readonly kinds: readonly SweepKind[];
  /** Heads with larger effects than all others. Default: none. */
  readonly heads?: readonly Head[];
  /** Heads whose attention is stored. Default: none. */
  readonly patterns?: readonly Head[];
}

/** Stores a finished run that everybody can open. */
export async function storeRun(db: Database, run: RunToStore): Promise<void> {
  const { id, tokens: length, prompts, kinds, patterns = [] } = run;
  const tokens = (name: string): string =>
    JSON.stringify(
      Array.from({ length }, (_, at) => ({ id: at, text: at === DIFFERENCE ? name : ` token${at}` })),
    );
  await db.run.create({
    data: {
      id,
      ownerId: OWNER,
      modelId: MODEL,
      direction: 'DENOISING',
      prependBos: true,
      kinds: JSON.stringify(kinds),
      contentHash: id,
      status: 'SUCCEEDED',
      visibility: 'PUBLIC',
      fraction: 1,
      cleanLogitDiff: 1,
      corruptedLogitDiff: 0,
      pairs: {
        create: Array.from({ length: prompts }, (_, index) => ({
          index,
          clean: 'clean',
          corrupted: 'corrupted',
          correct: ' yes',
          incorrect: ' no',
          cleanTokens: tokens(' Mary'),
          corruptedTokens: tokens(' John'),
          correctTokenId: 1,
          incorrectTokenId: 2,
          cleanLogitDiff: 1,
          corruptedLogitDiff: 0,
        })),
      },
      sweeps: { create: kinds.map((kind) => makeSweep(kind, run)) },
      patterns: {
        create: patterns.flatMap(([layer, head]) =>
          ['CLEAN', 'CORRUPTED'].map((side, index) => ({
            layer,
            head,
            side,
            values: encodeFloats(makePattern(length, layer + 2 * head + index)),
          })),
        ),
      },
    },
  });
}

/** A sweep whose values all differ, so that no two cells could be drawn as one. */
function makeSweep(kind: SweepKind, { tokens, prompts, heads = [] }: RunToStore) {
  const { axes } = siteOfKind(kind);
  const shape = measureSweep(kind, SHAPE, { length: tokens });
  const cells = shape.reduce((product, size) => product * size, 1);
  const large = new Set(heads.map(([layer, head]) => layer * shape[1]! + head));
  const values = Array.from({ length: prompts * cells }, (_, at) =>
    large.has(at % cells) ? 0.8 - 0.01 * (at % 7) : 0.4 * Math.sin(at * 12.9898) ** 5,
  );
  return {
    kind,
    axes: JSON.stringify(axes),
    shape: JSON.stringify(shape),
    values: { create: { metric: DEFAULT_METRIC, values: encodeFloats(values) } },
    elapsedMs: 0,
    flops: 0,
  };
}

/** Attention in stripes, [dest, src]: no two rows are equal, and each sums to 1. */
function makePattern(size: number, seed: number): number[] {
  return Array.from({ length: size }, (_, dest) => {
    const row = Array.from({ length: size }, (_unused, src) =>
      src > dest ? 0 : Math.exp(5 * Math.sin(src * 12.9898 + dest * 0.37 + seed)),
    );
    const sum = row.reduce((total, weight) => total + weight, 0);
    return row.map((weight) => weight / sum);
  }).flat();
}
