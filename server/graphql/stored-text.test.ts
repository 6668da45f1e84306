/** Text that SQLite does not keep, in every field of the API that is stored: refused, and nothing of it is kept. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDispatcher, type Dispatcher } from '../runs/queue/dispatcher';
import { followProgress } from '../runs/queue/progress';
import { createTestServices, type TestServices } from '../testing/test-services';

let services: TestServices;
let dispatcher: Dispatcher;
let cookie: string;
let runId: string;

const PAIR = {
  clean: 'When John and Mary went out, John gave it to',
  corrupted: 'When John and Mary went out, Mary gave it to',
  correct: ' Mary',
  incorrect: ' John',
};
const CREATE = 'mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }';
const PUBLISH = 'mutation ($input: PublishFindingInput!) { publishFinding(input: $input) { slug } }';
const UNKEPT = ['John went\0 to the shops', '\0', 'half \ud83d of it'];

beforeAll(async () => {
  services = await createTestServices();
  dispatcher = startDispatcher(services, services.engine);
  const { data, setCookie } = await services.ask(CREATE, {
    input: { model: 'fake', visibility: 'UNLISTED', pairs: [PAIR], sweeps: ['HEAD_Z'] },
  });
  cookie = setCookie[0]!.split(';')[0]!;
  runId = (data as { createRun: { id: string } }).createRun.id;
  for await (const _progress of followProgress(services, runId));
});
afterAll(async () => {
  await dispatcher.stop();
  await services.dispose();
});

describe.each(['clean', 'corrupted', 'correct', 'incorrect'] as const)('%s', (field) => {
  it.each(UNKEPT)('is refused with its path: %j', async (text) => {
    const input = { model: 'fake', pairs: [PAIR, { ...PAIR, [field]: text }], sweeps: ['HEAD_Z'] };
    const { errors } = await services.ask(CREATE, { input }, cookie);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
    const issues = errors![0]!.extensions['issues'] as { path: string; message: string }[];
    expect(issues.find(({ path }) => path === `pairs.1.${field}`)?.message).toMatch(
      /NUL character \(U\+0000\)|half of a character/,
    );
    expect(await services.db.run.count()).toBe(1);
  });
});

describe.each(['title', 'summary', 'tags'] as const)('the %s of a finding', (field) => {
  it.each(UNKEPT)('is refused: %j', async (text) => {
    const finding = { runId, title: 'A title', summary: 'A summary.', tags: ['ioi'] };
    const input = { ...finding, [field]: field === 'tags' ? [text] : text };
    const { errors } = await services.ask(PUBLISH, { input }, cookie);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await services.db.finding.count()).toBe(0);
  });
});
