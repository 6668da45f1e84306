/** What submissions are answered with: a queued run, a run that is known, a copy, or a refusal. */
import { afterEach, describe, expect, it } from 'vitest';
import { startDispatcher, type Dispatcher } from '../runs/queue/dispatcher';
import { followProgress } from '../runs/queue/progress';
import { createTestServices, type TestServices } from '../testing/test-services';

let services: TestServices;
let dispatcher: Dispatcher | null = null;

async function start(env: Record<string, string> = {}): Promise<void> {
  services = await createTestServices(env);
}
const dispatch = (): void => {
  dispatcher = startDispatcher(services, services.engine);
};
afterEach(async () => {
  await dispatcher?.stop();
  dispatcher = null;
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
  pairs: [pair],
  sweeps: ['RESID_PRE', 'HEAD_Z'],
  visibility: 'PUBLIC',
};
const CREATE =
  'mutation ($input: CreateRunInput!) { createRun(input: $input) { id status isMine copiedFrom { id } } }';

interface Created {
  id: string;
  status: string;
  isMine: boolean;
  copiedFrom: { id: string } | null;
}

async function create(overrides: object = {}, cookie: string | null = null) {
  const { data, errors, setCookie } = await services.ask(
    CREATE,
    { input: { ...input, ...overrides } },
    cookie,
  );
  return {
    run: (data as { createRun: Created } | null)?.createRun,
    error: errors?.[0],
    cookie: setCookie[0]?.split(';')[0] ?? cookie,
  };
}

async function ended(id: string): Promise<void> {
  for await (const _progress of followProgress(services, id));
}

describe('a result that somebody else has', () => {
  it('is copied to a run of one’s own, which can be published', async () => {
    await start();
    dispatch();
    const first = await create();
    await ended(first.run!.id);
    const second = await create({ sweeps: ['HEAD_Z', 'RESID_PRE'] });
    const { id } = second.run!;
    expect(second.run).toEqual({ id, status: 'SUCCEEDED', isMine: true, copiedFrom: { id: first.run!.id } });
    expect(id).not.toBe(first.run!.id);
    expect(services.engine.runs).toHaveLength(1);
    const read = async (of: string): Promise<unknown> => {
      const { data, errors } = await services.ask(
        `{ run(id: "${of}") { title status sweepKinds baseline { clean corrupted verdict } provenance { modelSha256 elapsedMs checks { passed } }
          progress { fraction finishedSweeps } sweeps { kind data } pairs { clean cleanTokens { id } } } }`,
      );
      expect(errors).toBeUndefined();
      return (data as { run: unknown }).run;
    };
    expect(await read(id)).toEqual(await read(first.run!.id));
    const effects = (runId: string) =>
      services.db.effect.findMany({
        where: { runId },
        omit: { id: true, runId: true },
        orderBy: { id: 'asc' },
      });
    expect(await effects(id)).toEqual(await effects(first.run!.id));
    const published = await services.ask(
      'mutation ($input: PublishFindingInput!) { publishFinding(input: $input) { author { id } } }',
      { input: { runId: id, title: 'My copy', summary: 'Mine.', tags: [] } },
      second.cookie,
    );
    expect(published.errors).toBeUndefined();
    // Once more, it is there already.
    expect((await create({}, second.cookie)).run!.id).toBe(id);
    expect((await create({}, first.cookie)).run!.id).toBe(first.run!.id);
    // A copy of a copy names the original, and outlives it.
    await services.ask(`mutation { deleteRun(id: "${first.run!.id}") }`, {}, first.cookie);
    const third = await create();
    expect(third.run).toMatchObject({ status: 'SUCCEEDED', copiedFrom: null });
    const row = await services.db.run.findUniqueOrThrow({ where: { id: third.run!.id } });
    expect(row.copiedFromId).toBe(first.run!.id);
  });
});

describe('an experiment that is under way', () => {
  it('is not queued twice for its owner, unless recompute', async () => {
    await start();
    const first = await create();
    const twice = await Promise.all([create({}, first.cookie), create({}, first.cookie)]);
    expect(twice.map(({ run }) => run!.id)).toEqual([first.run!.id, first.run!.id]);
    expect((await create({ recompute: true }, first.cookie)).run!.id).not.toBe(first.run!.id);
    expect((await create()).run!.id).not.toBe(first.run!.id);
  });
});

describe('limits', () => {
  it('accept 20 runs of one owner, however many come at once', async () => {
    await start();
    const { cookie } = await create();
    const answers = await Promise.all(Array.from({ length: 30 }, () => create({ recompute: true }, cookie)));
    expect(answers.filter(({ run }) => run)).toHaveLength(19);
    expect(await services.db.run.count()).toBe(20);
    expect(answers.find(({ error }) => error)?.error).toMatchObject({
      message: 'You have 20 queued or running runs, and the limit is 20. Wait for one to end, or cancel one.',
      extensions: { code: 'QUOTA_EXCEEDED', count: 20, limit: 20 },
    });
  });

  it('hold for all owners together, and stop no stored result', async () => {
    await start({ MAX_WAITING_RUNS: '3' });
    dispatch();
    const stored = await create({ sweeps: ['HEAD_Q'] });
    await ended(stored.run!.id);
    await dispatcher!.stop();
    const answers = await Promise.all(Array.from({ length: 6 }, () => create({ recompute: true })));
    expect(answers.filter(({ run }) => run)).toHaveLength(3);
    const users = await services.db.user.count();
    expect((await create({ recompute: true })).error).toMatchObject({
      message: expect.stringMatching(/^3 runs of all users are queued/),
      extensions: { code: 'QUOTA_EXCEEDED', limit: 3 },
    });
    expect(await services.db.user.count()).toBe(users);
    expect((await create({ sweeps: ['HEAD_Q'] })).run).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('of cost are an issue of a preview, and refuse a submission without making a guest', async () => {
    await start({ MAX_RUN_PETAFLOP: '1e-12' });
    const { error, cookie } = await create();
    const message = expect.stringMatching(
      /petaflop .* accepts up to 0\.000000000001 a run\. RESID_PRE contributes most/,
    );
    expect(error).toMatchObject({
      extensions: { code: 'BAD_USER_INPUT', issues: [{ path: 'sweeps', message }] },
    });
    expect(cookie).toBeNull();
    expect(await services.db.user.count()).toBe(0);
    const { data } = await services.ask(
      'query ($input: CreateRunInput!) { previewRun(input: $input) { issues { path message } estimatedMs } }',
      { input },
    );
    expect(data).toEqual({ previewRun: { issues: [{ path: 'sweeps', message }], estimatedMs: null } });
  });
});
