/** A site with one stored run at GPT-2 small's shape, to measure its page without computing. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DEFAULT_METRIC } from '../../domain/metrics';
import { freePort, startServer, stopServer } from '../../scripts/production-server';
import { openDatabase } from '../../server/db';
import { encodeFloats } from '../../server/runs/results/float-bytes';

const [LAYERS, HEADS, TOKENS, PROMPTS] = [12, 12, 64, 4];
const CELLS = LAYERS * HEADS * TOKENS;
const RUN = 'bench';

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
  await store(`file:${path.join(data, 'patchbay.db')}`);
  return {
    url: `http://127.0.0.1:${port}/runs/${RUN}`,
    async stop() {
      await stopServer(server);
      await rm(data, { recursive: true, force: true });
    },
  };
}

async function store(databaseUrl: string): Promise<void> {
  const db = openDatabase(databaseUrl);
  await db.user.create({ data: { id: 'bench', name: 'bench' } });
  await db.model.create({
    data: {
      id: 'gpt2-shape',
      layers: LAYERS,
      heads: HEADS,
      dModel: 768,
      dVocab: 50257,
      context: 1024,
      parameters: 124e6,
    },
  });
  const tokens = (last: string): string =>
    JSON.stringify(
      Array.from({ length: TOKENS }, (_, at) => ({ id: at, text: at === 11 ? last : ` token${at}` })),
    );
  await db.run.create({
    data: {
      id: RUN,
      ownerId: 'bench',
      modelId: 'gpt2-shape',
      direction: 'DENOISING',
      prependBos: true,
      kinds: JSON.stringify(['HEAD_Z_BY_POS']),
      contentHash: 'bench',
      status: 'SUCCEEDED',
      visibility: 'PUBLIC',
      fraction: 1,
      cleanLogitDiff: 1,
      corruptedLogitDiff: 0,
      pairs: {
        create: Array.from({ length: PROMPTS }, (_, index) => ({
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
      sweeps: {
        create: {
          kind: 'HEAD_Z_BY_POS',
          axes: JSON.stringify(['layer', 'position', 'head']),
          shape: JSON.stringify([LAYERS, TOKENS, HEADS]),
          // All values differ, so that no two cells could be drawn as one.
          values: {
            create: {
              metric: DEFAULT_METRIC,
              values: encodeFloats(
                Array.from({ length: PROMPTS * CELLS }, (_, cell) => Math.sin(cell * 12.9898)),
              ),
            },
          },
          elapsedMs: 0,
          flops: 0,
        },
      },
    },
  });
  await db.$disconnect();
}
