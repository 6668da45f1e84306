/** Limits of circuit evaluations. Their numbers are compared in golden/circuits.test.ts. */
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { listNodes } from '../../../domain/circuit';
import type { Computation } from '../api';
import type { CircuitRequest } from '../circuits';
import { readGolden } from '../golden/read-golden';
import { createCore, type CoreOptions } from './core';

const [set] = (await readGolden('patchbay-mini')).sets;
const experiment = {
  model: 'patchbay-mini',
  direction: 'NOISING',
  pairs: set!.pairs.map(({ clean, corrupted, correct, incorrect }) => ({
    clean,
    corrupted,
    correct,
    incorrect,
  })),
} as const;
const nodes = listNodes({ layers: 4, heads: 4 }, 'HEADS_AND_MLPS').filter((_, index) => index % 3 === 0);
const request: CircuitRequest<'minimality'> = {
  experiment,
  nodes,
  scope: 'HEADS_AND_MLPS',
  value: { kind: 'mean', of: 'CLEAN', acrossPositions: false },
  metric: 'logit_diff',
  part: 'minimality',
  options: { others: 20, seed: 0, seeds: [0, 1] },
};

const cores: Computation[] = [];
afterAll(async () => {
  await Promise.all(cores.map((core) => core.close()));
});
function open(options: CoreOptions = {}): Computation {
  const core = createCore({ folders: [path.resolve('models')], ...options });
  cores.push(core);
  return core;
}

const whole = open();

it('refuses an evaluation that costs too much, with the cost and what to do', async () => {
  await expect(open({ maxCircuitFlops: 1e6 }).circuit(request)).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
    message: expect.stringMatching(
      /^The minimality of this circuit takes [\d.]+e12 floating point operations in up to \d+ patched runs; .* smaller circuit/,
    ) as string,
  });
});

it('refuses nodes that do not exist or are never ablated', async () => {
  for (const node of [
    { layer: 4, head: 0 },
    { layer: 0, head: 4 },
    { layer: 0, head: -1 },
  ])
    await expect(whole.circuit({ ...request, nodes: [node] })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
    });
  const mlp = { ...request, scope: 'HEADS', nodes: [{ layer: 0, head: null }] } as const;
  await expect(whole.circuit(mlp)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
});

it('stops when it is cancelled, and lets short requests pass', async () => {
  const canceller = new AbortController();
  const evaluation = whole.circuit(request, canceller.signal);
  // It is answered although it was asked for later.
  await whole.predict('patchbay-mini', experiment.pairs[0]!.clean, 1);
  canceller.abort();
  await expect(evaluation).rejects.toMatchObject({ code: 'RUN_CANCELLED' });
});

it('gives the same numbers in several batches and waves', async () => {
  const small = { ...request, nodes: nodes.slice(2, 5), options: { ...request.options, seeds: [] } };
  const expected = await whole.circuit(small);
  // Room for about two pairs, and for one patched run.
  const split = await open({ maxBytes: 2_500_000, limits: { waveBytes: 20_000, maxRows: 64 } }).circuit(
    small,
  );
  expect(split.members).toHaveLength(3);
  for (const [index, { alone, largest }] of split.members.entries()) {
    expect(alone).toBeCloseTo(expected.members[index]!.alone, 4);
    expect(largest).toBeCloseTo(expected.members[index]!.largest, 4);
  }
  expect(expected.members.some(({ largest }) => Math.abs(largest) > 0.01)).toBe(true);
});
