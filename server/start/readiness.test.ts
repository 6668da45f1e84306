/** The checks of readiness against a real database and every state of the engine. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { EngineStatus } from '../engine/status';
import { describeReadiness } from '../http/probes';
import { createDatabaseCheck, createEngineCheck } from './readiness';
import { createTestServices, type TestServices } from '../testing/test-services';

let services: TestServices;
beforeEach(async () => void (services = await createTestServices()));
afterEach(() => services.dispose());

it('passes for a database with every migration', async () => {
  expect(await createDatabaseCheck(services.db)()).toBeNull();
});

it('fails for a database that lacks a migration', async () => {
  const check = createDatabaseCheck(services.db, () => ['99990101000000_later']);
  expect(await check()).toMatch(/^The database lacks 1 migration of this version\./);
});

it('fails in words for a database that cannot be read', async () => {
  await services.db.$executeRawUnsafe('ALTER TABLE "_prisma_migrations" RENAME TO "renamed"');
  expect(await createDatabaseCheck(services.db)()).toBe('The database cannot be read; the log says why.');
  // A database of a server is used again by the next test.
  await services.db.$executeRawUnsafe('ALTER TABLE "renamed" RENAME TO "_prisma_migrations"');
});

it('waits for the first start of the engine, and lets it restart for a while', () => {
  let state: EngineStatus['state'] = 'starting';
  let now = 0;
  const check = createEngineCheck(
    { status: () => ({ state, provider: null, pid: null, reason: 'exit code 1 in /home/me' }) },
    () => now,
  );
  expect(check()).toBe('The engine is starting.');
  state = 'restarting';
  expect(check()).toMatch(/restarts fail/);
  state = 'ready';
  expect(check()).toBeNull();
  state = 'restarting';
  now = 29_000;
  expect(check()).toBeNull();
  now = 31_000;
  expect(check()).toMatch(/restarts fail/);
  state = 'stopped';
  expect(check()).toBe('The engine has been stopped.');
});

it('answers 503 with the reasons, which only the names of the site get', async () => {
  const failing = [
    { name: 'database', reason: null },
    { name: 'engine', reason: 'The engine is starting.' },
  ];
  const detailed = describeReadiness(failing, true);
  expect(detailed.status).toBe(503);
  expect(await detailed.json()).toEqual({
    status: 'not ready',
    checks: [
      { name: 'database', ok: true, reason: null },
      { name: 'engine', ok: false, reason: 'The engine is starting.' },
    ],
  });
  expect(await describeReadiness(failing, false).json()).toEqual({ status: 'not ready' });
  expect(describeReadiness([{ name: 'database', reason: null }], true).status).toBe(200);
  // A process that has not started yet.
  expect(describeReadiness([], true).status).toBe(503);
});
