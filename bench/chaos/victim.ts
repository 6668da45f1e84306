/** The site under test: served as in production, used through its API, killed and started again. */
import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findEngine, freePort, startServer, stopServer } from '../../scripts/production-server';
import { openDatabase } from '../../server/db';

export interface Victim {
  /** How many different experiments there are. */
  readonly experiments: number;
  /** Queues an experiment to be computed, also if its result is stored. @returns the run's id. */
  submit(experiment: number): Promise<string>;
  /** Runs that wait or compute. */
  countActive(): Promise<number>;
  /** Finished sweeps of all runs. */
  countSweeps(): Promise<number>;
  isComputing(): Promise<boolean>;
  /** Whether the run under way may fail for good if the engine dies on it, or once more after that. */
  isLastAttempt(): Promise<boolean>;
  /** Kills the engine, as the kernel does when memory runs out. */
  killEngine(): Promise<void>;
  /** Kills the web process and starts another one on the same data. */
  killWeb(): Promise<void>;
  /** @throws Error when the condition does not hold within `ms`. */
  waitFor(condition: () => Promise<boolean>, ms: number): Promise<void>;
  /** Ends the site in order. @returns the engine's process id if it is still there, else null. */
  stop(): Promise<number | null>;
  kill(): Promise<void>;
}

const KINDS = ['RESID_PRE', 'ATTN_OUT', 'MLP_OUT', 'HEAD_Z', 'HEAD_Q', 'HEAD_K', 'HEAD_V', 'HEAD_PATTERN'];
const STORY = ' Then the old man saw a small dog near the river';
/** Long prompts that differ early: with 8 pairs some seconds of work each. */
const EXPERIMENTS = [
  { directions: ['DENOISING'], metrics: ['LOGIT_DIFF'], repeats: 9, size: 1 },
  { directions: ['NOISING'], metrics: ['LOGIT_DIFF'], repeats: 6, size: 1.5 },
  { directions: ['DENOISING', 'NOISING'], metrics: ['KL_FROM_BASE', 'PROB'], repeats: 3, size: 1 },
];

function describeExperiment(index: number, pairs: number) {
  const { directions, metrics, repeats, size } = EXPERIMENTS[index]!;
  const about = (name: string): string =>
    `When ${name} went to the park,${STORY.repeat(repeats)}, and gave it to`;
  const pair = { clean: about('John'), corrupted: about('Mary'), correct: ' Mary', incorrect: ' John' };
  return {
    model: 'patchbay-mini',
    directions,
    metrics,
    pairs: Array.from({ length: Math.ceil(pairs * size) }, () => pair),
    sweeps: KINDS,
    recompute: true,
    // The list of runs, which is read as a visitor, shows it.
    visibility: 'PUBLIC',
  };
}

/** Starts the site with a temporary data folder. @param pairs of the smallest experiment. */
export async function startVictim(folder: string, pairs: number): Promise<Victim> {
  const port = await freePort();
  const env = { DATA_DIR: folder, SEED_GALLERY: '0', RUN_LEASE_MS: '3000', LOG_LEVEL: 'fatal' };
  let server: ChildProcess = await startServer(port, env);
  // The API does not tell attempts.
  const db = openDatabase(`file:${path.join(folder, 'patchbay.db')}`);
  let cookie = '';

  const ask = async (query: string, variables: object = {}): Promise<Record<string, never>> => {
    const response = await fetch(`http://127.0.0.1:${port}/api/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify({ query, variables }),
    });
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    const { data, errors } = (await response.json()) as {
      data: Record<string, never>;
      errors?: { message: string }[];
    };
    if (errors) throw new Error(errors.map(({ message }) => message).join('\n'));
    return data;
  };
  const readRuns = async (): Promise<{ status: string; progress: { finishedSweeps: string[] } }[]> => {
    const runs: { status: string; progress: { finishedSweeps: string[] } }[] = [];
    for (let after: string | null = null; ;) {
      const { runs: page } = (await ask(
        'query ($after: String) { runs(first: 100, after: $after) { edges { node { status progress { finishedSweeps } } } pageInfo { hasNextPage endCursor } } }',
        { after },
      )) as unknown as {
        runs: {
          edges: { node: (typeof runs)[number] }[];
          pageInfo: { hasNextPage: boolean; endCursor: string };
        };
      };
      runs.push(...page.edges.map(({ node }) => node));
      if (!page.pageInfo.hasNextPage) return runs;
      after = page.pageInfo.endCursor;
    }
  };
  const waitFor = async (condition: () => Promise<boolean>, ms: number): Promise<void> => {
    const giveUp = performance.now() + ms;
    while (!(await condition())) {
      if (performance.now() > giveUp) throw new Error(`nothing happened for ${ms / 1000} s`);
      await sleep(50);
    }
  };

  return {
    experiments: EXPERIMENTS.length,
    async submit(experiment) {
      const data = await ask('mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }', {
        input: describeExperiment(experiment, pairs),
      });
      return (data as unknown as { createRun: { id: string } }).createRun.id;
    },
    async countActive() {
      return (await readRuns()).filter(({ status }) => status === 'QUEUED' || status === 'RUNNING').length;
    },
    async countSweeps() {
      return (await readRuns()).reduce((sum, { progress }) => sum + progress.finishedSweeps.length, 0);
    },
    async isComputing() {
      return (await readRuns()).some(({ status }) => status === 'RUNNING');
    },
    async isLastAttempt() {
      return (await db.run.count({ where: { status: 'RUNNING', attempts: { gte: 2 } } })) > 0;
    },
    async killEngine() {
      await waitFor(async () => findEngine(server) !== null, 60_000);
      process.kill(findEngine(server)!, 'SIGKILL');
    },
    async killWeb() {
      await stopServer(server);
      server = await startServer(port, env);
    },
    waitFor,
    async stop() {
      await db.$disconnect();
      const engine = findEngine(server);
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGTERM');
      await ended;
      return engine !== null && isAlive(engine) ? engine : null;
    },
    kill: () => stopServer(server),
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
