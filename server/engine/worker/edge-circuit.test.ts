/** Limits of evaluations of edge circuits. Their numbers are compared in golden/edge-circuits.test.ts. */
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { listEdges } from '../../../domain/circuit-edges';
import type { Computation } from '../api';
import type { EdgeCircuitRequest } from '../circuits';
import { createExperiment, readGolden } from '../golden/read-golden';
import { createCore, type CoreOptions } from './core';

const [set] = (await readGolden('patchbay-mini')).sets;
const all = listEdges({ layers: 4, heads: 4 }, 'HEADS_AND_MLPS');
const request: EdgeCircuitRequest<'faithfulness'> = {
  experiment: createExperiment('patchbay-mini', set!, 'NOISING'),
  edges: all.filter((_, index) => index % 3 > 0),
  scope: 'HEADS_AND_MLPS',
  value: { kind: 'mean', of: 'CLEAN', acrossPositions: false },
  metric: 'logit_diff',
  part: 'faithfulness',
  options: { seeds: [0] },
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
  await expect(open({ maxCircuitFlops: 1e6 }).edgeCircuit(request)).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
    message: expect.stringMatching(
      /^The faithfulness of this circuit of edges takes [\d.]+e12 floating point operations in up to 3 patched runs; /,
    ) as string,
  });
});

it('refuses prompts whose circuits do not fit into memory', async () => {
  await expect(open({ maxBytes: 5e6 }).edgeCircuit(request)).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
    message: expect.stringMatching(
      /takes [\d.]+ GB for prompts of 16 tokens .* Use shorter prompts/,
    ) as string,
  });
});

it('refuses edges that do not exist or are never ablated', async () => {
  const [edge] = all;
  for (const wrong of [
    { ...request, edges: [{ ...edge!, receiverLayer: 4 }] },
    { ...request, edges: [{ ...edge!, senderLayer: 0, senderHead: 0 }] },
    { ...request, edges: [edge!], scope: 'HEADS' as const },
  ])
    await expect(whole.edgeCircuit(wrong)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
});

it('stops when it is cancelled', async () => {
  const canceller = new AbortController();
  const evaluation = whole.edgeCircuit(request, canceller.signal);
  await whole.predict('patchbay-mini', request.experiment.pairs[0]!.clean, 1);
  canceller.abort();
  await expect(evaluation).rejects.toMatchObject({ code: 'RUN_CANCELLED' });
});

it('gives the same numbers in several batches', async () => {
  const expected = await whole.edgeCircuit(request);
  // Room for three of eight prompts.
  const limits = { waveBytes: 192 * 2 ** 20, maxRows: 48 };
  const split = await open({ limits }).edgeCircuit(request);
  for (const name of ['circuit', 'model', 'empty'] as const)
    split[name].forEach((value, prompt) => expect(value).toBeCloseTo(expected[name][prompt]!, 4));
  expect(split.circuit).not.toEqual(split.empty);
  expect(split.random[0]).toBeCloseTo(expected.random[0]!, 4);
});
