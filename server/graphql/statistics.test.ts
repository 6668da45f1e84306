/** Statistics through the API equal what the arrays of all prompts say. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createRandom } from '../../domain/random';
import { startDispatcher, type Dispatcher } from '../runs/queue/dispatcher';
import { followProgress } from '../runs/queue/progress';
import { decodeFloats, encodeFloats } from '../runs/results/float-bytes';
import { createTestServices, type TestServices } from '../testing/test-services';

let services: TestServices;
let dispatcher: Dispatcher;
beforeEach(async () => {
  services = await createTestServices();
  dispatcher = startDispatcher(services, services.engine);
});
afterEach(async () => {
  await dispatcher.stop();
  await services.dispose();
});

const pair = {
  clean: 'When John and Mary went out, John gave it to',
  corrupted: 'When John and Mary went out, Mary gave it to',
  correct: ' Mary',
  incorrect: ' John',
};
const PROMPTS = 6;
const CELLS = 6;

/** A run of six prompts whose effects at L1H2 are all near 2, at L0H0 of both signs; the gap of prompt 3 is 0. */
async function createRun(seed = 5, prompts = PROMPTS): Promise<string> {
  const pairs = Array.from({ length: prompts }, () => pair);
  const input = { model: 'fake', visibility: 'UNLISTED', sweeps: ['HEAD_Z'], pairs, recompute: true };
  const CREATE = 'mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }';
  const created = await services.ask(CREATE, { input });
  const { id } = (created.data as { createRun: { id: string } }).createRun;
  for await (const { status } of followProgress(services, id)) if (status === 'SUCCEEDED') break;
  const random = createRandom(seed);
  const values = Float32Array.from({ length: prompts * CELLS }, (_, at) => {
    const [prompt, cell] = [Math.floor(at / CELLS), at % CELLS];
    const noise = random() - 0.5;
    return prompt - 1 + (cell === 5 ? 2 + noise : cell === 0 ? 4 * noise : noise / 10);
  });
  const { id: sweepId } = await services.db.sweep.findFirstOrThrow({ where: { runId: id } });
  await services.db.sweepValue.updateMany({
    where: { sweepId, metric: 'logit_diff' },
    data: { values: encodeFloats(values) },
  });
  for (let index = 0; index < prompts; index++) {
    const corruptedLogitDiff = index - 1;
    await services.db.promptPair.update({
      where: { runId_index: { runId: id, index } },
      data: { corruptedLogitDiff, cleanLogitDiff: corruptedLogitDiff + (index === 3 ? 0 : 2 + index / 2) },
    });
  }
  return id;
}

const floats = (text: unknown): number[] => [
  ...decodeFloats(Uint8Array.from(Buffer.from(text as string, 'base64'))),
];
const bytes = (text: unknown): number[] => [...Buffer.from(text as string, 'base64')];
const average = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const spread = (values: readonly number[]): number => {
  const centre = average(values);
  return Math.sqrt(
    values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1) / values.length,
  );
};

const ARRAYS = 'prompts leftOut tested count mean standardError t signShare p adjusted significant';

it('answers packed arrays over cells, by each normalisation', async () => {
  const id = await createRun();
  const READ = `query ($id: ID!) { run(id: $id) { sweep(kind: HEAD_Z) { perPrompt computed
    none: statistics(normalisation: NONE) { ${ARRAYS} strict: significant(level: 0) }
    recovery: statistics { ${ARRAYS} } ratios: statistics(normalisation: MEAN_OF_RATIOS, correction: HOLM) { ${ARRAYS} } } } }`;
  const { data, errors } = await services.ask(READ, { id });
  expect(errors).toBeUndefined();
  const { sweep } = (data as { run: { sweep: Record<string, Record<string, unknown>> } }).run;
  const raw = floats(sweep['perPrompt']);
  const effects = (cell: number): number[] =>
    Array.from({ length: PROMPTS }, (_, prompt) => raw[prompt * CELLS + cell]! - (prompt - 1));
  const gaps = Array.from({ length: PROMPTS }, (_, index) => (index === 3 ? 0 : 2 + index / 2));
  const { none, recovery, ratios } = sweep;
  expect(none).toMatchObject({ prompts: PROMPTS, leftOut: 0, tested: CELLS });
  expect(ratios).toMatchObject({ prompts: PROMPTS, leftOut: 1 });
  expect(bytes(none!['count'])).toEqual(Array.from({ length: CELLS }, () => [6, 0, 0, 0]).flat());
  for (let cell = 0; cell < CELLS; cell++) {
    const own = effects(cell);
    const gap = average(gaps);
    const ofEach = own.map((effect, prompt) => effect / gaps[prompt]!).toSpliced(3, 1);
    const close = (name: string, of: Record<string, unknown>, value: number): void =>
      expect(floats(of[name])[cell]!, name).toBeCloseTo(value, 4);
    close('mean', none!, average(own));
    close('standardError', none!, spread(own));
    close('mean', recovery!, average(own) / gap);
    close('standardError', recovery!, spread(own) / gap);
    close('t', recovery!, average(own) / spread(own));
    close('mean', ratios!, average(ofEach));
    close('t', ratios!, average(ofEach) / spread(ofEach));
    close('signShare', none!, own.filter((effect) => effect * average(own) > 0).length / PROMPTS);
  }
  expect(bytes(none!['significant'])).toEqual([0, 0, 0, 0, 0, 1]);
  expect(bytes(none!['strict'])).toEqual([0, 0, 0, 0, 0, 0]);
  expect(floats(none!['adjusted'])[5]).toBeCloseTo(floats(none!['p'])[5]! * CELLS, 8);
});

it('compares two runs on the same pairs, prompt by prompt', async () => {
  const [a, b] = [await createRun(), await createRun(7)];
  const READ = `query ($a: ID!, $b: ID!, $other: ID!) { a: run(id: $a) { sweep(kind: HEAD_Z) { perPrompt
    paired(run: $b) { reason statistics { prompts leftOut ${ARRAYS} } } other: paired(run: $other) { reason statistics { tested } }
    ratios: paired(run: $b, normalisation: MEAN_OF_RATIOS) { statistics { leftOut mean } } } }
    b: run(id: $b) { sweep(kind: HEAD_Z) { perPrompt } } }`;
  const other = await createRun(1, 4);
  const { data, errors } = await services.ask(READ, { a, b, other });
  expect(errors).toBeUndefined();
  interface Read {
    perPrompt: string;
    paired: { reason: null; statistics: Record<string, unknown> };
    other: { reason: string; statistics: null };
    ratios: { statistics: { leftOut: number; mean: string } };
  }
  const read = data as Record<'a' | 'b', { sweep: Read }>;
  const [left, right] = [floats(read.a.sweep.perPrompt), floats(read.b.sweep.perPrompt)];
  const { statistics } = read.a.sweep.paired;
  for (let cell = 0; cell < CELLS; cell++) {
    const own = Array.from(
      { length: PROMPTS },
      (_, prompt) => right[prompt * CELLS + cell]! - left[prompt * CELLS + cell]!,
    );
    expect(floats(statistics['mean'])[cell]).toBeCloseTo(average(own), 4);
    // stats.ttest_rel(b, a)
    expect(floats(statistics['t'])[cell]).toBeCloseTo(average(own) / spread(own), 3);
  }
  expect(statistics).toMatchObject({ prompts: PROMPTS, leftOut: 0, tested: CELLS });
  expect(read.a.sweep.ratios.statistics.leftOut).toBe(1);
  expect(read.a.sweep.other.reason).toContain('6 and 4 prompt pairs');
  const refused = await services.ask(
    `query ($a: ID!, $b: ID!) { run(id: $a) { sweep(kind: HEAD_Z) { paired(run: $b, normalisation: RATIO_OF_MEANS) { reason } } } }`,
    { a, b },
  );
  expect(refused.errors?.[0]?.message).toContain('A ratio of means has no value of single prompts');
});

it('describes one cell over prompts, and refuses one that the sweep does not have', async () => {
  const id = await createRun();
  const READ = `query ($id: ID!, $layer: Int!, $first: Int!) { run(id: $id) { sweep(kind: HEAD_Z) {
    perPrompt cell(layer: $layer, head: 2) { mean { recovery } }
    cellStatistics(layer: $layer, head: 2) { count leftOut mean standardError t p adjusted low high signShare
      histogram { from to count } lowest(first: $first) { prompt effect } highest { prompt effect }
      facets { by name } } } } }`;
  const { data, errors } = await services.ask(READ, { id, layer: 1, first: 2 });
  expect(errors).toBeUndefined();
  interface Read {
    perPrompt: string;
    cell: { mean: { recovery: number } };
    cellStatistics: Record<string, number> & {
      histogram: { from: number; to: number; count: number }[];
      lowest: { prompt: number; effect: number }[];
      highest: { prompt: number; effect: number }[];
    };
  }
  const { sweep } = (data as { run: { sweep: Read } }).run;
  const { cellStatistics: cell } = sweep;
  expect(cell).toMatchObject({ count: 6, leftOut: 0, signShare: 1, facets: [] });
  expect(cell['mean']).toBeCloseTo(sweep.cell.mean.recovery, 5);
  expect(cell['low']!).toBeLessThan(cell['mean']!);
  expect(cell['high']!).toBeGreaterThan(cell['mean']!);
  expect(cell['adjusted']).toBeCloseTo(cell['p']! * CELLS, 8);
  expect(cell.histogram.reduce((sum, { count }) => sum + count, 0)).toBe(PROMPTS);
  const raw = floats(sweep.perPrompt);
  const order = Array.from({ length: PROMPTS }, (_, prompt) => prompt).toSorted(
    (a, b) => raw[a * CELLS + 5]! - a - (raw[b * CELLS + 5]! - b),
  );
  expect(cell.lowest.map(({ prompt }) => prompt)).toEqual(order.slice(0, 2));
  expect(cell.highest.map(({ prompt }) => prompt)).toEqual(order.toReversed().slice(0, 3));
  const wrong = await services.ask(READ, { id, layer: 7, first: 2 });
  expect(wrong.errors?.[0]?.message).toContain('There is no layer 7');
  const many = await services.ask(READ, { id, layer: 1, first: 101 });
  expect(many.errors?.[0]?.message).toBe('first is 101; use 1 to 100.');
});
