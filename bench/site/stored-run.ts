/** A site that shows one stored run at GPT-2 small's shape: a page to measure without computing anything. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseConfig } from '../../server/config';
import { openDatabase } from '../../server/db';
import { bytesOf } from '../../server/runs/recovery';

const [LAYERS, HEADS, TOKENS, PROMPTS] = [12, 12, 64, 4];
const CELLS = LAYERS * HEADS * TOKENS;
const RUN = 'bench';

export interface StoredRun {
  /** The run's page. */
  readonly url: string;
  /** Stops the site and forgets its data. */
  stop(): Promise<void>;
}

/** Starts a built site on a port of 127.0.0.1 with one run: z of heads by position, 12 x 64 x 12 cells. */
export async function startStoredRun(port: number): Promise<StoredRun> {
  const data = await mkdtemp(path.join(tmpdir(), 'patchbay-bench-'));
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_ENV: 'production',
    LOG_LEVEL: 'warn',
    DATA_DIR: data,
    ENGINE_ENABLED: '0',
    SEED_GALLERY: '0',
  };
  execFileSync(process.execPath, ['--import', 'tsx', 'scripts/migrate.ts'], { env });
  await store(parseConfig(env).databaseUrl);
  const next = path.join('node_modules', 'next', 'dist', 'bin', 'next');
  const server = spawn(process.execPath, [next, 'start', '--hostname', '127.0.0.1', '--port', String(port)], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}/runs/${RUN}`;
  for (let attempt = 0; ; attempt++) {
    const isUp = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) break;
    if (attempt === 100) throw new Error(`the site did not answer at ${url}; is it built (npm run build)?`);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  return {
    url,
    async stop() {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGTERM');
      await ended;
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
          // Every cell another value, so that no two of them could be drawn as one.
          values: bytesOf(Array.from({ length: PROMPTS * CELLS }, (_, cell) => Math.sin(cell * 12.9898))),
          elapsedMs: 0,
          flops: 0,
        },
      },
    },
  });
  await db.$disconnect();
}
