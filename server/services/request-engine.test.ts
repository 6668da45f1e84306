import { expect, it } from 'vitest';
import type { Engine } from '../engine/api';
import { createFairQueue } from './fair-queue';
import { engineForRequest } from './request-engine';

/** An engine whose long calls end when they are told to. */
function createSlowEngine() {
  const started: string[] = [];
  const ends: (() => void)[] = [];
  const call = (name: string) => (who: string) =>
    new Promise<void>((resolve) => {
      started.push(`${who} ${name}`);
      ends.push(resolve);
    });
  const engine = { intervene: call('intervene'), attribute: call('attribute'), readLens: call('readLens') };
  return { engine: engine as unknown as Engine, started, ends };
}

it.each(['intervene', 'attribute', 'readLens'] as const)('lets clients take turns with %s', async (name) => {
  const { engine, started, ends } = createSlowEngine();
  const [short, long] = [createFairQueue(2), createFairQueue(1)];
  const ask = (client: string): Promise<unknown> => {
    const mine = engineForRequest(engine, short, long, client, undefined) as unknown as Record<
      string,
      (who: string) => Promise<unknown>
    >;
    return mine[name]!(client);
  };
  const all = [ask('a'), ask('a'), ask('a'), ask('b')];
  for (let at = 0; at < all.length; at++) {
    await expect.poll(() => ends.length).toBe(at + 1);
    ends[at]!();
  }
  await Promise.all(all);
  // Client b waits for one more job of client a at most.
  expect(started.indexOf(`b ${name}`)).toBeLessThanOrEqual(2);
});
