/** Circuits through the API, with an engine in which node n adds n + 1 to the metric. Heads are nodes 0 to 5, MLPs 6 and 7. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startDispatcher, type Dispatcher } from '../runs/queue/dispatcher';
import { followProgress } from '../runs/queue/progress';
import { createTestServices, type TestServices } from '../testing/test-services';

let services: TestServices;
let dispatcher: Dispatcher;
let run: { id: string; cookie: string };

beforeAll(async () => {
  services = await createTestServices();
  dispatcher = startDispatcher(services, services.engine);
  run = await createRun();
});
afterAll(async () => {
  await dispatcher.stop();
  await services.dispose();
});

const PAIR = {
  clean: 'When John and Mary went out, John gave it to',
  corrupted: 'When John and Mary went out, Mary gave it to',
  correct: ' Mary',
  incorrect: ' John',
};
/** L1H2, which is node 5, and MLP 0, which is node 6. */
const NODES = [{ layer: 0 }, { layer: 1, head: 2 }];

async function createRun(): Promise<{ id: string; cookie: string }> {
  const { data, setCookie } = await services.ask(
    'mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }',
    {
      input: {
        model: 'fake',
        visibility: 'UNLISTED',
        pairs: [PAIR, PAIR],
        sweeps: ['HEAD_Z'],
        recompute: true,
      },
    },
  );
  const { id } = (data as { createRun: { id: string } }).createRun;
  for await (const { status } of followProgress(services, id)) expect(status).not.toBe('FAILED');
  return { id, cookie: setCookie[0]!.split(';')[0]! };
}

const CHOICES = 'choices { members on direction scope value valueFrom acrossPositions donors metric }';
const PARTS = `
  faithfulness { circuit model empty perPrompt mean random { seeds mean least most } }
  completeness { knockouts { greedy nodes { layer head } circuit model difference } meanDifference largestDifference random { mean } }
  minimality { exhaustive nodes { node { layer head } alone largest knockedOut { layer } } random { values } }
  curve { model empty order { node { layer head } effect } points { size fraction circuit faithfulness random { mean } } cpr cmd randomCpr { mean } randomCmd { mean } }`;
const EVALUATE = `query ($input: EvaluateCircuitInput!) {
  evaluateCircuit(input: $input) { nodes { layer head } ${CHOICES} ${PARTS} } }`;

/** What the tests read of an answer. */
interface Answered {
  readonly nodes: { layer: number; head: number | null }[];
  readonly choices: object;
  readonly faithfulness: {
    mean: number;
    circuit: number[];
    perPrompt: number[];
    random: { seeds: number[] };
  };
  readonly completeness: { knockouts: { greedy: boolean; difference: number }[]; meanDifference: number };
  readonly minimality: { nodes: { alone: number; largest: number }[]; random: { values: number[] } };
  readonly curve: {
    points: { size: number; faithfulness: number }[];
    cpr: number;
    cmd: number;
    order: object[];
  };
}

async function evaluate(input: object, query = EVALUATE) {
  const { data, errors } = await services.ask(query, { input });
  const answer = (data as { evaluateCircuit: Answered } | undefined)?.evaluateCircuit;
  return { answer: answer!, issues: errors?.[0]?.extensions?.['issues'], errors };
}

describe('evaluateCircuit', () => {
  it('gives every part with its choices', async () => {
    const { answer, errors } = await evaluate({ run: run.id, circuit: { nodes: NODES } });
    expect(errors).toBeUndefined();
    expect(answer.choices).toEqual({
      members: 'NODES',
      on: 'CLEAN',
      direction: 'NOISING',
      scope: 'HEADS_AND_MLPS',
      value: 'MEAN',
      valueFrom: 'CLEAN',
      acrossPositions: false,
      donors: null,
      metric: 'LOGIT_DIFF',
    });
    expect(answer.nodes).toEqual([
      { layer: 0, head: null },
      { layer: 1, head: 2 },
    ]);
    expect(answer.faithfulness).toMatchObject({
      circuit: [13, 13],
      model: [36, 36],
      empty: [0, 0],
      perPrompt: [13 / 36, 13 / 36],
      mean: 13 / 36,
    });
    expect(answer.faithfulness.random.seeds).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    // Knocking out any nodes leaves the same difference.
    const { knockouts, meanDifference } = answer.completeness;
    expect(knockouts.map(({ difference }) => difference)).toEqual(Array<number>(12).fill(13 - 36));
    expect(knockouts.filter(({ greedy }) => greedy)).toHaveLength(2);
    expect(meanDifference).toBe(23);
    expect(answer.minimality.nodes).toMatchObject([
      { node: { layer: 0, head: null }, alone: -7, largest: -7, knockedOut: null },
      { node: { layer: 1, head: 2 }, alone: -6, largest: -6 },
    ]);
    const { curve } = answer;
    expect(curve.order[0]).toEqual({ node: { layer: 1, head: null }, effect: 8 });
    expect(curve.points.map(({ size }) => size)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(curve.points[1]!.faithfulness).toBeCloseTo(15 / 36, 12);
    expect(curve.cpr + curve.cmd).toBeCloseTo(7 / 8, 12);
  });

  it('takes prompts as well as a run, and its own order and sizes', async () => {
    const query = `query ($input: EvaluateCircuitInput!) { evaluateCircuit(input: $input) {
      choices { donors direction } faithfulness(randomCircuits: 0) { mean random { mean } }
      curve(order: [{ layer: 0, head: 1 }], sizes: [1, 3], randomCircuits: 1) { order { effect } points { size circuit } } } }`;
    const circuit = { nodes: NODES, on: 'CORRUPTED', value: 'RESAMPLE', scope: 'HEADS_AND_MLPS', seed: 3 };
    const { answer, errors } = await evaluate({ model: 'fake', pairs: [PAIR, PAIR], circuit }, query);
    expect(errors).toBeUndefined();
    expect(answer.choices).toEqual({ donors: [1, 0], direction: 'DENOISING' });
    expect(answer.faithfulness.random).toEqual({ mean: null });
    expect(answer.curve.points).toEqual([
      { size: 1, circuit: 2 },
      { size: 3, circuit: 2 + 1 + 3 },
      { size: 8, circuit: 36 },
    ]);
  });

  it.each<[object, string, RegExp]>([
    [{ circuit: { nodes: [{ layer: 2, head: 0 }] } }, 'circuit.nodes.0.layer', /no layer 2; choose 0 to 1/],
    [{ circuit: { nodes: [{ layer: 1, head: 3 }] } }, 'circuit.nodes.0.head', /no head 3/],
    [{ circuit: { nodes: [...NODES, { layer: 0 }] } }, 'circuit.nodes.2', /MLP 0 is named twice/],
    [{ circuit: { nodes: NODES, scope: 'HEADS' } }, 'circuit.nodes.0', /never ablated/],
    [{ circuit: { nodes: NODES, value: 'ZERO', seed: 1 } }, 'circuit.seed', /belong to RESAMPLE/],
    [{ circuit: { nodes: NODES, value: 'RESAMPLE', donors: [1] } }, 'circuit.donors', /1 donors for 2 pairs/],
    [{ circuit: { nodes: NODES }, model: 'fake' }, 'run', /not both/],
    [{ circuit: { nodes: NODES }, run: null }, 'run', /Give a run, or a model/],
  ])('refuses %j at %s', async (input, path, message) => {
    const { issues } = await evaluate({ run: run.id, ...input });
    expect(issues).toContainEqual({ path, message: expect.stringMatching(message) as string });
  });

  it.each([
    ['faithfulness(randomCircuits: 51) { mean }', 'randomCircuits'],
    ['completeness(candidates: 0) { meanDifference }', 'candidates'],
    ['minimality(others: -1) { exhaustive }', 'others'],
    ['curve(sizes: [3, 2]) { cpr }', 'sizes'],
    ['curve(sizes: [9]) { cpr }', 'sizes'],
    ['curve(order: [{ layer: 7 }]) { cpr }', 'order.0.layer'],
  ])('refuses %s', async (part, path) => {
    const query = `query ($input: EvaluateCircuitInput!) { evaluateCircuit(input: $input) { ${part} } }`;
    const { issues } = await evaluate({ run: run.id, circuit: { nodes: NODES } }, query);
    expect(issues).toContainEqual({ path, message: expect.any(String) as string });
  });

  it('says that there is no such run', async () => {
    const { errors } = await evaluate({ run: 'nothing', circuit: { nodes: NODES } });
    expect(errors?.[0]).toMatchObject({ extensions: { code: 'NOT_FOUND' } });
  });
});

const SAVE = `mutation ($input: SaveCircuitInput!) { saveCircuit(input: $input) { id name canDelete nodes { layer head } ${CHOICES} ${PARTS} } }`;
const save = (input: object, cookie: string | null = run.cookie) =>
  services.ask(
    SAVE,
    { input: { run: run.id, name: 'Name movers', circuit: { nodes: NODES }, ...input } },
    cookie,
  );

describe('stored circuits', () => {
  it('are read with the numbers of their evaluation, and deleted by their creator alone', async () => {
    const { data, errors } = await save({ name: ' Name   movers ' });
    expect(errors).toBeUndefined();
    const saved = (data as { saveCircuit: Answered & { id: string; name: string } }).saveCircuit;
    expect(saved).toMatchObject({ name: 'Name movers', canDelete: true });
    const { answer } = await evaluate({ run: run.id, circuit: { nodes: NODES } });
    expect(saved).toMatchObject(JSON.parse(JSON.stringify(answer)) as object);
    const read = await services.ask(
      `query ($id: ID!) { run(id: $id) { circuits { id canDelete creator { id } ${PARTS} } } }`,
      { id: run.id },
    );
    const { circuits } = (read.data as { run: { circuits: (Answered & { id: string })[] } }).run;
    expect(circuits).toMatchObject([{ id: saved.id, canDelete: false, faithfulness: saved.faithfulness }]);

    const remove = 'mutation ($id: ID!) { deleteCircuit(id: $id) }';
    const refused = await services.ask(remove, { id: saved.id });
    expect(refused.errors?.[0]).toMatchObject({ extensions: { code: 'FORBIDDEN' } });
    const removed = await services.ask(remove, { id: saved.id }, run.cookie);
    expect(removed.data).toEqual({ deleteCircuit: saved.id });
    const gone = await services.ask(remove, { id: saved.id }, run.cookie);
    expect(gone.errors?.[0]).toMatchObject({ extensions: { code: 'NOT_FOUND' } });
  });

  it('compute nothing that was evaluated before', async () => {
    const circuit = { nodes: [{ layer: 0, head: 0 }] };
    await evaluate({ run: run.id, circuit });
    const compute = vi.spyOn(services.engine, 'circuit').mockRejectedValue(new Error('computed again'));
    const { errors } = await save({ circuit });
    compute.mockRestore();
    expect(errors).toBeUndefined();
  });

  it.each<[object, string]>([
    [{ name: '  ' }, 'BAD_USER_INPUT'],
    [{ circuit: { nodes: [] } }, 'BAD_USER_INPUT'],
    [{ run: 'nothing' }, 'NOT_FOUND'],
  ])('refuse %j', async (input, code) => {
    expect((await save(input)).errors?.[0]).toMatchObject({ extensions: { code } });
  });

  it("are stored with another user's run too, and deleted by their creator or by the owner of the run", async () => {
    const remove = 'mutation ($id: ID!) { deleteCircuit(id: $id) }';
    for (const isDeletedByOwner of [false, true]) {
      const { data, setCookie } = await save({}, null);
      const { saveCircuit } = data as { saveCircuit: { id: string; canDelete: boolean } };
      expect(saveCircuit.canDelete).toBe(true);
      const creator = setCookie[0]!.split(';')[0]!;
      expect(creator).not.toBe(run.cookie);
      const stranger = await services.ask(remove, { id: saveCircuit.id });
      expect(stranger.errors?.[0]).toMatchObject({ extensions: { code: 'FORBIDDEN' } });
      const cookie = isDeletedByOwner ? run.cookie : creator;
      const read = await services.ask(
        'query ($id: ID!) { run(id: $id) { owner { id } circuits { id canDelete creator { id } } } }',
        { id: run.id },
        cookie,
      );
      const { owner, circuits } = (
        read.data as {
          run: { owner: { id: string }; circuits: { id: string; creator: { id: string } }[] };
        }
      ).run;
      const stored = circuits.find(({ id }) => id === saveCircuit.id)!;
      expect(stored).toMatchObject({ canDelete: true });
      expect(stored.creator.id).not.toBe(owner.id);
      const removed = await services.ask(remove, { id: saveCircuit.id }, cookie);
      expect(removed.data).toEqual({ deleteCircuit: saveCircuit.id });
    }
  });
});

/** Edges of the model with 2 layers of 3 heads: 75 of them, 27 between heads. Edge n adds n + 1 to the metric. */
const EDGE_PARTS = `
  faithfulness { circuit model empty mean random { seeds } }
  completeness { knockouts { nodes { layer } edges { senderLayer } } meanDifference }
  minimality(others: 0) { nodes { alone } edges { edge { senderLayer senderHead input receiverLayer receiverHead } alone largest } }
  curve { ranking count order { effect } edgeOrder { edge { senderLayer senderHead input receiverLayer receiverHead } effect } points { size fraction circuit } cpr }`;
const EVALUATE_EDGES = `query ($input: EvaluateCircuitInput!) { evaluateCircuit(input: $input) {
  nodes { layer } edges { senderLayer senderHead input receiverLayer receiverHead } choices { members scope direction } ${EDGE_PARTS} } }`;
const FIRST = { senderLayer: null, senderHead: null, input: 'Q', receiverLayer: 0, receiverHead: 0 };
const LAST = { senderLayer: 1, senderHead: null, input: 'LOGITS', receiverLayer: null, receiverHead: null };
const BETWEEN = { senderLayer: 0, senderHead: 0, input: 'Q', receiverLayer: 1, receiverHead: 0 };

describe('circuits of edges', () => {
  const total = (75 * 76) / 2;

  it('have every part, over fractions of edges', async () => {
    const circuit = { edges: [LAST, { input: 'Q', receiverLayer: 0, receiverHead: 0 }] };
    const { data, errors } = await services.ask(EVALUATE_EDGES, { input: { run: run.id, circuit } });
    expect(errors).toBeUndefined();
    expect((data as { evaluateCircuit: object }).evaluateCircuit).toMatchObject({
      nodes: [],
      edges: [FIRST, LAST],
      choices: { members: 'EDGES', scope: 'HEADS_AND_MLPS', direction: 'NOISING' },
      faithfulness: { circuit: [76, 76], model: [total, total], empty: [0, 0], mean: 76 / total },
      completeness: { meanDifference: total - 76 },
      minimality: {
        nodes: [],
        edges: [
          { edge: FIRST, alone: -1, largest: -1 },
          { edge: LAST, alone: -75, largest: -75 },
        ],
      },
      curve: { ranking: 'ABSOLUTE', count: 75, order: [] },
    });
    const { curve } = (data as { evaluateCircuit: { curve: EdgeCurve } }).evaluateCircuit;
    expect(curve.edgeOrder).toHaveLength(75);
    expect(curve.edgeOrder[0]).toEqual({ edge: LAST, effect: 75 });
    expect(curve.points.map(({ size }) => size)).toEqual([1, 2, 4, 8, 15, 38, 75]);
    expect(curve.points[1]).toEqual({ size: 2, fraction: 2 / 75, circuit: 75 + 74 });
  });

  it('take an order and fractions of their own', async () => {
    const query = `query ($input: EvaluateCircuitInput!) { evaluateCircuit(input: $input) {
      curve(edgeOrder: [{ input: Q, receiverLayer: 0, receiverHead: 0 }, { senderLayer: 1, input: LOGITS }], fractions: [0.03], randomCircuits: 1) {
        ranking edgeOrder { effect } points { size circuit } } } }`;
    const { answer, errors } = await evaluate({ run: run.id, circuit: { edges: [] } }, query);
    expect(errors).toBeUndefined();
    expect(answer.curve).toMatchObject({
      ranking: 'GIVEN',
      points: [
        { size: 2, circuit: 76 },
        { size: 75, circuit: total },
      ],
    });
  });

  it.each<[object, string, RegExp]>([
    [{ edges: [LAST], nodes: NODES }, 'circuit.edges', /not both/],
    [{}, 'circuit.nodes', /nodes or the edges/],
    [{ edges: [{ ...LAST, senderLayer: 2 }] }, 'circuit.edges.0', /no such edge among the 75/],
    [{ edges: [{ ...BETWEEN, receiverLayer: 0 }] }, 'circuit.edges.0', /no such edge/],
    [{ edges: [BETWEEN, BETWEEN] }, 'circuit.edges.1', /L0H0→L1H0\.Q is named twice/],
    [{ edges: [BETWEEN, LAST], scope: 'HEADS' }, 'circuit.edges.1', /MLP 1→logits is never ablated/],
  ])('refuse %j at %s', async (circuit, path, message) => {
    const { issues } = await evaluate({ run: run.id, circuit });
    expect(issues).toContainEqual({ path, message: expect.stringMatching(message) as string });
  });

  it.each([
    ['curve(order: [{ layer: 0 }]) { cpr }', 'order'],
    ['curve(fractions: [0.1], sizes: [1]) { cpr }', 'fractions'],
    ['curve(fractions: [1.5]) { cpr }', 'fractions'],
    ['curve(edgeOrder: [{ input: LOGITS, senderLayer: 7 }]) { cpr }', 'edgeOrder.0'],
    ['curve(ranking: RUN_EDGES) { cpr }', 'ranking'],
  ])('refuse %s', async (part, path) => {
    const query = `query ($input: EvaluateCircuitInput!) { evaluateCircuit(input: $input) { ${part} } }`;
    const { issues } = await evaluate({ run: run.id, circuit: { edges: [LAST] } }, query);
    expect(issues).toContainEqual({ path, message: expect.any(String) as string });
  });

  it('are stored, and read as they were evaluated', async () => {
    const stored = `id nodes { layer } edges { senderLayer senderHead input receiverLayer receiverHead } choices { members scope }
      faithfulness { mean } minimality { edges { alone } } curve { ranking count edgeOrder { effect } }`;
    const query = `mutation ($input: SaveCircuitInput!) { saveCircuit(input: $input) { ${stored} } }`;
    const circuit = { edges: [BETWEEN], scope: 'HEADS' };
    const { data, errors } = await services.ask(
      query,
      { input: { run: run.id, name: 'One edge', circuit } },
      run.cookie,
    );
    expect(errors).toBeUndefined();
    // The run has no edges, so its curve is that of single effects.
    expect((data as { saveCircuit: object }).saveCircuit).toMatchObject({
      nodes: [],
      edges: [BETWEEN],
      choices: { members: 'EDGES', scope: 'HEADS' },
      faithfulness: { mean: 1 / ((27 * 28) / 2) },
      minimality: { edges: [{ alone: -1 }] },
      curve: { ranking: 'ABSOLUTE', count: 27 },
    });
  });
});

interface EdgeCurve {
  readonly edgeOrder: { readonly edge: object; readonly effect: number }[];
  readonly points: { readonly size: number; readonly fraction: number; readonly circuit: number }[];
}

describe('neurons', () => {
  const NEURONS = `query ($input: NeuronsInput!) { neurons(input: $input) {
    layer neurons direction metric positions base source together sum top { neuron base source value change recovery perPrompt } } }`;

  it('ranks every neuron of a layer by the size of its change', async () => {
    // Neuron n of 24 moves the metric by n - 5; base 0, source 10.
    const input = { run: run.id, layer: 1, positions: [3], top: 2, direction: 'NOISING' };
    const { data, errors } = await services.ask(NEURONS, { input });
    expect(errors).toBeUndefined();
    expect((data as { neurons: object }).neurons).toEqual({
      layer: 1,
      neurons: 24,
      direction: 'NOISING',
      metric: 'LOGIT_DIFF',
      positions: [3],
      base: [0, 0],
      source: [10, 10],
      together: [10, 10],
      sum: (24 * 23) / 2 - 24 * 5,
      top: [
        { neuron: 23, base: 0, source: 1, value: 18, change: 18, recovery: 1.8, perPrompt: [18, 18] },
        { neuron: 22, base: 0, source: 1, value: 17, change: 17, recovery: 1.7, perPrompt: [17, 17] },
      ],
    });
  });

  it.each([
    [{ top: 0 }, 'top'],
    [{ run: null }, 'run'],
  ])('refuses %j', async (input, path) => {
    const { errors } = await services.ask(NEURONS, { input: { run: run.id, layer: 0, ...input } });
    expect(errors?.[0]?.extensions?.['issues']).toMatchObject([{ path }]);
  });
});
