/** Who can open a run through the API, and which stored results answer a new one. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EVERYBODY } from '../accounts/visibility';
import { startDispatcher, type Dispatcher } from '../runs/queue/dispatcher';
import { followRun } from '../runs/queue/follow';
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
const input = { model: 'fake', pairs: [pair], sweeps: ['HEAD_Z'] };

interface Run {
  readonly id: string;
  readonly status: string;
  readonly visibility: string;
  readonly copiedFrom: { readonly id: string } | null;
}

/** Submits an experiment as a new guest, or as the bearer of a cookie, and waits for its end. */
async function submit(fields: object = {}, cookie: string | null = null) {
  const { data, errors, setCookie } = await services.ask(
    'mutation ($input: CreateRunInput!) { createRun(input: $input) { id status visibility copiedFrom { id } } }',
    { input: { ...input, ...fields } },
    cookie,
  );
  expect(errors).toBeUndefined();
  const run = (data as { createRun: Run }).createRun;
  for await (const { status } of followProgress(services, run.id)) expect(status).not.toBe('FAILED');
  return { run, cookie: cookie ?? setCookie[0]!.split(';')[0]! };
}

/** Visibility of a run as somebody reads it; null for a run that does not exist for them. */
async function read(id: string, cookie: string | null = null): Promise<string | null> {
  const { data } = await services.ask(`{ run(id: "${id}") { visibility } }`, {}, cookie);
  return (data as { run: { visibility: string } | null }).run?.visibility ?? null;
}

/** Changes the visibility; returns the code of the refusal, or what it is now. */
async function set(id: string, visibility: string, cookie: string | null): Promise<unknown> {
  const { data, errors } = await services.ask(
    `mutation { editRun(input: { id: "${id}", visibility: ${visibility} }) { visibility } }`,
    {},
    cookie,
  );
  return errors?.[0]?.extensions['code'] ?? (data as { editRun: { visibility: string } }).editRun.visibility;
}

async function publish(runId: string, cookie: string): Promise<string> {
  const { data, errors } = await services.ask(
    'mutation ($input: PublishFindingInput!) { publishFinding(input: $input) { slug } }',
    { input: { runId, title: 'Name movers', summary: 'Heads move.' } },
    cookie,
  );
  expect(errors).toBeUndefined();
  return (data as { publishFinding: { slug: string } }).publishFinding.slug;
}

const attach = (slug: string, runId: string, cookie: string | null) =>
  services.ask(
    `mutation { attachEvidence(findingId: "${slug}", runId: "${runId}", stance: SUPPORTS, note: "So.") { id } }`,
    {},
    cookie,
  );

describe('a new run', () => {
  it('is private until its owner shows it to whoever has the link', async () => {
    const { run, cookie } = await submit();
    const other = await submit({ sweeps: ['HEAD_Q'] });
    expect(run.visibility).toBe('PRIVATE');
    expect([await read(run.id), await read(run.id, other.cookie)]).toEqual([null, null]);
    expect(await read(run.id, cookie)).toBe('PRIVATE');
    expect(await set(run.id, 'UNLISTED', other.cookie)).toBe('NOT_FOUND');
    expect(await set(run.id, 'UNLISTED', cookie)).toBe('UNLISTED');
    expect([await read(run.id), await read(run.id, other.cookie)]).toEqual(['UNLISTED', 'UNLISTED']);
    expect(await set(run.id, 'PRIVATE', other.cookie)).toBe('FORBIDDEN');
    // The link is in no list.
    const { data } = await services.ask('{ runs { edges { node { id } } } }', {}, other.cookie);
    expect((data as { runs: { edges: { node: { id: string } }[] } }).runs.edges).toEqual([
      { node: { id: other.run.id } },
    ]);
  });

  it('becomes public when it is published, and stays so', async () => {
    const { run, cookie } = await submit();
    const slug = await publish(run.id, cookie);
    expect(await read(run.id)).toBe('PUBLIC');
    expect([await set(run.id, 'PRIVATE', cookie), await set(run.id, 'UNLISTED', cookie)]).toEqual([
      'CONFLICT',
      'CONFLICT',
    ]);
    expect(await read(run.id)).toBe('PUBLIC');
    await services.ask(`mutation { deleteFinding(slug: "${slug}") }`, {}, cookie);
    expect(await set(run.id, 'PRIVATE', cookie)).toBe('PRIVATE');
  });

  it('becomes public when its owner attaches it, and private again only when it is detached', async () => {
    const author = await submit();
    const slug = await publish(author.run.id, author.cookie);
    const own = await submit({ sweeps: ['HEAD_Q'] });
    expect((await attach(slug, own.run.id, author.cookie)).errors?.[0]).toMatchObject({
      message: `There is no run '${own.run.id}'.`,
      extensions: { code: 'NOT_FOUND' },
    });
    const { data } = await attach(slug, own.run.id, own.cookie);
    expect(await read(own.run.id)).toBe('PUBLIC');
    expect(await set(own.run.id, 'PRIVATE', own.cookie)).toBe('CONFLICT');
    const { id } = (data as { attachEvidence: { id: string } }).attachEvidence;
    await services.ask(`mutation { removeEvidence(id: "${id}") }`, {}, own.cookie);
    expect(await set(own.run.id, 'PRIVATE', own.cookie)).toBe('PRIVATE');
  });

  it('may be detached by its owner when somebody else attached it by its link', async () => {
    const author = await submit();
    const slug = await publish(author.run.id, author.cookie);
    const own = await submit({ sweeps: ['HEAD_Q'], visibility: 'UNLISTED' });
    const { data } = await attach(slug, own.run.id, author.cookie);
    expect(await read(own.run.id)).toBe('UNLISTED');
    const { id } = (data as { attachEvidence: { id: string } }).attachEvidence;
    const removed = await services.ask(`mutation { removeEvidence(id: "${id}") }`, {}, own.cookie);
    expect(removed.errors).toBeUndefined();
  });
});

it('ends the progress of a run for others when it is made private', async () => {
  await dispatcher.stop();
  const { data, setCookie } = await services.ask(
    'mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }',
    { input: { ...input, visibility: 'UNLISTED' } },
  );
  const { id } = (data as { createRun: { id: string } }).createRun;
  const followed = followRun(services, EVERYBODY, id);
  expect((await followed.next()).value).toMatchObject({ status: 'QUEUED' });
  const next = followed.next();
  expect(await set(id, 'PRIVATE', setCookie[0]!.split(';')[0]!)).toBe('PRIVATE');
  await expect(next).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

describe('a stored result', () => {
  it('answers others only when it is public, as a private run of their own', async () => {
    const first = await submit();
    const second = await submit();
    expect(second.run).toMatchObject({ status: 'QUEUED', copiedFrom: null });
    await set(first.run.id, 'UNLISTED', first.cookie);
    expect((await submit()).run).toMatchObject({ status: 'QUEUED', copiedFrom: null });
    expect(services.engine.runs).toHaveLength(3);
    await set(first.run.id, 'PUBLIC', first.cookie);
    expect((await submit()).run).toMatchObject({
      status: 'SUCCEEDED',
      visibility: 'PRIVATE',
      copiedFrom: { id: first.run.id },
    });
    expect(services.engine.runs).toHaveLength(3);
  });

  it('does not answer when it was imported, not even its owner', async () => {
    const { run, cookie } = await submit({ visibility: 'PUBLIC' });
    await services.db.run.update({ where: { id: run.id }, data: { importedAt: new Date() } });
    expect((await submit({}, cookie)).run.id).not.toBe(run.id);
    const stranger = await submit();
    expect(stranger.run.copiedFrom).toBeNull();
    expect(services.engine.runs).toHaveLength(3);
  });

  it('does not tell by a full queue whether somebody else has it', async () => {
    const { run, cookie } = await submit();
    await dispatcher.stop();
    const full = { ...services, config: { ...services.config, maxWaitingRuns: 0 } };
    const { submitRun } = await import('../runs/submit/submit');
    const ask = (userId: string) =>
      submitRun(
        full,
        async () => userId,
        { ...input, direction: 'DENOISING', prependBos: true } as never,
        false,
        userId,
      );
    await services.db.user.create({ data: { id: 'other', name: 'Other' } });
    await expect(ask('other')).rejects.toMatchObject({ code: 'QUOTA_EXCEEDED' });
    const { ownerId } = await services.db.run.findUniqueOrThrow({ where: { id: run.id } });
    expect((await ask(ownerId)).id).toBe(run.id);
    expect(await set(run.id, 'PUBLIC', cookie)).toBe('PUBLIC');
    expect((await ask('other')).copiedFromId).toBe(run.id);
  });

  it('of one’s own is shown to more people when a submission asks for it, never to fewer', async () => {
    const { run, cookie } = await submit();
    expect((await submit({ visibility: 'UNLISTED' }, cookie)).run).toMatchObject({
      id: run.id,
      visibility: 'UNLISTED',
    });
    expect((await submit({ visibility: 'PRIVATE' }, cookie)).run.visibility).toBe('UNLISTED');
    expect((await submit({}, cookie)).run.visibility).toBe('UNLISTED');
  });
});

it('does not name a run that one is made from to whoever cannot open it', async () => {
  const first = await submit();
  const { run } = await submit({ forkedFrom: first.run.id });
  expect((await services.db.run.findUniqueOrThrow({ where: { id: run.id } })).forkedFromId).toBeNull();
  const own = await submit(
    { forkedFrom: first.run.id, recompute: true, visibility: 'UNLISTED' },
    first.cookie,
  );
  const fork = async (cookie: string | null) =>
    (await services.ask(`{ run(id: "${own.run.id}") { forkedFrom { id } } }`, {}, cookie)).data;
  expect(await fork(first.cookie)).toEqual({ run: { forkedFrom: { id: first.run.id } } });
  expect(await fork(null)).toEqual({ run: { forkedFrom: null } });
});
