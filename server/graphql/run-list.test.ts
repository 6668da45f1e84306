/** The list of runs through the API: filters, and the largest effect of each. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startDispatcher, type Dispatcher } from '../runs/queue/dispatcher';
import { followProgress } from '../runs/queue/progress';
import { createTestServices, type TestServices } from '../testing/test-services';

let services: TestServices;
let dispatcher: Dispatcher;

beforeEach(async () => {
  services = await createTestServices({ RUN_LEASE_MS: '1000' });
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

async function run(fields: object): Promise<string> {
  const { data, errors } = await services.ask(
    'mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }',
    {
      input: {
        model: 'fake',
        visibility: 'PUBLIC',
        pairs: [pair],
        sweeps: ['HEAD_Z'],
        recompute: true,
        ...fields,
      },
    },
  );
  expect(errors).toBeUndefined();
  const { id } = (data as { createRun: { id: string } }).createRun;
  let last = '';
  for await (const { status } of followProgress(services, id)) last = status;
  expect(last).toBe('SUCCEEDED');
  return id;
}

async function list(filter = '') {
  const { data, errors } = await services.ask(
    `{ runs${filter} { edges { node { id topEffect { label recovery change } } } } }`,
  );
  expect(errors).toBeUndefined();
  type Node = { id: string; topEffect: { label: string; recovery: number | null; change: number } | null };
  return (data as { runs: { edges: { node: Node }[] } }).runs.edges.map(({ node }) => node);
}

it('has the largest effect of each run, whatever its kinds', async () => {
  const byHead = await run({ sweeps: ['RESID_PRE', 'HEAD_Z'] });
  const byLayer = await run({ sweeps: ['RESID_PRE'] });
  services.engine.gap = { clean: 0.001, corrupted: 0 };
  const tooSmall = await run({});
  await dispatcher.stop();
  const nodes = new Map((await list()).map(({ id, topEffect }) => [id, topEffect]));
  // Base -1, gap 4, cell c is c / 10: the last cell changes most.
  expect(nodes.get(byHead)).toMatchObject({ label: 'L1H2' });
  expect(nodes.get(byHead)!.recovery).toBeCloseTo(0.375, 6);
  expect(nodes.get(byHead)!.change).toBeCloseTo(1.5, 6);
  expect(nodes.get(byLayer)).toMatchObject({ label: 'resid 1 @ 10' });
  expect(nodes.get(tooSmall)).toMatchObject({ label: 'L1H2', recovery: null });
  expect(nodes.get(tooSmall)!.change).toBeCloseTo(0.5, 6);
});

it('is narrowed by status, and has no effect of runs without results', async () => {
  const done = await run({});
  await dispatcher.stop();
  await services.db.run.create({
    data: {
      ...(await services.db.run.findFirstOrThrow({ omit: { createdAt: true } })),
      id: 'waiting',
      status: 'QUEUED',
      cleanLogitDiff: null,
      corruptedLogitDiff: null,
    },
  });
  expect((await list('(status: SUCCEEDED)')).map(({ id }) => id)).toEqual([done]);
  expect(await list('(status: QUEUED, model: "fake")')).toEqual([{ id: 'waiting', topEffect: null }]);
  expect(await list('(status: FAILED)')).toEqual([]);
  // A visitor without an identity has no runs.
  expect(await list('(mine: true, status: SUCCEEDED)')).toEqual([]);
});
