/** Pictures of runs: of which sweep, in which unit, and that they are made once. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { SweepKind } from '../../../domain/sites';
import { encodeFloats } from '../results/float-bytes';
import { storeFakeModel, storeRuns } from '../../testing/stored-runs';
import { createTestServices, type TestServices } from '../../testing/test-services';
import { pickPictured, readPicture } from './read-picture';

let services: TestServices;

beforeEach(async () => {
  services = await createTestServices();
  await storeFakeModel(services);
});
afterEach(() => services.dispose());

/** Stores a run of one pair with the logit differences 2 and -2, and a sweep of its only kind. */
async function store(baseline: readonly [clean: number, corrupted: number], values: readonly number[]) {
  const { db } = services;
  await storeRuns(services, ['A1'], { status: 'SUCCEEDED' });
  await db.promptPair.updateMany({ data: { cleanLogitDiff: baseline[0], corruptedLogitDiff: baseline[1] } });
  await db.sweep.create({
    data: {
      runId: 'A1',
      kind: 'HEAD_Z',
      axes: '["layer","head"]',
      shape: '[2,2]',
      elapsedMs: 1,
      flops: 1,
      values: { create: { metric: 'logit_diff', values: encodeFloats(values) } },
    },
  });
  return db.run.findUniqueOrThrow({ where: { id: 'A1' } });
}

it('shows recovery of a run with a good baseline', async () => {
  const run = await store([2, -2], [-2, 0, 2, 4]);
  expect(await readPicture(services.db, run)).toEqual({ shape: [2, 2], values: [0, 0.5, 1, 1.5] });
});

it('shows the change in logits where the model does not do the task', async () => {
  // The gap is negative: as recovery, signs would be turned round.
  const run = await store([-2, 2], [2, 3, 1, 2]);
  expect(await readPicture(services.db, run)).toEqual({ shape: [2, 2], values: [-0, 1, -1, -0] });
});

it('shows the change in logits where there is no gap', async () => {
  const run = await store([1, 1], [1, 1.5, 0, 1]);
  expect(await readPicture(services.db, run)).toEqual({ shape: [2, 2], values: [0, 0.5, -1, 0] });
});

it('is made once, by whichever request is first, and is deleted with its run', async () => {
  const { db } = services;
  const run = await store([2, -2], [-2, 0, 2, 4]);
  const made = await Promise.all([readPicture(db, run), readPicture(db, run)]);
  expect(made[0]).toEqual(made[1]);
  expect(await db.runPicture.count()).toBe(1);
  await db.sweepValue.deleteMany();
  expect(await readPicture(db, run)).toEqual(made[0]);
  await db.run.delete({ where: { id: 'A1' } });
  expect(await db.runPicture.count()).toBe(0);
  // A request that has read the run before it was deleted keeps nothing.
  expect(await readPicture(db, run)).toBeNull();
});

it.each<[status: string, kinds: readonly SweepKind[], kind: SweepKind | null]>([
  ['SUCCEEDED', ['HEAD_PATTERN', 'HEAD_Z'], 'HEAD_Z'],
  ['SUCCEEDED', ['MLP_OUT', 'RESID_PRE'], 'RESID_PRE'],
  ['SUCCEEDED', [], null],
  ['RUNNING', ['HEAD_Z'], null],
  ['CANCELLED', ['HEAD_Z'], null],
])('of a run that is %s with %j is of %s', (status, kinds, kind) => {
  expect(pickPictured({ status, kinds: JSON.stringify(kinds) })).toBe(kind);
});
