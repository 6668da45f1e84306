/** Arrays of all prompts at once through the API. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startDispatcher, type Dispatcher } from '../runs/queue/dispatcher';
import { followProgress } from '../runs/queue/progress';
import { decodeFloats } from '../runs/results/float-bytes';
import { createTestServices, type TestServices } from '../testing/test-services';

let services: TestServices;
let dispatcher: Dispatcher;
beforeEach(async () => {
  services = await createTestServices();
  dispatcher = startDispatcher(services, services.engine);
});
afterEach(async () => {
  await dispatcher.stop();
  await services.dispose();
});

it('sends [prompt, ...shape] as float32, equal to what each prompt has by itself', async () => {
  const pair = {
    clean: 'When John and Mary went out, John gave it to',
    corrupted: 'When John and Mary went out, Mary gave it to',
    correct: ' Mary',
    incorrect: ' John',
  };
  const input = {
    model: 'fake',
    visibility: 'UNLISTED',
    sweeps: ['HEAD_Z'],
    pairs: [pair, { ...pair, clean: pair.corrupted, corrupted: pair.clean }],
  };
  const CREATE = 'mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }';
  const created = await services.ask(CREATE, { input });
  const { id } = (created.data as { createRun: { id: string } }).createRun;
  for await (const { status } of followProgress(services, id)) if (status === 'SUCCEEDED') break;

  const READ = `query ($id: ID!) { run(id: $id) { sweep(kind: HEAD_Z) { shape perPrompt normalised: perPrompt(normalised: true)
    raw0: values(normalised: false, prompt: 0) raw1: values(normalised: false, prompt: 1)
    recovery0: values(prompt: 0) recovery1: values(prompt: 1) } } }`;
  const read = await services.ask(READ, { id });
  expect(read.errors).toBeUndefined();
  const { sweep } = (read.data as { run: { sweep: Record<string, number[]> } }).run;
  const floats = (text: unknown): number[] => [
    ...decodeFloats(Uint8Array.from(Buffer.from(text as string, 'base64'))),
  ];
  expect(floats(sweep['perPrompt'])).toEqual([...sweep['raw0']!, ...sweep['raw1']!]);
  const recoveries = floats(sweep['normalised']);
  expect(recoveries).toHaveLength(2 * 2 * 3);
  for (const [index, value] of [...sweep['recovery0']!, ...sweep['recovery1']!].entries())
    expect(recoveries[index]).toBeCloseTo(value, 5);
});
