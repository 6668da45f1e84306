/** The path from an experiment to a finding through GraphQL only, as in a script. */
import { expect, testWithSite } from './site';

const test = testWithSite({ SEED_GALLERY: '0' });

const CREATE = 'mutation ($input: CreateRunInput!) { createRun(input: $input) { id status } }';
const input = {
  model: 'patchbay-mini',
  pairs: [
    {
      clean: 'When John and Mary went to the shops,  John gave the bag to',
      corrupted: 'When John and Mary went to the shops,  Mary gave the bag to',
      correct: ' Mary',
      incorrect: ' John',
    },
  ],
  sweeps: ['RESID_PRE', 'HEAD_Z', 'HEAD_V'],
  visibility: 'UNLISTED',
};

test('a run is created, followed, read and published', async ({ site }) => {
  const created = await site.graphql(CREATE, { input });
  expect(created.errors).toBeUndefined();
  expect(created.cookie).toMatch(/^patchbay_guest=/);
  const { id } = created.data.createRun as { id: string };

  const events = await followProgress(site.url, id);
  expect(events.at(-1)).toMatchObject({ status: 'SUCCEEDED', fraction: 1, finishedSweeps: input.sweeps });

  const { data } = await site.graphql(
    `query ($id: ID!) { run(id: $id) {
      baseline { clean corrupted }
      sweep(kind: RESID_PRE) { shape axes { labels } values }
      topHeads(kind: HEAD_V, k: 2) { layer head recovery }
      provenance { checks { name passed } }
    } }`,
    { id },
  );
  expect(data.run.baseline.clean).toBeGreaterThan(1);
  expect(data.run.sweep.shape).toEqual([4, 16]);
  expect(data.run.sweep.axes[1].labels[11]).toBe(' John 11');
  expect(data.run.sweep.values[11]).toBeCloseTo(1, 4);
  expect(data.run.topHeads).toHaveLength(2);
  for (const { passed } of data.run.provenance.checks) expect(passed).toBe(true);

  const PUBLISH = 'mutation ($input: PublishFindingInput!) { publishFinding(input: $input) { slug } }';
  const finding = { runId: id, title: 'Names by curl', summary: 'As above.', tags: ['curl'] };
  const stranger = await site.graphql(PUBLISH, { input: finding });
  expect(stranger.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  const published = await site.graphql(PUBLISH, { input: finding }, created.cookie!);
  expect(published.data.publishFinding.slug).toBe('names-by-curl');
  expect((await fetch(`${site.url}/findings/names-by-curl`)).status).toBe(200);

  const again = await site.graphql(CREATE, { input }, created.cookie!);
  expect(again.data.createRun).toEqual({ id, status: 'SUCCEEDED' });
  // Another user gets a copy of the stored result, and may publish it.
  const copy = await site.graphql(CREATE, { input });
  expect(copy.data.createRun).toEqual({ id: expect.not.stringMatching(id), status: 'SUCCEEDED' });
  const theirs = { ...finding, runId: copy.data.createRun.id as string };
  const byThem = await site.graphql(PUBLISH, { input: theirs }, copy.cookie!);
  expect(byThem.data.publishFinding.slug).toMatch(/^names-by-curl-/);
});

test('expensive requests are refused with a reason', async ({ site }) => {
  const deep = `{ runs { edges { node { ${'finding { run { '.repeat(8)} id ${'} }'.repeat(8)} } } } }`;
  expect((await site.graphql(deep)).errors?.[0]?.message).toMatch(/nests deeper/);
  const aliases = `{ ${Array.from({ length: 50 }, (_, index) => `a${index}: models { id }`).join(' ')} }`;
  expect((await site.graphql(aliases)).errors?.[0]?.message).toMatch(/aliases/);
  const long = { ...input, pairs: [{ ...input.pairs[0], clean: 'a'.repeat(1_100_000) }] };
  expect((await site.graphql(CREATE, { input: long })).errors?.[0]).toMatchObject({
    message: expect.stringMatching(/longer than 1000000 bytes/),
    extensions: { code: 'BAD_USER_INPUT' },
  });
  for (const path of ['/api/graphql', '/api/graphql/stream']) {
    const headers = { 'content-type': 'application/json' };
    const torn = await fetch(site.url + path, { method: 'POST', headers, body: '{' });
    expect([torn.status, await torn.text()]).toEqual([400, expect.stringMatching(/not JSON/)]);
  }
  const wrong = await site.graphql('mutation { createRun(input: {}) { id } }');
  expect(wrong.errors?.[0]?.message).toMatch(/model/);
  const mistyped = await site.graphql(CREATE, { input: { ...input, sweeps: ['HEAD_X'] } });
  expect(mistyped.errors?.[0]).toMatchObject({
    message: expect.stringMatching(/HEAD_X/),
    extensions: { code: 'BAD_USER_INPUT' },
  });
});

test('the stream endpoint serves subscriptions only, with the same limits', async ({ site }) => {
  for (const [query, reason] of [
    ['mutation { cancelRun(id: "x") { id } }', /serves subscriptions only/],
    ['{ models { id } }', /serves subscriptions only/],
    ['subscription { runProgress(id: "none") { status } }', /no run 'none'/],
    ['subscription { nonsense }', /Cannot query field/],
  ] as const) {
    const response = await fetch(`${site.url}/api/graphql/stream`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query }),
    });
    expect(await response.text(), query).toMatch(reason);
  }
});

/** Reads a run's progress events to the end of the stream. */
async function followProgress(url: string, id: string): Promise<Record<string, unknown>[]> {
  const response = await fetch(`${url}/api/graphql/stream`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({
      query: 'subscription ($id: ID!) { runProgress(id: $id) { status fraction finishedSweeps } }',
      variables: { id },
    }),
  });
  const lines = (await response.text()).split('\n').filter((line) => line.startsWith('data: {'));
  return lines.map(
    (line) =>
      (JSON.parse(line.slice(6)) as { data: { runProgress: Record<string, unknown> } }).data.runProgress,
  );
}
