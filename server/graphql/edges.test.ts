/** Edges between heads through the API: submission, queue, storage and reading, computed by the engine on a small model. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { mean } from '../../domain/effect';
import type { RunEvent } from '../engine/api';
import { AppError } from '../errors';
import { decodeFloats } from '../runs/results/float-bytes';
import { FAKE_HEADS, FAKE_LAYERS } from '../testing/fake-engine';
import { computeRun, startSeededEngine, type SeededEngine } from '../testing/seeded-engine';
import { createTestServices, type TestServices } from '../testing/test-services';

const pair = {
  clean: 'When John and Mary went out, John gave it to',
  corrupted: 'When John and Mary went out, Mary gave it to',
  correct: ' Mary',
  incorrect: ' John',
};
const input = {
  model: 'fake',
  visibility: 'PUBLIC',
  pairs: [pair, { ...pair, clean: pair.corrupted, corrupted: pair.clean }],
  sweeps: ['HEAD_Z'],
  directions: ['DENOISING', 'NOISING'],
  metrics: ['LOGIT_DIFF', 'PROB'],
  edges: true,
};
const CREATE = 'mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }';
const EDGES = `
  edges(direction: $direction) {
    direction count finishedLayers shape elapsedMs
    unpatched(metric: PROB) { metric clean corrupted }
    raw: data(normalised: false) first: data(normalised: false, prompt: 0) prob: data(normalised: false, metric: PROB)
    top(k: 1000) { senderLayer senderHead input receiverLayer receiverHead value change recovery }
  }`;
interface Edges {
  readonly direction: string;
  readonly count: number;
  readonly finishedLayers: readonly number[];
  readonly elapsedMs: number;
  readonly shape: readonly number[];
  readonly unpatched: { readonly metric: string; readonly clean: number; readonly corrupted: number };
  readonly raw: string;
  readonly first: string;
  readonly prob: string;
  readonly top: readonly {
    senderLayer: number;
    senderHead: number;
    input: 'Q' | 'K' | 'V';
    receiverLayer: number;
    receiverHead: number;
    value: number;
    change: number;
    recovery: number | null;
  }[];
}

let seeded: SeededEngine;
let services: TestServices;
/** Called with each event before it is stored; what it throws is what the engine fails with. */
let onEngineEvent: (event: RunEvent) => void = () => {};

beforeAll(async () => {
  seeded = await startSeededEngine();
});
afterAll(() => seeded.close());
beforeEach(async () => {
  services = await createTestServices();
  onEngineEvent = () => {};
  const { engine } = services;
  seeded.replace(engine);
  const run = engine.run.bind(engine);
  engine.run = async (experiment, kinds, options) => {
    let failure: unknown = null;
    const provenance = await run(experiment, kinds, {
      ...options,
      onEvent(event) {
        if (failure !== null) return;
        try {
          onEngineEvent(event);
        } catch (error) {
          failure = error;
          return;
        }
        options.onEvent(event);
      },
    });
    if (failure !== null) throw failure;
    return provenance;
  };
});
afterEach(() => services.dispose());

async function create(overrides: object = {}, cookie: string | null = null): Promise<string> {
  const { data, errors } = await services.ask(CREATE, { input: { ...input, ...overrides } }, cookie);
  expect(errors).toBeUndefined();
  return (data as { createRun: { id: string } }).createRun.id;
}

const compute = (id: string): Promise<void> => computeRun(services, id);

async function readEdges(id: string, direction: string | null = null): Promise<Edges> {
  const query = `query ($id: ID!, $direction: Direction) { run(id: $id) { ${EDGES} } }`;
  const { data, errors } = await services.ask(query, { id, direction });
  expect(errors).toBeUndefined();
  return (data as { run: { edges: Edges } }).run.edges;
}

const floats = (text: string): Float32Array => decodeFloats(Uint8Array.from(Buffer.from(text, 'base64')));
/** Index in `HeadEdges.shape`: [input, receiver layer, receiver head, sender layer, sender head]. */
const indexOf = (one: Edges['top'][number]): number =>
  [one.receiverLayer, one.receiverHead, one.senderLayer, one.senderHead].reduce(
    (index, step, at) => index * (at % 2 === 0 ? FAKE_LAYERS : FAKE_HEADS) + step,
    ['Q', 'K', 'V'].indexOf(one.input),
  );

it('gives each edge the value that intervene gives along its path', async () => {
  const id = await create();
  await compute(id);
  for (const direction of ['DENOISING', 'NOISING']) {
    const edges = await readEdges(id, direction);
    expect(edges).toMatchObject({ direction, count: 27, finishedLayers: [1], shape: [3, 2, 3, 2, 3] });
    expect(edges.top).toHaveLength(27);
    const sizes = edges.top.map(({ change }) => Math.abs(change));
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
    const [raw, first, prob] = [floats(edges.raw), floats(edges.first), floats(edges.prob)];
    expect(raw.filter((value) => !Number.isNaN(value))).toHaveLength(27);
    const query = `query ($input: InterveneInput!) {
      intervene(input: $input) { results { metric base source singles } }
    }`;
    for (const site of ['Q', 'K', 'V'] as const)
      for (let head = 0; head < FAKE_HEADS; head++) {
        const { data } = await services.ask(query, {
          input: {
            model: 'fake',
            pairs: input.pairs,
            direction,
            metrics: input.metrics,
            sites: [0, 1, 2].map((sender) => ({ site: 'Z', layer: 0, head: sender })),
            path: { receivers: [{ site, layer: 1, head }] },
          },
        });
        type Result = { base: number[]; source: number[]; singles: number[][] };
        const [logitDiff, probability] = (data as { intervene: { results: Result[] } }).intervene.results;
        for (const sender of [0, 1, 2]) {
          const edge = edges.top.find(
            (one) => one.input === site && one.receiverHead === head && one.senderHead === sender,
          )!;
          const expected = mean(logitDiff!.singles[sender]!);
          expect(edge.value).toBeCloseTo(expected, 5);
          expect(edge.change).toBeCloseTo(expected - mean(logitDiff!.base), 5);
          expect(raw[indexOf(edge)]).toBeCloseTo(expected, 5);
          expect(first[indexOf(edge)]).toBeCloseTo(logitDiff!.singles[sender]![0]!, 5);
          expect(prob[indexOf(edge)]).toBeCloseTo(mean(probability!.singles[sender]!), 6);
        }
      }
  }
});

it('continues after the layers that are stored when the engine fails', async () => {
  const whole = await create();
  await compute(whole);
  let failures = 0;
  onEngineEvent = (event) => {
    // After the first direction.
    if (event.type !== 'edges' || event.edges.direction === 'DENOISING' || failures++ > 0) return;
    throw new AppError('ENGINE_FAILED', 'The engine process ended.');
  };
  services.engine.runs = [];
  const id = await create({ recompute: true });
  await compute(id);
  expect(services.engine.runs.map(({ skipEdges }) => skipEdges)).toEqual([
    [],
    [{ direction: 'DENOISING', layer: 1 }],
  ]);
  for (const direction of ['DENOISING', 'NOISING']) {
    const { elapsedMs: _, ...edges } = await readEdges(id, direction);
    const { elapsedMs: __, ...expected } = await readEdges(whole, direction);
    expect(edges).toEqual(expected);
  }
  const { data } = await services.ask(
    'query ($id: ID!) { run(id: $id) { provenance { checks { kind } } } }',
    {
      id,
    },
  );
  // The checks of the sweep that was stored already are there too.
  expect(JSON.stringify(data)).toContain('HEAD_Z');
});

it('copies edges to another owner, and tells them apart from a run without them', async () => {
  const id = await create();
  await compute(id);
  const without = await create({ edges: false });
  expect(without).not.toBe(id);
  const { data } = await services.ask('query ($id: ID!) { run(id: $id) { edges { count } } }', {
    id: without,
  });
  expect(data).toEqual({ run: { edges: null } });
  const copy = await create();
  expect(copy).not.toBe(id);
  expect(await readEdges(copy, 'NOISING')).toEqual(await readEdges(id, 'NOISING'));
});

it('ranks circuits of edges by the edges of a run', async () => {
  const id = await create({ directions: ['NOISING'] });
  const query = `query ($input: EvaluateCircuitInput!) { evaluateCircuit(input: $input) {
    curve(ranking: RUN_EDGES, randomCircuits: 0) {
      ranking count edgeOrder { effect edge { senderLayer senderHead input receiverLayer receiverHead } } } } }`;
  const evaluate = (circuit: object) =>
    services.ask(query, { input: { run: id, circuit: { edges: [], scope: 'HEADS', ...circuit } } });
  const early = await evaluate({});
  expect(JSON.stringify(early.errors?.[0]?.extensions)).toContain('The run has no edges');
  await compute(id);
  const { top } = await readEdges(id, 'NOISING');
  const expected = top.map(({ senderLayer, senderHead, input: read, receiverLayer, receiverHead }) => ({
    effect: null,
    edge: { senderLayer, senderHead, input: read, receiverLayer, receiverHead },
  }));
  // The corrupted run is ablated in the other direction, which the run does not have.
  for (const on of ['CLEAN', 'CORRUPTED']) {
    const { data, errors } = await evaluate({ on });
    expect(errors).toBeUndefined();
    const { curve } = (data as { evaluateCircuit: { curve: object } }).evaluateCircuit;
    expect(curve).toEqual({ ranking: 'RUN_EDGES', count: 27, edgeOrder: expected });
  }
  const other = await evaluate({ metric: 'KL_FROM_BASE' });
  expect(JSON.stringify(other.errors?.[0]?.extensions)).toContain('no edges in this metric');
});

it('plans the cost of edges before a run', async () => {
  const query = `query ($input: CreateRunInput!) {
    previewRun(input: $input) { issues { message } plannedFlops estimatedMs }
  }`;
  const read = async (edges: boolean) => {
    const { data } = await services.ask(query, { input: { ...input, edges } });
    return (data as { previewRun: { issues: []; plannedFlops: number; estimatedMs: number } }).previewRun;
  };
  const [without, withEdges] = [await read(false), await read(true)];
  expect(withEdges.issues).toEqual([]);
  // 27 edges take 9 times as many runs as 3 heads of the last layer.
  expect(withEdges.plannedFlops).toBeGreaterThan(2 * without.plannedFlops);
  expect(withEdges.estimatedMs).toBeGreaterThan(0);
});
