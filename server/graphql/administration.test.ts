/** The administrator's view of a site with a queue, an engine and errors. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { administratorCookie } from '../accounts/administrator';
import { addWorkerSource } from '../administration/workers';
import { isOnServer } from '../testing/databases';
import { createTestServices, type TestServices } from '../testing/test-services';

let services: TestServices;
let administrator: string;
beforeEach(async () => {
  services = await createTestServices();
  administrator = administratorCookie(services, false).split(';')[0]!;
});
afterEach(() => services.dispose());

const CREATE = 'mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }';
const pair = {
  clean: 'When John and Mary went out, John gave it to',
  corrupted: 'When John and Mary went out, Mary gave it to',
  correct: ' Mary',
  incorrect: ' John',
};
const input = { model: 'fake', pairs: [pair], sweeps: ['HEAD_Z'], recompute: true };

interface Report {
  readonly administration: Record<string, unknown>;
}

async function read(selection: string): Promise<Report['administration']> {
  const { data, errors } = await services.ask(`{ administration { ${selection} } }`, {}, administrator);
  expect(errors).toBeUndefined();
  return (data as unknown as Report).administration;
}

it('counts the queue by owner', async () => {
  // No dispatcher runs, so that runs stay queued.
  const first = await services.ask(CREATE, { input });
  const cookie = first.setCookie[0]!.split(';')[0]!;
  await services.ask(CREATE, { input }, cookie);
  await services.ask(CREATE, { input });
  const { queue } = await read(
    'queue { queued running oldestAt oldestWaitMs owners { owner { name } queued running } }',
  );
  expect(queue).toMatchObject({
    queued: 3,
    running: 0,
    oldestAt: expect.any(String),
    oldestWaitMs: expect.any(Number),
  });
  expect((queue as { owners: unknown }).owners).toMatchObject([
    { owner: { name: expect.stringMatching(/^Guest/) }, queued: 2, running: 0 },
    { queued: 1 },
  ]);
});

it('measures the database in a thread, and the disk', async () => {
  await services.ask(CREATE, { input });
  // PostgreSQL tells the number of rows as it was when it last counted them.
  if (isOnServer()) await services.db.$executeRawUnsafe('ANALYZE');
  const { storage } = (await read(
    'storage { problem databaseBytes freeBytes totalBytes tables { name rows bytes } owners { owner { id } runs valueBytes } }',
  )) as unknown as {
    storage: {
      problem: string | null;
      databaseBytes: number;
      freeBytes: number;
      totalBytes: number;
      tables: { name: string; rows: number; bytes: number | null }[];
      owners: { runs: number; valueBytes: number }[];
    };
  };
  expect(storage.problem).toBeNull();
  expect(storage.databaseBytes).toBeGreaterThan(100_000);
  expect(storage.freeBytes).toBeLessThan(storage.totalBytes);
  expect(storage.tables.find(({ name }) => name === 'Run')).toMatchObject({ rows: 1 });
  const sum = storage.tables.reduce((total, { bytes }) => total + (bytes ?? 0), 0);
  // A database of a server has tables of its own beside those of the site.
  expect(sum).toBeGreaterThan(storage.databaseBytes / (isOnServer() ? 10 : 2));
  expect(sum).toBeLessThanOrEqual(storage.databaseBytes);
  expect(storage.owners).toMatchObject([{ runs: 1, valueBytes: 0 }]);
});

it('lists the engines of all sources, with what they report', async () => {
  const report = {
    memoryBytes: 2e8,
    busyMs: 500,
    uptimeMs: 2000,
    threads: 2,
    models: [{ id: 'fake', bytes: 4 }],
    run: 'r1',
  };
  const remove = addWorkerSource('test', () => [
    {
      name: 'gpu-1',
      status: { state: 'ready', provider: 'cuda', pid: 7, reason: null, restarts: 2, report },
    },
  ]);
  const { workers } = await read(
    'workers { name state provider restarts threads memoryBytes busyShare models { id bytes } run }',
  );
  remove();
  expect(workers).toEqual([
    expect.objectContaining({ name: 'local', state: 'ready', memoryBytes: null, models: [] }),
    {
      name: 'gpu-1',
      state: 'ready',
      provider: 'cuda',
      restarts: 2,
      threads: 2,
      memoryBytes: 2e8,
      busyShare: 0.25,
      models: [{ id: 'fake', bytes: 4 }],
      run: 'r1',
    },
  ]);
});

it('counts errors by code and shows messages of the site’s own only', async () => {
  const secret = 'a prompt that nobody else may read';
  await services.ask('query ($text: String!) { tokenize(model: "fake", text: $text) { id } }', {
    text: secret.repeat(100_000),
  });
  const { errors } = (await read(
    'errors { counts { code count lastAt } recent { code origin message requestId run } }',
  )) as unknown as {
    errors: {
      counts: { code: string; count: number }[];
      recent: { code: string; message: string | null }[];
    };
  };
  expect(errors.counts.find(({ code }) => code === 'BAD_USER_INPUT')!.count).toBeGreaterThan(0);
  expect(errors.recent[0]).toMatchObject({ code: 'BAD_USER_INPUT', message: null });
  expect(JSON.stringify(errors)).not.toContain('nobody else');
});

it('is refused to everybody else before anything is read', async () => {
  const { data, errors } = await services.ask('{ administration { storage { databaseBytes } } }');
  expect(data).toBeNull();
  expect(errors![0]!.extensions).toMatchObject({ code: 'FORBIDDEN' });
});
