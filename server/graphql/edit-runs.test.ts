/** Runs named, noted, deleted and cancelled through the API, by owners, strangers and administrators. */
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

const input = {
  model: 'fake',
  visibility: 'UNLISTED',
  pairs: [
    {
      clean: 'When John and Mary went out, John gave it to',
      corrupted: 'When John and Mary went out, Mary gave it to',
      correct: ' Mary',
      incorrect: ' John',
    },
  ],
  sweeps: ['RESID_PRE', 'HEAD_Z'],
};
const CREATE = 'mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }';
const EDIT = 'mutation ($input: EditRunInput!) { editRun(input: $input) { title ownTitle subject notes } }';
const DELETE = 'mutation ($id: ID!) { deleteRun(id: $id) }';
const CANCEL = 'mutation ($id: ID!) { cancelRun(id: $id) { status } }';

async function create(): Promise<{ id: string; cookie: string }> {
  const { data, setCookie } = await services.ask(CREATE, { input: { ...input, recompute: true } });
  return { id: (data as { createRun: { id: string } }).createRun.id, cookie: setCookie[0]!.split(';')[0]! };
}

async function ended(id: string): Promise<void> {
  for await (const _progress of followProgress(services, id));
}

/** Code of the first error. */
async function refusal(answer: ReturnType<TestServices['ask']>): Promise<unknown> {
  return (await answer).errors?.[0]?.extensions['code'];
}

/** Rows of every table that belong to runs. */
async function countRows(): Promise<Record<string, number>> {
  const { run, promptPair, sweep, effect, pattern, patchedPrediction } = services.db;
  return {
    runs: await run.count(),
    pairs: await promptPair.count(),
    sweeps: await sweep.count(),
    effects: await effect.count(),
    patterns: await pattern.count(),
    predictions: await patchedPrediction.count(),
  };
}

/** A context in which this visitor is an administrator. */
const administrator = async (id: string) => {
  const { ownerId } = await services.db.run.findUniqueOrThrow({ where: { id } });
  Object.assign(services.config, { administrators: [ownerId] });
};

describe('editRun', () => {
  it('names a run, keeps what is not given, and clears what is null or blank', async () => {
    const { id, cookie } = await create();
    const edit = async (fields: object) => {
      const { data, errors } = await services.ask(EDIT, { input: { id, ...fields } }, cookie);
      expect(errors).toBeUndefined();
      return (data as { editRun: unknown }).editRun;
    };
    const derived = '… Mary went out, [John→Mary] gave it to';
    expect(await edit({ title: ' Name movers ', notes: 'Look at L9H9.' })).toEqual({
      title: 'Name movers',
      ownTitle: 'Name movers',
      subject: 'Name movers',
      notes: 'Look at L9H9.',
    });
    expect(await edit({ notes: null })).toMatchObject({ title: 'Name movers', notes: null });
    expect(await edit({ title: '\u200b ' })).toMatchObject({
      title: derived,
      ownTitle: null,
      notes: null,
    });
  });

  it('is for the owner, and refuses what cannot be stored', async () => {
    const { id, cookie } = await create();
    const stranger = await create();
    await administrator(stranger.id);
    expect(await refusal(services.ask(EDIT, { input: { id, title: 'x' } }, stranger.cookie))).toBe(
      'FORBIDDEN',
    );
    expect(await refusal(services.ask(EDIT, { input: { id, title: 'x' } }))).toBe('FORBIDDEN');
    expect(await refusal(services.ask(EDIT, { input: { id: 'none', title: 'x' } }, cookie))).toBe(
      'NOT_FOUND',
    );
    const bad = { id, title: 'a\0b', notes: 'n'.repeat(10_001) };
    const { errors } = await services.ask(EDIT, { input: bad }, cookie);
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      issues: [
        { path: 'title', message: expect.stringMatching(/NUL/) },
        { path: 'notes', message: 'The text of the notes is 10001 characters long; use up to 10,000.' },
      ],
    });
  });
});

describe('deleteRun', () => {
  it('leaves nothing of the run, and its followers hear of it', async () => {
    const { id, cookie } = await create();
    await ended(id);
    expect((await countRows())['sweeps']).toBe(2);
    expect((await services.ask(DELETE, { id }, cookie)).data).toEqual({ deleteRun: id });
    expect(new Set(Object.values(await countRows()))).toEqual(new Set([0]));
    expect((await services.ask(`{ run(id: "${id}") { id } }`)).data).toEqual({ run: null });
    expect(await refusal(services.ask(DELETE, { id }, cookie))).toBe('NOT_FOUND');
    await expect(ended(id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('stops a run that is being computed, of which nothing is written afterwards', async () => {
    let stopped = false;
    const reached = new Promise<void>((resolve) => {
      services.engine.beforeSweep = async (kind, signal) => {
        if (kind !== 'HEAD_Z') return;
        resolve();
        await new Promise((aborted) => signal!.addEventListener('abort', aborted));
        stopped = true;
      };
    });
    const { id, cookie } = await create();
    await reached;
    expect((await services.ask(DELETE, { id }, cookie)).errors).toBeUndefined();
    await expect.poll(() => stopped).toBe(true);
    services.engine.beforeSweep = async () => {};
    await ended((await create()).id);
    expect((await countRows())['runs']).toBe(1);
  });

  it('is refused to strangers, and while a finding rests on the run', async () => {
    const { id, cookie } = await create();
    const stranger = await create();
    await ended(id);
    expect(await refusal(services.ask(DELETE, { id }, stranger.cookie))).toBe('FORBIDDEN');
    expect(await refusal(services.ask(DELETE, { id }))).toBe('FORBIDDEN');
    const finding = { runId: id, title: 'Names move', summary: 'They do.', tags: [] };
    const PUBLISH = 'mutation ($input: PublishFindingInput!) { publishFinding(input: $input) { slug } }';
    expect((await services.ask(PUBLISH, { input: finding }, cookie)).errors).toBeUndefined();
    const { errors } = await services.ask(DELETE, { id }, cookie);
    expect(errors?.[0]).toMatchObject({
      message:
        'This run stays because the finding /findings/names-move refers to it. Delete the finding first, then the run.',
      extensions: { code: 'CONFLICT', slug: 'names-move' },
    });
  });
});

describe('administrators', () => {
  it('may cancel and delete the runs of others', async () => {
    await dispatcher.stop();
    const { id } = await create();
    const boss = await create();
    expect(await refusal(services.ask(CANCEL, { id }, boss.cookie))).toBe('FORBIDDEN');
    await administrator(boss.id);
    expect((await services.ask(CANCEL, { id }, boss.cookie)).data).toEqual({
      cancelRun: { status: 'CANCELLED' },
    });
    expect((await services.ask(DELETE, { id }, boss.cookie)).data).toEqual({ deleteRun: id });
  });
});
