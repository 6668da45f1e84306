/** Changes of a run's status on a real database file, and that no other file makes one. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isTransition, RUN_STATUSES, type RunStatus } from '../../../domain/run-status';
import { storeFakeModel, storeRuns } from '../../testing/stored-runs';
import { createTestServices, type TestServices } from '../../testing/test-services';
import { LeaseLostError } from './leases';
import {
  claimRun,
  failAbandoned,
  failRun,
  requeueAbandoned,
  requeueRun,
  stopRun,
  succeedRun,
} from './transitions';

let services: TestServices;

beforeEach(async () => {
  services = await createTestServices();
  await storeFakeModel(services);
});
afterEach(() => services.dispose());

const lease = { runId: 'A1', token: 'worker' };
const abandoned = { id: 'A1', attempts: 0, leaseHolder: 'worker', leaseUntil: null };
const read = () => services.db.run.findUniqueOrThrow({ where: { id: 'A1' } });

/** What each function makes of a run, and whether it was there to be changed. */
const CHANGES: [to: RunStatus, change: () => Promise<boolean>][] = [
  ['RUNNING', async () => (await claimRun(services.db, 'A1', 1000)) !== null],
  ['QUEUED', () => wasHeld(requeueRun(services.db, lease, { attempts: 1, computeMs: 5 }))],
  ['QUEUED', () => requeueAbandoned(services.db, abandoned)],
  ['SUCCEEDED', () => wasHeld(succeedRun(services.db, lease, {}))],
  ['FAILED', () => wasHeld(failRun(services.db, lease, { code: 'ENGINE_FAILED', message: 'It ended.' }))],
  ['FAILED', () => failAbandoned(services.db, abandoned, 'It ended.')],
  ['CANCELLED', () => stopRun(services.db, 'A1')],
];

async function wasHeld(change: Promise<void>): Promise<boolean> {
  try {
    await change;
    return true;
  } catch (error) {
    if (error instanceof LeaseLostError) return false;
    throw error;
  }
}

describe.each(RUN_STATUSES)('from %s', (from) => {
  it('a run goes only where the table of transitions says', async () => {
    for (const [to, change] of CHANGES) {
      await services.db.run.deleteMany();
      await storeRuns(services, ['A1'], { status: from });
      await services.db.run.update({ where: { id: 'A1' }, data: { leaseHolder: 'worker' } });
      const before = await read();
      expect(await change(), `to ${to}`).toBe(isTransition(from, to));
      if (isTransition(from, to)) expect((await read()).status).toBe(to);
      else expect(await read()).toEqual(before);
    }
  });
});

it('says why a run failed, and releases it', async () => {
  await storeRuns(services, ['A1'], { status: 'QUEUED' });
  const held = await claimRun(services.db, 'A1', 60_000);
  expect(await read()).toMatchObject({ status: 'RUNNING', leaseHolder: held!.token });
  await failRun(services.db, held!, { code: 'MODEL_UNAVAILABLE', message: 'It is gone.' });
  expect(await read()).toMatchObject({
    status: 'FAILED',
    errorCode: 'MODEL_UNAVAILABLE',
    errorMessage: 'It is gone.',
    leaseHolder: null,
    leaseUntil: null,
    finishedAt: expect.any(Date),
  });
});

/** The text of each call of a run's update, and of each UPDATE statement up to its WHERE. */
function* findRunUpdates(source: string): Generator<string> {
  for (const { 0: call, index } of source.matchAll(/\brun\.(?:update|updateMany|upsert)\(/g)) {
    let depth = 1;
    let end = index + call.length;
    for (; depth > 0 && end < source.length; end++) {
      if (source[end] === '(') depth++;
      if (source[end] === ')') depth--;
    }
    // What comes before `data` selects runs.
    yield source.slice(index, end).replace(/^[^]*?\bdata\b/, '');
  }
  for (const [update] of source.matchAll(/UPDATE\s+"Run"\s+SET[^]*?WHERE/g)) yield update;
}

function* listSources(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (/^server\/(testing|graphql\/generated)$/.test(file)) continue;
    if (entry.isDirectory()) yield* listSources(file);
    else if (/(?<!\.test)\.ts$/.test(entry.name)) yield file;
  }
}

it('is the only file that writes the status or the holder of a run', () => {
  const writes = (file: string): boolean =>
    [...findRunUpdates(readFileSync(file, 'utf8'))].some((text) => /\b(status|leaseHolder)\b/.test(text));
  expect([...listSources('server')].filter(writes)).toEqual(['server/runs/queue/transitions.ts']);
});

it('finds the writes that it looks for', () => {
  const found = (source: string): boolean =>
    [...findRunUpdates(source)].some((text) => /\b(status|leaseHolder)\b/.test(text));
  expect(found(`db.run.update({ where: { id }, data: { title, status: 'FAILED' } })`)).toBe(true);
  expect(found(`db.run.updateMany({ where: { status: 'QUEUED' }, data: { title } })`)).toBe(false);
  expect(found('UPDATE "Run" SET "status" = 1 WHERE 1')).toBe(true);
  expect(found(`UPDATE "Run" SET "title" = 1 WHERE "status" = 'QUEUED'`)).toBe(false);
});
