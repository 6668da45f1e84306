/** The TypeScript client of examples/typescript against the API over HTTP, and the site's own schema. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parse, validate } from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ApiError, Client, OPERATIONS, RunFailed } from '../examples/typescript/patchbay';
import { identityCookie } from '../server/accounts/identity';
import { schema } from '../server/graphql/schema';
import { startDispatcher, type Dispatcher } from '../server/runs/queue/dispatcher';
import { createTestServices, type TestServices } from '../server/testing/test-services';
import { exportRun } from './exchange/stored-run';
import { serveApi, type ServedApi } from './reference/serve-api';

let services: TestServices;
let dispatcher: Dispatcher;
let api: ServedApi;
beforeAll(async () => {
  services = await createTestServices();
  dispatcher = startDispatcher(services, services.engine);
  api = await serveApi(services);
});
afterAll(async () => {
  await api.close();
  await dispatcher.stop();
  await services.dispose();
});

const pair = {
  clean: 'When John and Mary went out, John gave it to',
  corrupted: 'When John and Mary went out, Mary gave it to',
  correct: ' Mary',
  incorrect: ' John',
};

it.each(Object.entries(OPERATIONS))('%s is an operation of the API', (_, query) => {
  expect(validate(schema, parse(query))).toEqual([]);
});

it('runs an experiment, reads its arrays, and publishes it', async () => {
  const client = new Client(api.url);
  const id = await client.submit({ model: 'fake', pairs: [pair, pair], sweeps: ['HEAD_Z', 'RESID_PRE'] });
  const seen: number[] = [];
  await client.wait(id, ({ fraction }) => seen.push(fraction));
  expect(seen.at(-1)).toBe(1);

  const { data } = await services.ask(
    `query ($id: ID!) { run(id: $id) { sweep(kind: RESID_PRE) { shape values } baseline { clean corrupted } } }`,
    { id },
    null,
    // A run is its owner's alone at first.
    { authorization: `Bearer ${client.token}` },
  );
  const { sweep, baseline } = (
    data as {
      run: {
        sweep: { shape: number[]; values: number[] };
        baseline: { clean: number; corrupted: number };
      };
    }
  ).run;
  const mean = await client.array(id, 'RESID_PRE');
  expect(mean).toMatchObject({
    axes: ['layer', 'position'],
    shape: sweep.shape,
    metric: 'LOGIT_DIFF',
    direction: 'DENOISING',
  });
  expect(mean).toMatchObject(baseline);
  expect(mean.values).toEqual(Float32Array.from(sweep.values));
  const every = await client.array(id, 'RESID_PRE', { prompt: 'all', normalised: false });
  expect(every.axes).toEqual(['prompt', 'layer', 'position']);
  expect(every.shape).toEqual([2, ...sweep.shape]);
  const second = await client.array(id, 'RESID_PRE', { prompt: 1, normalised: false });
  expect(every.values.slice(every.values.length / 2)).toEqual(second.values);

  const claims = ['z[1.2] > -10', 'z[1.2] >'];
  expect((await client.evaluateClaims(id, claims)).map(({ verdict }) => verdict)).toEqual([
    'SUPPORTED',
    'INVALID',
  ]);
  const slug = await client.publish(id, { title: 'Names', summary: 'Heads.', claims: claims.slice(0, 1) });
  const other = new Client(api.url);
  const { run } = await other.replicate(slug);
  await other.wait(run.id);
  const own = await other.submit({ model: 'fake', pairs: [pair], sweeps: ['HEAD_Z'] });
  await other.wait(own);
  expect((await other.attachEvidence(slug, own, 'REFUTES', 'Less.')).run.id).toBe(own);
  expect(other.token).not.toBe(client.token);
  const found = [];
  for await (const finding of client.search('Names', { sort: 'REPLICATED' })) found.push(finding.slug);
  expect(found).toEqual([slug]);
  await expect(other.cancel(id)).rejects.toMatchObject({ code: 'FORBIDDEN', name: 'ApiError' });
});

it('forks, edits, comments on and collects findings, and withdraws them', async () => {
  const author = new Client(api.url);
  const id = await author.submit({ model: 'fake', pairs: [pair], sweeps: ['HEAD_Z'] });
  await author.wait(id);
  const slug = await author.publish(id, { title: 'Heads of names', summary: 'Heads.' });
  const colleague = new Client(api.url);
  const { run, draft } = await colleague.fork(slug, {
    changes: { sweeps: ['HEAD_V'] },
    text: { title: 'Values of names' },
  });
  expect(draft).toEqual({ title: 'Values of names', summary: 'Heads.', tags: [], claims: [] });
  await colleague.wait(run.id);
  const forked = await colleague.publish(run.id);
  expect(await author.edit(slug, { tags: ['ioi'], reason: 'A tag.' })).toEqual({ slug, version: 2 });
  await expect(colleague.edit(slug, { title: 'Mine' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  expect([await colleague.star(slug), await colleague.star(slug, false)]).toEqual([1, 0]);
  const thread = await colleague.comment(slug, 'Which head?', { cell: 'z[1.2]' });
  await author.comment(slug, '[[L1H2]].', { parentId: thread });
  const threads = [];
  for await (const one of author.comments(slug, { cell: 'z[1.2]' })) threads.push(one);
  expect(threads).toMatchObject([
    { id: thread, text: 'Which head?', replies: [{ text: '[[L1H2]].', state: 'VISIBLE' }] },
  ]);
  const listed = await colleague.createCollection({ title: 'Names', items: [{ text: 'First.' }] });
  await colleague.addToCollection(listed, slug);
  expect((await colleague.collection(listed)).items).toMatchObject([
    { text: 'First.', finding: null },
    { text: null, finding: { slug } },
  ]);
  await expect(author.collection(listed)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await colleague.withdraw(forked, 'Only a test.');
  const found = [];
  for await (const finding of author.search('names')) found.push(finding.slug);
  expect(found).toContain(slug);
  expect(found).not.toContain(forked);
});

it('keeps prompt sets, uses them, and imports files', async () => {
  const client = new Client(api.url);
  const pairs = Array.from({ length: 201 }, (_, at) => ({
    ...pair,
    clean: `${pair.clean}${' '.repeat(at)}`,
  }));
  const set = await client.createPromptSet({ name: 'Names', pairs });
  const read = await client.promptSet(set);
  expect(read).toMatchObject({ name: 'Names', version: 1, pairCount: 201 });
  expect(read.pairs.map(({ clean }) => clean)).toEqual(pairs.map(({ clean }) => clean));
  const id = await client.submit({ model: 'fake', pairs: [pair], sweeps: ['HEAD_Z'] });
  await client.wait(id);
  const { data } = await services.ask('{ viewer { id } }', {}, null, {
    authorization: `Bearer ${client.token}`,
  });
  const cookie = identityCookie((data as { viewer: { id: string } }).viewer.id, services.secret, false);
  const json = await exportRun(services, id, cookie.split(';')[0]);
  const imported = await client.importRun(json);
  expect((await client.array(imported, 'HEAD_Z')).values).toEqual((await client.array(id, 'HEAD_Z')).values);
  await expect(client.importRun('{}')).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
});

it('throws the error of the API', async () => {
  const client = new Client(api.url);
  await expect(client.submit({ model: 'none', pairs: [pair] })).rejects.toBeInstanceOf(ApiError);
  await expect(client.array('none', 'HEAD_Z')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(new Client(api.url, { token: 'pb_wrong' }).graphql('{ viewer { id } }')).rejects.toMatchObject(
    {
      code: 'UNAUTHENTICATED',
      status: 401,
    },
  );
  expect(() => new Client('nowhere')).toThrow(/Invalid URL/);
});

it('waits as the site asks, polls where events break off, and says why a run failed', async () => {
  const running = { status: 'RUNNING', fraction: 0.5 };
  const answers: [status: number, headers: Record<string, string>, body: string][] = [
    [429, { 'retry-after': '0' }, JSON.stringify({ errors: [{ message: 'too fast' }] })],
    [503, {}, '<h1>restarting</h1>'],
    [200, {}, JSON.stringify({ data: { viewer: null } })],
    [200, {}, `event: next\ndata: ${JSON.stringify({ data: { runProgress: running } })}\n\n`],
    [200, {}, JSON.stringify({ data: { run: { progress: { ...running, status: 'FAILED' } } } })],
    [200, {}, JSON.stringify({ data: { run: { error: { message: 'no memory' } } } })],
    [429, { 'retry-after': '3600' }, JSON.stringify({ errors: [{ message: 'too fast' }] })],
  ];
  const site = createServer((_, response) => {
    const [status, headers, body] = answers.shift()!;
    response.writeHead(status, headers).end(body);
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  const client = new Client(`http://127.0.0.1:${(site.address() as AddressInfo).port}`);
  expect(await client.graphql('{ viewer { id } }')).toEqual({ viewer: null });
  await expect(client.wait('a')).rejects.toEqual(new RunFailed('Run a is failed: no memory'));
  await expect(client.graphql('{ viewer { id } }')).rejects.toMatchObject({
    status: 429,
    message: 'too fast',
  });
  expect(answers).toEqual([]);
  site.closeAllConnections();
  site.close();
});
