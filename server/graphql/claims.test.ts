/** Claims through the API: what a run says of them. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startDispatcher, type Dispatcher } from '../runs/queue/dispatcher';
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

async function compute(fields: object = {}, pairs: readonly object[] = [pair, pair]) {
  const created = await services.ask(
    'mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }',
    {
      input: {
        model: 'fake',
        visibility: 'UNLISTED',
        pairs,
        sweeps: ['HEAD_Z', 'RESID_PRE'],
        recompute: true,
        ...fields,
      },
    },
  );
  expect(created.errors).toBeUndefined();
  const { id } = (created.data as { createRun: { id: string } }).createRun;
  for await (const { status } of followProgress(services, id)) expect(status).not.toBe('FAILED');
  return { id, cookie: created.setCookie[0]!.split(';')[0]! };
}

const EVALUATE = `query ($runId: ID!, $claims: [String!]!) { evaluateClaims(runId: $runId, claims: $claims) {
  claim canonical verdict value low high error { message at } runId cell direction metric } }`;

async function evaluate(runId: string, claims: readonly string[]) {
  const { data, errors } = await services.ask(EVALUATE, { runId, claims });
  expect(errors).toBeUndefined();
  return (data as { evaluateClaims: Record<string, unknown>[] }).evaluateClaims;
}

describe('evaluating claims', () => {
  it('answers in their order, with the numbers that the sweep has', async () => {
    const { id } = await compute();
    // Clean 3 and 4, corrupted -1 and 0; cell c of prompt p is c / 10 + p: in every resample recovery is (c / 10 + 1) / 4.
    const claims = [
      ' z[L1H2]>0.3 ',
      'z[1.2] < 0.3',
      'ld.clean > 3.2',
      'top(z, 2) = {1.1, 1.2}',
      'max(resid[1.., *]) < 9',
      'z[9.9] > 0',
      'v[1.2] > 0',
      'z[1.2] >',
    ];
    const verdicts = await evaluate(id, claims);
    expect(verdicts.map(({ claim }) => claim)).toEqual(claims);
    expect(verdicts.map(({ verdict }) => verdict)).toEqual([
      'SUPPORTED',
      'REFUTED',
      'UNDECIDED',
      'SUPPORTED',
      'SUPPORTED',
      'INVALID',
      'INVALID',
      'INVALID',
    ]);
    expect(verdicts[0]).toEqual({
      claim: ' z[L1H2]>0.3 ',
      canonical: 'z[1.2] > 0.3',
      verdict: 'SUPPORTED',
      value: expect.closeTo(0.375, 6),
      low: expect.closeTo(0.375, 6),
      high: expect.closeTo(0.375, 6),
      error: null,
      runId: id,
      cell: 'HEAD_Z:1:2',
      direction: 'DENOISING',
      metric: 'LOGIT_DIFF',
    });
    expect(verdicts[2]).toMatchObject({ value: 3.5, low: 3, high: 4, cell: null });
    expect(verdicts[4]).toMatchObject({ cell: 'RESID_PRE:1:10', canonical: 'max(resid_pre[1.., *]) < 9' });
    expect(verdicts[5]).toMatchObject({
      error: { at: 2, message: expect.stringContaining('layers 0 to 1') },
    });
    expect(verdicts[6]).toMatchObject({ error: { at: 0, message: expect.stringContaining('HEAD_V') } });
    expect(verdicts[7]).toMatchObject({ canonical: null, value: null, error: { at: 8 } });
    // The value is the recovery that the sweep shows.
    const { data } = await services.ask(
      `{ run(id: "${id}") { sweep(kind: HEAD_Z) { cell(layer: 1, head: 2) { mean { recovery } } } } }`,
    );
    expect(data).toMatchObject({
      run: { sweep: { cell: { mean: { recovery: expect.closeTo(verdicts[0]!['value'] as number, 12) } } } },
    });
  });

  it('reads other directions and metrics when they are named', async () => {
    const { id } = await compute({ directions: ['NOISING', 'DENOISING'], metrics: ['PROB', 'LOGIT_DIFF'] });
    const verdicts = await evaluate(id, [
      'z[1.2 | ld] > 0.3',
      'z[1.2 | noising, ld, change] < 0',
      'z[1.2 | raw] > 0',
      'z[1.2 | rank, raw] > 0',
    ]);
    expect(verdicts).toMatchObject([
      { direction: 'DENOISING', metric: 'LOGIT_DIFF', verdict: 'SUPPORTED' },
      { direction: 'NOISING', metric: 'LOGIT_DIFF', verdict: 'SUPPORTED' },
      { direction: 'DENOISING', metric: 'PROB' },
      { verdict: 'INVALID', error: { message: expect.stringMatching(/no rank.* it has prob, ld/) } },
    ]);
    // Cell 5 of prompt 0 or 1, 0.05 more for noising, from base 3 or 4.
    expect(verdicts[1]!['value']).toBeCloseTo(1.05 - 3.5, 6);
  });

  it('reads only the blobs that it needs', async () => {
    const { id } = await compute();
    await services.db.sweepValue.deleteMany({ where: { sweep: { runId: id, kind: 'RESID_PRE' } } });
    expect(await evaluate(id, ['z[1.2] > 0.3'])).toMatchObject([{ verdict: 'SUPPORTED' }]);
  });

  it('refuses too many claims and unknown runs', async () => {
    const { id } = await compute();
    const many = await services.ask(EVALUATE, {
      runId: id,
      claims: Array.from({ length: 21 }, () => 'z[0.0] > 0'),
    });
    expect(many.errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
    const none = await services.ask(EVALUATE, { runId: 'none', claims: ['z[0.0] > 0'] });
    expect(none.errors?.[0]).toMatchObject({ extensions: { code: 'NOT_FOUND' } });
    expect(await evaluate(id, [])).toEqual([]);
  });
});
