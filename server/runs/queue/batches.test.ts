/** Runs of several batches: what is stored of them, how they continue after an interruption, and what the API gives of them. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunEvent } from '../../engine/api';
import { AppError } from '../../errors';
import { readResults } from '../../testing/run-results';
import { createTestServices, type TestServices } from '../../testing/test-services';
import { readMoments } from '../results/moments';
import { joinBatches } from '../results/read-batches';
import { submitRun } from '../submit/submit';
import type { RunInput } from '../submit/validate';
import { startDispatcher, type Dispatcher } from './dispatcher';
import { followProgress } from './progress';

const PAIRS = 150;
const KINDS = ['HEAD_Z', 'HEAD_Q'] as const;
/** Cells of the fake model: layers times heads. */
const CELLS = 6;
let services: TestServices;
let dispatcher: Dispatcher;

/** Pairs of two lengths; the first word, which is the pair's own, is token `offset + index`. */
const pairs = Array.from({ length: PAIRS }, (_, index) => {
  const rest = index % 3 === 0 ? ' c d' : ' c';
  return {
    clean: `w${index} a${rest}`,
    corrupted: `w${index} b${rest}`,
    correct: ' Mary',
    incorrect: ' John',
  };
});

beforeEach(async () => {
  services = await createTestServices({ RUN_LEASE_MS: '1000' });
  await services.db.user.create({ data: { id: 'A', name: 'A' } });
  identifyPairs(services);
});
afterEach(async () => {
  await dispatcher.stop();
  await services.dispose();
});

/** Makes the numbers of the fake engine depend on the pair, not on its row in a batch. */
function identifyPairs({ engine }: TestServices): void {
  const run = engine.run.bind(engine);
  engine.run = (experiment, kinds, options) => {
    const owns = experiment.pairs.map(({ clean }) => clean[1]!);
    const change = (event: RunEvent): RunEvent => {
      if (event.type === 'sweep') {
        const { values, shape } = event.sweep;
        const cells = shape.reduce((product, length) => product * length, 1);
        const own = values.logit_diff!.map((_, at) => owns[Math.floor(at / cells)]! + (at % cells) / 10);
        return { ...event, sweep: { ...event.sweep, values: { logit_diff: own } } };
      }
      if (event.type === 'baseline') {
        const values = {
          clean: Float32Array.from(owns, (own) => own + 3),
          corrupted: Float32Array.from(owns),
        };
        const ofMetric = { logit_diff: values };
        return {
          ...event,
          baseline: { values: ofMetric, byDirection: { DENOISING: ofMetric, NOISING: ofMetric } },
        };
      }
      return event;
    };
    return run(experiment, kinds, { ...options, onEvent: (event) => options.onEvent(change(event)) });
  };
}

const submit = (input: Partial<RunInput> = {}) =>
  submitRun(
    services,
    async () => 'A',
    {
      model: 'fake',
      pairs,
      sweeps: [...KINDS],
      direction: 'DENOISING',
      prependBos: true,
      visibility: 'UNLISTED',
      ...input,
    },
    true,
  );
const dispatch = (): void => {
  dispatcher = startDispatcher(services, services.engine, { minTurnMs: 0 });
};
async function ended(id: string): Promise<number[]> {
  const fractions: number[] = [];
  for await (const { fraction } of followProgress(services, id)) fractions.push(fraction);
  return fractions;
}
const died = (): AppError => new AppError('ENGINE_FAILED', 'The engine process ended (signal SIGKILL).');

describe('a run of several batches', () => {
  it('stores the values of each pair and the moments over all of them', async () => {
    const { id, batches, pairCount } = await submit();
    expect({ batches, pairCount }).toEqual({ batches: 3, pairCount: PAIRS });
    dispatch();
    const fractions = await ended(id);
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    const run = await services.db.run.findUniqueOrThrow({ where: { id }, include: { sweeps: true } });
    expect({ status: run.status, error: run.errorMessage }).toEqual({ status: 'SUCCEEDED', error: null });
    expect(services.engine.runs.map(({ experiment }) => experiment.pairs.length)).toEqual([64, 64, 22]);
    // The engine keeps no activations of them.
    expect(services.engine.runs.every(({ experiment }) => experiment.isBatch)).toBe(true);
    const owns = (
      await services.db.promptPair.findMany({ where: { runId: id }, orderBy: { index: 'asc' } })
    ).map(({ cleanTokens }) => (JSON.parse(cleanTokens) as { id: number }[])[1]!.id);
    const mean = owns.reduce((sum, own) => sum + own, 0) / PAIRS;
    for (const sweep of run.sweeps) {
      const values = await joinBatches(services.db, run, sweep.id, 'logit_diff', CELLS);
      expect([...values]).toEqual([
        ...Float32Array.from(
          { length: PAIRS * CELLS },
          (_, at) => owns[Math.floor(at / CELLS)]! + (at % CELLS) / 10,
        ),
      ]);
      const stored = (await readMoments(services.db, sweep.id, 'logit_diff'))!;
      expect(stored.pairs).toBe(PAIRS);
      expect(stored.corrupted).toBeCloseTo(mean, 10);
      stored.moments.mean.forEach((effect, cell) => expect(effect).toBeCloseTo(cell / 10, 5));
      expect([...stored.moments.count]).toEqual(Array.from({ length: CELLS }, () => PAIRS));
    }
    expect(run.corruptedLogitDiff).toBeCloseTo(mean, 10);
    // Lists and search read the effects, which are made from the final means.
    expect(await services.db.effect.count({ where: { runId: id } })).toBe(CELLS * KINDS.length);
  });

  it('continues at the batch that was reached, and equals an undisturbed run', async () => {
    const undisturbed = await submit();
    dispatch();
    await ended(undisturbed.id);
    const started = services.engine.runs.length;
    let sweeps = 0;
    services.engine.beforeSweep = async () => {
      sweeps++;
      // Within the first batch, before the second one, and twice in the third one.
      if ([2, 4, 7, 8].includes(sweeps)) throw died();
    };
    const disturbed = await submit();
    await ended(disturbed.id);
    const turns = services.engine.runs.slice(started);
    expect(turns.map(({ experiment, skip = [] }) => [experiment.pairs.length, skip.length])).toEqual([
      [64, 0],
      [64, 1],
      [64, 0],
      [64, 0],
      [22, 0],
      [22, 0],
      [22, 0],
    ]);
    expect(await readResults(services.db, disturbed.id)).toEqual(
      await readResults(services.db, undisturbed.id),
    );
    expect((await readResults(services.db, disturbed.id)).run.status).toBe('SUCCEEDED');
  });

  it('fails after three attempts without a sweep, and keeps the batches that are stored', async () => {
    let sweeps = 0;
    services.engine.beforeSweep = async () => {
      if (++sweeps > 2) throw died();
    };
    const { id } = await submit();
    dispatch();
    await ended(id);
    expect(sweeps).toBe(2 + 3);
    expect(await services.db.run.findUnique({ where: { id } })).toMatchObject({ status: 'FAILED' });
    expect(await services.db.sweepBatch.count()).toBe(KINDS.length);
  });

  it('gives way to runs of other owners between its batches', async () => {
    await services.db.user.create({ data: { id: 'B', name: 'B' } });
    const { id } = await submit();
    let other: string | null = null;
    services.engine.beforeSweep = async (_, signal) => {
      if (other !== null) {
        if (services.engine.runs.length === 1)
          await new Promise((stop) => signal!.addEventListener('abort', stop));
        return;
      }
      const input = {
        model: 'fake',
        pairs: pairs.slice(0, 1),
        sweeps: ['HEAD_Z'],
        direction: 'DENOISING',
      } as const;
      const run = await submitRun(services, async () => 'B', { ...input, prependBos: true }, true);
      other = run.id;
    };
    dispatch();
    await ended(id);
    expect(services.engine.runs.map(({ experiment }) => experiment.pairs.length)).toEqual([
      64, 1, 64, 64, 22,
    ]);
    expect((await readResults(services.db, id)).run.status).toBe('SUCCEEDED');
  });

  it('shows the mean of the batches that are stored while it is computed', async () => {
    let release = (): void => {};
    const { id } = await submit({ sweeps: ['HEAD_Z'] });
    services.engine.beforeSweep = () =>
      services.engine.runs.length === 2
        ? new Promise<void>((resolve) => (release = resolve))
        : Promise.resolve();
    dispatch();
    await vi.waitFor(async () => expect(await services.db.sweep.count()).toBe(1), { timeout: 10_000 });
    const { data, errors } = await services.ask(QUERY, { id });
    expect(errors).toBeUndefined();
    const { run } = data as { run: Answer };
    expect(run).toMatchObject({ pairCount: PAIRS, status: 'RUNNING' });
    expect(run.progress.finishedSweeps).toEqual([]);
    expect(run.sweep.pairCount).toBe(64);
    expect(run.sweep.statistics.prompts).toBe(64);
    expect(run.sweep.values.map((value) => value * 30)).toEqual(
      Array.from({ length: CELLS }, (_, cell) => expect.closeTo(cell, 4) as number),
    );
    release();
    await ended(id);
  });
});

function readFloats(base64: string): Float32Array {
  const bytes = Buffer.from(base64, 'base64');
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

interface Answer {
  readonly pairCount: number;
  readonly status: string;
  readonly baseline: { readonly pairs: number; readonly perPrompt: unknown[] };
  readonly progress: { readonly finishedSweeps: string[] };
  readonly pairs: { readonly index: number }[];
  readonly rest: { readonly index: number }[];
  readonly sweep: {
    readonly pairCount: number;
    readonly values: number[];
    readonly ofLast: number[];
    readonly page: string;
    readonly cell: { readonly perPrompt: unknown[] };
    readonly statistics: { readonly prompts: number; readonly mean: string; readonly tested: number };
    readonly cellStatistics: { readonly count: number; readonly mean: number };
  };
}
interface PairedAnswer {
  readonly reason: string | null;
  readonly statistics: { readonly prompts: number; readonly mean: string; readonly t: string } | null;
}
const PAIRED = `query ($a: ID!, $b: ID!) {
  run(id: $a) { sweep(kind: HEAD_Z) { paired(run: $b) { reason statistics { prompts mean t } } } }
}`;
const QUERY = `query ($id: ID!, $isDone: Boolean = false) {
  run(id: $id) {
    pairCount status title
    progress { finishedSweeps }
    pairs { index }
    rest: pairs(first: 64, offset: 128) { index }
    baseline { clean pairs perPrompt { clean } }
    sweep(kind: HEAD_Z) {
      pairCount
      values
      computed
      statistics(normalisation: NONE) { prompts mean tested }
      cellStatistics(layer: 0, head: 1, normalisation: NONE) @include(if: $isDone) {
        count mean facets { name count } highest(first: 1) { prompt }
      }
      cell(layer: 0, head: 1) { mean { value } perPrompt { value } }
      ofLast: values(normalised: false, prompt: 149) @include(if: $isDone)
      page: perPrompt(first: 10, offset: 140) @include(if: $isDone)
    }
  }
}`;

describe('the API', () => {
  it('gives pairs in pages and values of any prompt, and never those of all', async () => {
    const { id } = await submit();
    dispatch();
    await ended(id);
    const { data, errors } = await services.ask(QUERY, { id, isDone: true });
    expect(errors).toBeUndefined();
    const { run } = data as { run: Answer };
    expect(run.pairs).toHaveLength(64);
    expect(run.rest.map(({ index }) => index)).toEqual(Array.from({ length: 22 }, (_, at) => 128 + at));
    expect(run.progress.finishedSweeps).toEqual([...KINDS]);
    expect(run.sweep.pairCount).toBe(PAIRS);
    expect(run.baseline.pairs).toBe(PAIRS);
    expect(run.baseline.perPrompt).toHaveLength(64);
    expect(run.sweep.cell.perPrompt).toHaveLength(64);
    expect(run.sweep.statistics.prompts).toBe(PAIRS);
    expect(readFloats(run.sweep.statistics.mean)[1]).toBeCloseTo(0.1, 4);
    expect(run.sweep.cellStatistics.count).toBe(PAIRS);
    expect(run.sweep.cellStatistics.mean).toBeCloseTo(0.1, 4);
    expect(Buffer.from(run.sweep.page, 'base64')).toHaveLength(10 * CELLS * 4);
    expect(run.sweep.ofLast[1]! - run.sweep.ofLast[0]!).toBeCloseTo(0.1, 4);
    const refused = await services.ask(`query { run(id: "${id}") { sweep(kind: HEAD_Z) { perPrompt } } }`);
    expect(refused.errors?.[0]?.message).toContain('This run has 150 pairs');
  });

  it('compares two runs of the same pairs in other orders prompt by prompt, as a run of one batch is compared', async () => {
    const a = await submit({ sweeps: ['HEAD_Z'] });
    const other = await submit({ sweeps: ['HEAD_Z'], pairs: pairs.toReversed() });
    const fewer = await submit({ sweeps: ['HEAD_Z'], pairs: pairs.slice(0, 100) });
    dispatch();
    for (const { id } of [a, other, fewer]) await ended(id);
    // Effects of the second run differ by 0.25 on pairs of even tokens, and by 0.75 on the others.
    const blobs = await services.db.sweepBatch.findMany({ where: { sweep: { runId: other.id } } });
    for (const { sweepId, metric, batch, values } of blobs) {
      const rows = await services.db.promptPair.findMany({
        where: { runId: other.id, batch },
        orderBy: { row: 'asc' },
      });
      const changed = new Float32Array(
        values.buffer.slice(values.byteOffset, values.byteOffset + values.length),
      );
      for (const [row, { cleanTokens }] of rows.entries()) {
        const own = (JSON.parse(cleanTokens) as { id: number }[])[1]!.id;
        for (let cell = 0; cell < CELLS; cell++) changed[row * CELLS + cell]! += own % 2 === 0 ? 0.25 : 0.75;
      }
      await services.db.sweepBatch.update({
        where: { sweepId_metric_batch: { sweepId, metric, batch } },
        data: { values: new Uint8Array(changed.buffer) },
      });
    }
    const paired = async (b: string) => {
      const { data, errors } = await services.ask(PAIRED, { a: a.id, b });
      expect(errors).toBeUndefined();
      return (data as { run: { sweep: { paired: PairedAnswer } } }).run.sweep.paired;
    };
    const { reason, statistics } = await paired(other.id);
    expect(reason).toBeNull();
    expect(statistics!.prompts).toBe(PAIRS);
    for (const mean of readFloats(statistics!.mean)) expect(mean).toBeCloseTo(0.5, 2);
    for (const t of readFloats(statistics!.t)) expect(t).toBeGreaterThan(20);
    expect((await paired(fewer.id)).reason).toContain('The runs have 150 and 100 prompt pairs');
  });

  it('refuses more pairs than the site accepts, and edges of more than a batch', async () => {
    dispatch();
    await expect(submit({ edges: true })).rejects.toThrow(
      'All edges between heads are computed for up to 64 pairs',
    );
    const limited = { ...services, config: { ...services.config, maxRunPairs: 100 } };
    const input = {
      model: 'fake',
      pairs,
      sweeps: ['HEAD_Z'],
      direction: 'DENOISING',
      prependBos: true,
    } as const;
    await expect(submitRun(limited, async () => 'A', input, true)).rejects.toThrow(
      '150 prompt pairs are too many; a run on this site takes up to 100.',
    );
  });

  it('answers an equal experiment of another user with a copy of the batches', async () => {
    await services.db.user.create({ data: { id: 'B', name: 'B' } });
    const { id } = await submit({ visibility: 'PUBLIC' });
    dispatch();
    await ended(id);
    const input = {
      model: 'fake',
      pairs,
      sweeps: [...KINDS],
      direction: 'DENOISING',
      prependBos: true,
    } as const;
    const copy = await submitRun(services, async () => 'B', input, false, 'B');
    expect(copy.copiedFromId).toBe(id);
    expect(await readResults(services.db, copy.id)).toEqual(await readResults(services.db, id));
  });
});
