/** Sweeps over entries of attention patterns, cells that are not computed, and groups of sweeps, through the API. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startDispatcher, type Dispatcher } from '../runs/queue/dispatcher';
import { followProgress } from '../runs/queue/progress';
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

const PAIR = {
  clean: 'When John and Mary went out, John gave it to',
  corrupted: 'When John and Mary went out, Mary gave it to',
  correct: ' Mary',
  incorrect: ' John',
};
const CREATE = 'mutation ($input: CreateRunInput!) { createRun(input: $input) { id sweepKinds } }';

async function create(sweeps: object): Promise<{ id: string; sweepKinds: string[] }> {
  const input = { model: 'fake', visibility: 'UNLISTED', pairs: [PAIR], ...sweeps };
  const { data, errors } = await services.ask(CREATE, { input });
  expect(errors).toBeUndefined();
  return (data as { createRun: { id: string; sweepKinds: string[] } }).createRun;
}

async function createFinished(sweeps: object): Promise<string> {
  const { id } = await create(sweeps);
  for await (const { status } of followProgress(services, id)) if (status === 'SUCCEEDED') break;
  return id;
}

interface Entries {
  shape: [number, number, number, number];
  axes: { name: string; steps: { token: unknown }[] }[];
  computed: string;
  early: { mean: { computed: boolean } };
  last: { mean: { layer: number; head: number; position: number; src: number; computed: boolean } };
  top: { layer: number; head: number; position: number; src: number; computed: boolean }[];
}

it('names the source position of an entry, and says which cells were computed', async () => {
  const id = await createFinished({ sweeps: ['HEAD_PATTERN_DEST_SRC'] });
  const { data: read } = await services.ask(
    `query ($id: ID!) { run(id: $id) { pairs { differingPositions } sweep(kind: HEAD_PATTERN_DEST_SRC) { shape } } }`,
    { id },
  );
  const { pairs, sweep } = (read as { run: { pairs: { differingPositions: number[] }[]; sweep: Entries } })
    .run;
  const [first] = pairs[0]!.differingPositions;
  const [layers, heads, length] = sweep.shape;
  const last = length - 1;
  const { data, errors } = await services.ask(
    `query ($id: ID!, $last: Int!, $early: Int!) { run(id: $id) { sweep(kind: HEAD_PATTERN_DEST_SRC) {
      axes { name steps { token { id } } } computed
      last: cell(layer: 1, head: 2, position: $last, src: 3) { mean { layer head position src computed } }
      early: cell(layer: 0, head: 0, position: $early, src: 0) { mean { computed } }
      top(k: 1) { layer head position src computed } } } }`,
    { id, last, early: first! - 1 },
  );
  expect(errors).toBeUndefined();
  const found = (data as { run: { sweep: Entries } }).run.sweep;
  expect(found.axes.map(({ name }) => name)).toEqual(['layer', 'head', 'destination', 'src']);
  expect(found.axes.map(({ steps }) => steps[0]!.token !== null)).toEqual([false, false, true, true]);
  expect(found.last.mean).toEqual({ layer: 1, head: 2, position: last, src: 3, computed: true });
  expect(found.early.mean).toEqual({ computed: false });
  // The fake engine's values increase with the index of the cell.
  expect(found.top[0]).toEqual({
    layer: layers - 1,
    head: heads - 1,
    position: last,
    src: last,
    computed: true,
  });

  const computed = Buffer.from(found.computed, 'base64');
  expect(computed).toHaveLength(layers * heads * length * length);
  const at = (layer: number, head: number, dest: number, src: number): number =>
    computed[((layer * heads + head) * length + dest) * length + src]!;
  expect(at(0, 1, first!, first!)).toBe(1);
  expect(at(0, 1, first!, first! + 1)).toBe(0);
  expect(at(0, 1, first! - 1, 0)).toBe(0);
  expect(at(layers - 1, 1, last - 1, 0)).toBe(0);
  expect(at(layers - 1, 1, last, 0)).toBe(1);
});

it('refuses an entry without its source position', async () => {
  const id = await createFinished({ sweeps: ['HEAD_PATTERN_DEST_SRC'] });
  const { errors } = await services.ask(
    `query ($id: ID!) { run(id: $id) { sweep(kind: HEAD_PATTERN_DEST_SRC) { cell(layer: 0, head: 0, position: 2) { mean { value } } } } }`,
    { id },
  );
  expect(errors![0]!.message).toMatch(
    /has a cell for each layer and head and destination and src; give the src/,
  );
});

it('computes groups of sweeps, each kind once', async () => {
  expect(await create({ sweeps: ['MLP_OUT'], sweepGroups: ['BLOCK_EVERY'] })).toMatchObject({
    sweepKinds: ['MLP_OUT', 'RESID_PRE', 'ATTN_OUT'],
  });
  expect(await create({ sweepGroups: ['ATTN_HEAD_BY_POS_EVERY'] })).toMatchObject({
    sweepKinds: ['HEAD_Z_BY_POS', 'HEAD_Q_BY_POS', 'HEAD_K_BY_POS', 'HEAD_V_BY_POS', 'HEAD_PATTERN_BY_POS'],
  });
  const { errors } = await services.ask(CREATE, { input: { model: 'fake', pairs: [PAIR] } });
  expect(errors![0]!.message).toMatch(/There is no sweep/);
});
