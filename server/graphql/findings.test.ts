/** Findings through the API: edited, deleted, searched, and what their cards say. */
import { decode } from 'fast-png';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { identityCookie } from '../accounts/identity';
import { AppError } from '../errors';
import { serveThumbnail } from '../http/thumbnail';
import { startDispatcher, type Dispatcher } from '../runs/queue/dispatcher';
import { followProgress } from '../runs/queue/progress';
import { createTestServices, installServices, type TestServices } from '../testing/test-services';

let services: TestServices;
let dispatcher: Dispatcher;

beforeEach(async () => {
  services = await createTestServices({ RUN_LEASE_MS: '1000', ADMINISTRATORS: 'boss' });
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

/** Publishes a run of two pairs, or as many as given. */
async function publish(fields: object = {}, pairs: readonly object[] = [pair, pair], sweeps = ['HEAD_Z']) {
  const created = await services.ask(
    'mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }',
    { input: { model: 'fake', visibility: 'UNLISTED', pairs, sweeps, recompute: true } },
  );
  expect(created.errors).toBeUndefined();
  const { id } = (created.data as { createRun: { id: string } }).createRun;
  const cookie = created.setCookie[0]!.split(';')[0]!;
  for await (const { status } of followProgress(services, id)) expect(status).not.toBe('FAILED');
  const input = {
    runId: id,
    title: 'Name movers',
    summary: 'Head [[L1H2]] moves.',
    tags: ['ioi'],
    ...fields,
  };
  const result = await services.ask(
    'mutation ($input: PublishFindingInput!) { publishFinding(input: $input) { slug } }',
    { input },
    cookie,
  );
  return { cookie, runId: id, result };
}

const EDIT = `mutation ($input: EditFindingInput!) { editFinding(input: $input) {
  slug title summary tags isMine editedAt } }`;
const edit = (input: object, cookie: string | null) =>
  services.ask(EDIT, { input: { slug: 'name-movers', ...input } }, cookie);
const DELETE = 'mutation { deleteFinding(slug: "name-movers") }';

async function found(search: string): Promise<number> {
  const { data, errors } = await services.ask(
    'query ($search: String) { findings(search: $search) { edges { cursor } } }',
    { search },
  );
  expect(errors).toBeUndefined();
  return (data as { findings: { edges: [] } }).findings.edges.length;
}

describe('editing a finding', () => {
  it('changes text, tags and what searches find; the address stays', async () => {
    const { cookie } = await publish();
    const before = await services.ask('{ finding(slug: "name-movers") { isMine editedAt } }', {}, cookie);
    expect(before.data).toEqual({ finding: { isMine: true, editedAt: null } });
    const input = { title: 'Zebra heads', summary: 'Quagga [[L0H1]].', tags: ['New', 'ioi'] };
    const { data, errors } = await edit(input, cookie);
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      editFinding: {
        slug: 'name-movers',
        title: 'Zebra heads',
        summary: 'Quagga [[L0H1]].',
        tags: ['ioi', 'new'],
        isMine: true,
        editedAt: expect.stringMatching(/^\d{4}-/),
      },
    });
    expect([await found('zebra quagga #new fake'), await found('movers')]).toEqual([1, 0]);
    const { data: read } = await services.ask('{ finding(slug: "name-movers") { summaryTree } }');
    const { summaryTree } = (read as { finding: { summaryTree: string } }).finding;
    expect(JSON.parse(summaryTree)).toMatchObject({
      children: [{ type: 'paragraph', children: [{ type: 'text', value: 'Quagga [[L0H1]].' }] }],
    });
  });

  it('keeps what a new reference needs, so that it is read without the model', async () => {
    const { cookie, runId } = await publish({ summary: 'Nothing referred to.' });
    // The largest cells were kept; L0H0 is the smallest one.
    expect(await services.db.patchedPrediction.count({ where: { runId, kind: 'HEAD_Z', cell: 0 } })).toBe(0);
    expect((await edit({ summary: 'Not [[L0H0]].' }, cookie)).errors).toBeUndefined();
    expect(await services.db.patchedPrediction.count({ where: { runId, kind: 'HEAD_Z', cell: 0 } })).toBe(2);
    expect(await services.db.pattern.count({ where: { runId, layer: 0, head: 0 } })).toBe(2);
    const gone = async (): Promise<never> => {
      throw new AppError('MODEL_UNAVAILABLE', "There is no model 'fake'.");
    };
    Object.assign(services.engine, { patched: gone, predict: gone, attention: gone });
    // What was kept needs nothing computed; other cells are refused, and nothing is changed.
    expect((await edit({ title: 'Still there', summary: 'Yes [[L0H0]].' }, cookie)).errors).toBeUndefined();
    const refused = await edit({ title: 'Lost', summary: 'And [[L0H1]].' }, cookie);
    expect(refused.errors?.[0]).toMatchObject({
      message: expect.stringMatching(
        /cannot be computed now: There is no model 'fake'\. Remove the new reference/,
      ),
      extensions: { code: 'MODEL_UNAVAILABLE' },
    });
    expect([await found('still there'), await found('lost')]).toEqual([1, 0]);
  });

  it('is refused as publishing is, with every problem, and for others', async () => {
    const { cookie } = await publish();
    const issues = async (input: object) => (await edit(input, cookie)).errors?.[0]?.extensions['issues'];
    expect(await issues({ title: '\u200b\u200b\u200b', summary: ' ', tags: ['no good'] })).toMatchObject([
      { path: 'title' },
      { path: 'summary' },
      { path: 'tags.0' },
    ]);
    expect(await issues({ summary: 'See [[L9H9]] and [[L0 p3]].' })).toEqual([
      { path: 'summary', message: 'The reference [[L9H9]] names layer 9; fake has layers 0 to 1.' },
      {
        path: 'summary',
        message: 'The reference [[L0 p3]] needs a sweep of layers by position, which this run does not have.',
      },
    ]);
    expect(await issues({ summary: '> '.repeat(100) + 'deep' })).toMatchObject([
      { path: 'summary', message: expect.stringMatching(/nests more than/) },
    ]);
    for (const other of [null, (await publish({ title: 'Other' })).cookie]) {
      expect((await edit({ title: 'Mine now' }, other)).errors?.[0]?.extensions).toMatchObject({
        code: 'FORBIDDEN',
      });
    }
    expect((await edit({ slug: 'none' }, cookie)).errors?.[0]?.extensions).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await found('name movers')).toBe(1);
  });
});

it('publishing refuses a reference that the run does not have, with its text', async () => {
  const { result } = await publish({ summary: 'See [[L9H9]].' });
  expect(result.errors?.[0]?.extensions).toMatchObject({
    code: 'BAD_USER_INPUT',
    issues: [{ path: 'summary', message: expect.stringContaining('[[L9H9]]') }],
  });
});

describe('deleting a finding', () => {
  it('leaves its run, which can be published again', async () => {
    const { cookie, runId } = await publish();
    for (const other of [null, (await publish({ title: 'Other' })).cookie]) {
      const { errors } = await services.ask(DELETE, {}, other);
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
    }
    const { data, errors } = await services.ask(DELETE, {}, cookie);
    expect(errors).toBeUndefined();
    expect(data).toEqual({ deleteFinding: expect.any(String) });
    expect(await found('name movers')).toBe(0);
    expect(await services.db.findingTag.count({ where: { finding: { runId } } })).toBe(0);
    const run = await services.ask(`{ run(id: "${runId}") { status finding { id } } }`);
    expect(run.data).toEqual({ run: { status: 'SUCCEEDED', finding: null } });
    const gone = await services.ask(DELETE, {}, cookie);
    expect(gone.errors?.[0]?.extensions).toMatchObject({ code: 'NOT_FOUND' });
    const again = await services.ask(
      'mutation ($input: PublishFindingInput!) { publishFinding(input: $input) { slug } }',
      { input: { runId, title: 'Name movers', summary: 'Again.' } },
      cookie,
    );
    expect(again.data).toEqual({ publishFinding: { slug: 'name-movers' } });
  });

  it('is for administrators too, of any finding', async () => {
    await publish();
    await services.db.user.create({ data: { id: 'boss', name: 'Boss' } });
    const cookie = identityCookie('boss', services.secret, false).split(';')[0]!;
    expect((await services.ask(DELETE, {}, cookie)).errors).toBeUndefined();
    expect(await found('name movers')).toBe(0);
  });
});

describe('a card', () => {
  const CARD = `{ finding(slug: "name-movers") { card {
    kind shape values picture direction prompt correct incorrect
    topComponents { label recovery change }
    baseline { clean corrupted pairs gapMean gapStandardError pairsWithRightSign verdict cannotNormalise } } } }`;
  const card = async () => {
    const { data, errors } = await services.ask(CARD);
    expect(errors).toBeUndefined();
    return (data as { finding: { card: Record<string, unknown> } }).finding.card;
  };
  const picture = (base64: unknown): number[] => {
    const bytes = Buffer.from(base64 as string, 'base64');
    return Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readFloatLE(4 * at));
  };

  it('says the verdict, direction, gap and answers beside the effects', async () => {
    await publish();
    const read = await card();
    // Pairs' clean 3 and 4, corrupted -1 and 0; cell c is c / 10 + 0.5 on average.
    expect(read).toMatchObject({
      direction: 'DENOISING',
      prompt: '… Mary went out, [John→Mary] gave it to',
      correct: ' Mary',
      incorrect: ' John',
      baseline: {
        clean: 3.5,
        corrupted: -0.5,
        pairs: 2,
        gapMean: 4,
        gapStandardError: 0,
        pairsWithRightSign: 2,
        verdict: 'OK',
        cannotNormalise: null,
      },
    });
    const [top] = read['topComponents'] as { label: string; recovery: number; change: number }[];
    expect(top).toMatchObject({ label: 'L1H2' });
    expect(top!.recovery).toBeCloseTo(0.375, 6);
    expect(top!.change).toBeCloseTo(1.5, 6);
    picture(read['picture']).forEach((value, at) =>
      expect(value).toBeCloseTo((read['values'] as number[])[at]!, 6),
    );
  });

  it('of a model that does not do the task colours logits, with the sign of the change', async () => {
    services.engine.gap = { clean: -3, corrupted: 1 };
    await publish();
    const read = await card();
    expect(read['baseline']).toMatchObject({
      verdict: 'ABSENT',
      gapMean: -4,
      pairsWithRightSign: 0,
      cannotNormalise: expect.stringMatching(/does not prefer the correct answers/),
    });
    // Base 1.5; cell c is c / 10 + 0.5, so that each change is negative and each recovery positive.
    picture(read['picture']).forEach((value, at) => expect(value).toBeCloseTo(at / 10 - 1, 3));
    expect((read['values'] as number[])[0]).toBeGreaterThan(0);
  });

  it('of a finding older than the verdict is completed from its run', async () => {
    await publish();
    const whole = await card();
    const stored = await services.db.finding.findFirstOrThrow();
    const {
      run: _newer,
      topComponents,
      ...old
    } = JSON.parse(stored.card) as {
      run: object;
      topComponents: { label: string; recovery: number }[];
    };
    const components = topComponents.map(({ label, recovery }) => ({ label, recovery }));
    await services.db.finding.update({
      where: { id: stored.id },
      // A card changes with `editedAt` only.
      data: { card: JSON.stringify({ ...old, topComponents: components }), editedAt: new Date() },
    });
    const completed = await card();
    expect({ ...completed, topComponents: null }).toEqual({ ...whole, topComponents: null });
    const changes = (read: Record<string, unknown>) =>
      (read['topComponents'] as { change: number }[]).map(({ change }) => change.toFixed(6));
    expect(changes(completed)).toEqual(changes(whole));
  });
});

describe('the thumbnail of a card', () => {
  async function readAddresses(): Promise<string[]> {
    const { data, errors } = await services.ask(
      '{ finding(slug: "name-movers") { thumbnail dark: thumbnail(tone: DARK) } }',
    );
    expect(errors).toBeUndefined();
    return Object.values((data as { finding: Record<string, string> }).finding);
  }
  /** What the route answers at an address. */
  async function open(address: string): Promise<Response> {
    const [, slug, file] = /^\/findings\/([^/]+)\/thumbnail\/([^/]+)$/.exec(address)!;
    const uninstall = installServices(services);
    try {
      return await serveThumbnail(slug!, file!);
    } finally {
      uninstall();
    }
  }

  it('is a PNG of the cells at an address of its own, cached for ever', async () => {
    await publish();
    const [light, dark] = await readAddresses();
    expect(light).toMatch(/^\/findings\/name-movers\/thumbnail\/[\w-]{16}-light\.png$/);
    expect(dark).toBe(light!.replace('light', 'dark'));
    const [inLight, inDark] = await Promise.all([open(light!), open(dark!)]);
    expect(Object.fromEntries(inLight.headers)).toEqual({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': 'image/png',
    });
    const image = decode(new Uint8Array(await inLight.arrayBuffer()));
    expect([image.width, image.height]).toEqual([3, 2]);
    // Six cells of different recovery.
    expect(new Set(image.data).size).toBe(6);
    expect(decode(new Uint8Array(await inDark.arrayBuffer())).palette).not.toEqual(image.palette);
  });

  it('has another address when the picture is another, and none else is served', async () => {
    const { cookie } = await publish();
    const [before] = await readAddresses();
    await edit({ title: 'Zebra heads' }, cookie);
    expect((await readAddresses())[0]).toBe(before);
    const { id, card } = await services.db.finding.findFirstOrThrow();
    const { values, ...rest } = JSON.parse(card) as { values: number[] };
    const data = {
      card: JSON.stringify({ ...rest, values: values.toReversed() }),
      editedAt: new Date(Date.now() + 1000),
    };
    await services.db.finding.update({ where: { id }, data });
    const [after] = await readAddresses();
    expect(after).not.toBe(before);
    expect((await open(after!)).status).toBe(200);
    for (const gone of [before!, after!.replace('name-movers', 'none'), after!.replace('light', 'blue')]) {
      const answer = await open(gone);
      expect([answer.status, answer.headers.get('cache-control')]).toEqual([404, 'no-store']);
    }
  });
});

describe('the list', () => {
  it('says how a search was read', async () => {
    const { data } = await services.ask(
      `{ findings(search: "\\"White House\\" names #ioi model:fake L1H2 > 0.3 |mlp 0| = 0.5 L1H2 > abc") {
        interpretation { words tags models conditions { text meaning } problems { text message } } } }`,
    );
    expect(data).toEqual({
      findings: {
        interpretation: {
          words: ['white house', 'names', 'l1h2', '>', 'abc'],
          tags: ['ioi'],
          models: ['fake'],
          conditions: [
            { text: 'L1H2 > 0.3', meaning: 'z of L1H2: recovery > 0.3' },
            {
              text: '|mlp 0| = 0.5',
              meaning: 'mlp_out of layer 0 at some position: |recovery| within 0.05 of 0.5',
            },
          ],
          problems: [{ text: 'L1H2 > abc', message: "'abc' is not a number; write for example L1H2 > 0.3." }],
        },
      },
    });
  });

  it('counts findings by model, tag and author, also after one is deleted or edited', async () => {
    const { cookie } = await publish();
    const { cookie: other } = await publish({ title: 'Other', tags: ['ioi', 'facts'] });
    const QUERY = `{ findingFilters { total models { value count } tags { value count } authors { label count } } }`;
    const { data } = await services.ask(QUERY);
    expect(data).toEqual({
      findingFilters: {
        total: 2,
        models: [{ value: 'fake', count: 2 }],
        tags: [
          { value: 'ioi', count: 2 },
          { value: 'facts', count: 1 },
        ],
        authors: [
          { label: expect.stringMatching(/^Guest/), count: 1 },
          { label: expect.stringMatching(/^Guest/), count: 1 },
        ],
      },
    });
    await services.ask(DELETE, {}, cookie);
    expect((await services.ask(QUERY)).data).toMatchObject({
      findingFilters: {
        total: 1,
        tags: [
          { value: 'facts', count: 1 },
          { value: 'ioi', count: 1 },
        ],
      },
    });
    await services.ask(EDIT, { input: { slug: 'other', tags: ['ioi'] } }, other);
    expect((await services.ask(QUERY)).data).toMatchObject({
      findingFilters: { tags: [{ value: 'ioi', count: 1 }] },
    });
  });
});

it('a card reads few columns of its run, and a list few of its findings, with the same answers', async () => {
  await publish();
  const RUN_FIELDS = 'id metrics imported { at }';
  const read = async (more: string) => {
    const { data, errors } = await services.ask(`{ findings(first: 5) { edges { node {
      modelId summary summaryTree card { kind } run { ${RUN_FIELDS} ${more} } } } } }`);
    expect(errors).toBeUndefined();
    return (data as { findings: { edges: { node: { run: object } }[] } }).findings.edges[0]!.node;
  };
  const [few, all] = [await read(''), await read('title')];
  expect(all.run).toMatchObject(few.run);
  expect(few).toMatchObject({
    modelId: 'fake',
    summary: 'Head [[L1H2]] moves.',
    summaryTree: expect.stringContaining('"paragraph"'),
    card: { kind: 'HEAD_Z' },
    run: { metrics: ['LOGIT_DIFF'], imported: null },
  });
  const { data } = await services.ask('{ finding(slug: "name-movers") { summary card { kind } } }');
  expect(data).toMatchObject({ finding: { summary: few['summary' as never], card: { kind: 'HEAD_Z' } } });
});
