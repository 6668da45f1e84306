/** Leases on a real database file: who may write, and when a worker counts as gone, whatever clocks do. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SweepResult } from '../../engine/api';
import { storeFakeModel, storeRuns } from '../../testing/stored-runs';
import { createTestServices, type TestServices } from '../../testing/test-services';
import { createLeaseWatch, createToken, fence, LeaseLostError, renewLease, type Lease } from './leases';
import { saveBaseline, saveSuccess, saveSweep } from '../results/persist';

const LEASE_MS = 15_000;
let services: TestServices;
let lease: Lease;
let run: Awaited<ReturnType<typeof read>>;

beforeEach(async () => {
  services = await createTestServices();
  await storeFakeModel(services);
  await storeRuns(services, ['A1']);
  lease = await claim();
  run = await read();
});
afterEach(() => services.dispose());

/** Takes the run, from whoever has it. */
async function claim(): Promise<Lease> {
  const token = createToken(LEASE_MS);
  await services.db.run.update({ where: { id: 'A1' }, data: { status: 'RUNNING', leaseHolder: token } });
  await renewLease(services.db, { runId: 'A1', token }, LEASE_MS);
  return { runId: 'A1', token };
}

const read = () =>
  services.db.run.findUniqueOrThrow({
    where: { id: 'A1' },
    include: { pairs: true, sweeps: { include: { values: true } }, effects: true },
  });
const values = { logit_diff: { clean: Float32Array.of(3), corrupted: Float32Array.of(-1) } };
const baseline = { values, byDirection: { DENOISING: values } };
const sweep: SweepResult = {
  kind: 'HEAD_Z',
  direction: 'DENOISING',
  axes: ['layer', 'head'],
  shape: [2, 3],
  values: { logit_diff: new Float32Array(6) },
  elapsedMs: 1,
  flops: 1,
};
const computedBy = {
  modelSha256: 'a',
  modelDigest: 'b',
  engineVersion: '1',
  runtime: 'none',
  provider: 'cpu',
};
const context = { baseline, direction: 'DENOISING', computedBy } as const;
const provenance = { ...computedBy, elapsedMs: 1, checks: [] };

describe('a worker that has lost its lease', () => {
  const writes: [string, () => Promise<void>][] = [
    ['a baseline', () => saveBaseline(services, lease, baseline)],
    ['a sweep', () => saveSweep(services, lease, sweep, context)],
    ['success', async () => saveSuccess(services, lease, run, provenance)],
    ['progress', () => fence(services.db, lease, { fraction: 0.5 })],
  ];
  it.each(writes)('does not write %s of a run that another worker took', async (_name, write) => {
    await claim();
    const before = await read();
    await expect(write()).rejects.toThrow(LeaseLostError);
    expect(await read()).toEqual(before);
    expect(await renewLease(services.db, lease, LEASE_MS)).toBe(false);
  });

  it.each(writes)('does not write %s of a run that was deleted or cancelled', async (_name, write) => {
    await services.db.run.update({ where: { id: 'A1' }, data: { status: 'CANCELLED' } });
    const before = await read();
    await expect(write()).rejects.toThrow(LeaseLostError);
    expect(await read()).toEqual(before);
    await services.db.run.delete({ where: { id: 'A1' } });
    await expect(write()).rejects.toThrow(LeaseLostError);
  });

  it('that still holds it writes all of them, each sweep once', async () => {
    for (const [, write] of writes.slice(0, 2)) await write();
    await saveSweep(
      services,
      lease,
      { ...sweep, values: { logit_diff: new Float32Array(6).fill(9) } },
      context,
    );
    await saveSuccess(services, lease, { ...run, computeMs: 5 }, provenance);
    const stored = await read();
    expect(stored).toMatchObject({ status: 'SUCCEEDED', leaseHolder: null, computeMs: 6, cleanLogitDiff: 3 });
    expect(
      stored.sweeps.map(({ values }) =>
        values.map((one) => Array.from(one.values).every((byte) => byte === 0)),
      ),
    ).toEqual([[true]]);
    expect(stored.effects).toHaveLength(6);
  });
});

describe('a lease is abandoned', () => {
  let now = 0;
  const watch = () => createLeaseWatch(LEASE_MS, () => now);
  const moveLease = (ms: number) =>
    services.db.run.update({ where: { id: 'A1' }, data: { leaseUntil: new Date(Date.now() + ms) } });
  /** Ids found on looking at 0 s and then each second up to `seconds`. */
  async function look(seconds: number, each: () => Promise<unknown> = async () => {}): Promise<string[]> {
    const looking = watch();
    let found: string[] = [];
    for (now = 0; now <= seconds * 1000; now += 1000) {
      await each();
      found = (await looking.findAbandoned(services.db)).map(({ id }) => id);
    }
    return found;
  }

  it('when it has lapsed and is not renewed', async () => {
    await moveLease(-1000);
    expect(await look(2)).toEqual([]);
    expect(await look(3)).toEqual(['A1']);
  });

  it('not while it lies ahead', async () => {
    expect(await look(60)).toEqual([]);
  });

  it('when it lies further ahead than it is long, as after the clock was put back', async () => {
    await moveLease(3_600_000);
    expect(await look(3)).toEqual(['A1']);
  });

  it('not when a process whose clock is a minute behind or ahead renews it', async () => {
    for (const skewMs of [-60_000, 60_000]) {
      let renewals = 0;
      expect(await look(60, () => moveLease(skewMs + LEASE_MS + ++renewals * 1000))).toEqual([]);
    }
  });

  it('not when its holder has longer leases than the one who looks', async () => {
    const token = createToken(600_000);
    await services.db.run.update({ where: { id: 'A1' }, data: { leaseHolder: token } });
    await renewLease(services.db, { runId: 'A1', token }, 600_000);
    expect(await look(30)).toEqual([]);
  });
});
