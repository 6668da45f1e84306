import { afterEach, expect, it, vi } from 'vitest';
import { ServerUnreachableError } from '../apollo/fetch-server';
import { computeDemo, createDemoInput } from './compute-demo';
import type { DemoExample } from './example';

afterEach(() => vi.unstubAllGlobals());

const example: DemoExample = {
  id: 'facts',
  label: 'A fact',
  model: 'mini',
  pair: { clean: 'The White', corrupted: 'The Haunted', correct: ' president', incorrect: ' ghosts' },
  layers: 2,
  columns: [
    { clean: 'The', corrupted: 'The' },
    { clean: ' White', corrupted: ' Haunted' },
  ],
  saved: null,
};

function answerWith(body: object, status = 200) {
  const send = vi.fn(async () => new Response(JSON.stringify(body), { status }));
  vi.stubGlobal('fetch', send);
  return send;
}

it('asks for every layer and position of the residual stream, in the order of the picture', () => {
  expect(createDemoInput(example)).toEqual({
    model: 'mini',
    pairs: [example.pair],
    sites: [
      { site: 'RESID_PRE', layer: 0, position: 0 },
      { site: 'RESID_PRE', layer: 0, position: 1 },
      { site: 'RESID_PRE', layer: 1, position: 0 },
      { site: 'RESID_PRE', layer: 1, position: 1 },
    ],
  });
});

it('reads the logit differences of an answer', async () => {
  const result = { metric: 'LOGIT_DIFF', base: [-2], source: [3], singles: [[-2], [3], [-1], [0]] };
  const send = answerWith({ data: { intervene: { results: [result] } } });
  await expect(computeDemo('query …', example)).resolves.toEqual({
    base: -2,
    source: 3,
    patched: [-2, 3, -1, 0],
  });
  const [address, init] = send.mock.calls[0] as unknown as [string, RequestInit];
  expect(address).toBe('/api/graphql');
  expect(JSON.parse(init.body as string)).toEqual({
    query: 'query …',
    variables: { input: createDemoInput(example) },
  });
});

it('fails with the message of the API, with the status, or as unreachable', async () => {
  answerWith({ errors: [{ message: 'The engine is off.' }], data: null });
  await expect(computeDemo('', example)).rejects.toThrow('The engine is off.');
  answerWith({}, 429);
  await expect(computeDemo('', example)).rejects.toThrow('status 429');
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('failed to fetch')));
  await expect(computeDemo('', example)).rejects.toThrow(ServerUnreachableError);
});
