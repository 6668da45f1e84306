/** Runs as the API shows them: baseline verdict, titles, the list of one's own. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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
const input = {
  model: 'fake',
  visibility: 'PUBLIC',
  pairs: [pair, { ...pair, clean: pair.corrupted, corrupted: pair.clean }],
  sweeps: ['HEAD_Z'],
};

async function create(overrides: object = {}, cookie: string | null = null) {
  const { data, errors, setCookie } = await services.ask(
    'mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }',
    { input: { ...input, ...overrides } },
    cookie,
  );
  expect(errors).toBeUndefined();
  const { id } = (data as { createRun: { id: string } }).createRun;
  return { id, cookie: setCookie[0]?.split(';')[0] ?? cookie };
}

async function ended(id: string): Promise<void> {
  for await (const _progress of followProgress(services, id));
}

const GATE = 'gapMean gapStandardError pairsWithRightSign verdict cannotNormalise';

describe('the baseline of a run', () => {
  it('says whether recovery may be read', async () => {
    const { id } = await create();
    await ended(id);
    const { data } = await services.ask(`{ run(id: "${id}") { baseline { ${GATE} } } }`);
    expect(data).toEqual({
      run: {
        baseline: {
          gapMean: 4,
          gapStandardError: 0,
          pairsWithRightSign: 2,
          verdict: 'OK',
          cannotNormalise: null,
        },
      },
    });
  });

  it('names a task that the model does not do, before and after the run', async () => {
    services.engine.gap = { clean: -2, corrupted: -3 };
    const preview = await services.ask(
      `query ($input: CreateRunInput!) { previewRun(input: $input) { baseline { ${GATE} } warnings { path message } } }`,
      { input },
    );
    const gate = {
      verdict: 'ABSENT',
      gapMean: 1,
      cannotNormalise: expect.stringMatching(/−1\.50 logits over 2 pairs/),
    };
    expect(preview.data).toMatchObject({
      previewRun: {
        baseline: gate,
        warnings: [{ path: 'pairs', message: expect.stringMatching(/does not prefer the correct answers/) }],
      },
    });
    const { id } = await create();
    await ended(id);
    expect((await services.ask(`{ run(id: "${id}") { baseline { ${GATE} } } }`)).data).toMatchObject({
      run: { baseline: gate },
    });
  });

  it('has no standard error with one pair', async () => {
    const { id } = await create({ pairs: [pair] });
    await ended(id);
    expect((await services.ask(`{ run(id: "${id}") { baseline { ${GATE} } } }`)).data).toMatchObject({
      run: { baseline: { gapStandardError: null, verdict: 'OK' } },
    });
  });

  it('is null, with a warning, where a logit difference is not finite', async () => {
    services.engine.gap = { clean: NaN, corrupted: 0 };
    const { data, errors } = await services.ask(
      `query ($input: CreateRunInput!) { previewRun(input: $input) { baseline { ${GATE} } warnings { message } } }`,
      { input },
    );
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({
      previewRun: { baseline: null, warnings: [{ message: expect.stringMatching(/not a finite number/) }] },
    });
  });
});

describe('a list of runs', () => {
  it("has titles made from the prompts, and shows only one's own when asked", async () => {
    const first = await create();
    const other = await create({ pairs: [pair] });
    const list = async (cookie: string | null): Promise<unknown> => {
      const { data } = await services.ask(
        '{ runs(mine: true) { edges { node { id title notes copiedFrom { id } } } } }',
        {},
        cookie,
      );
      return (data as { runs: { edges: { node: unknown }[] } }).runs.edges.map(({ node }) => node);
    };
    const title = '… Mary went out, [John→Mary] gave it to';
    const unnamed = { notes: null, copiedFrom: null };
    expect(await list(first.cookie)).toEqual([{ id: first.id, title: `${title} (+1 pair)`, ...unnamed }]);
    expect(await list(other.cookie)).toEqual([{ id: other.id, title, ...unnamed }]);
    expect(await list(null)).toEqual([]);
    const { data } = await services.ask('{ runs { edges { node { id } } } }');
    expect((data as { runs: { edges: unknown[] } }).runs.edges).toHaveLength(2);
  });
});

it("a failed run without a code is the engine's failure, not its owner's", async () => {
  const { id } = await create();
  await ended(id);
  await services.db.run.update({
    where: { id },
    data: { status: 'FAILED', errorCode: null, errorMessage: null },
  });
  expect((await services.ask(`{ run(id: "${id}") { error { code message } } }`)).data).toEqual({
    run: {
      error: {
        code: 'ENGINE_FAILED',
        message: 'The run failed, and its error was not stored. Run it again.',
      },
    },
  });
});
