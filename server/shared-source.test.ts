import { expect, it } from 'vitest';
import { createSharedSources } from './shared-source';

/** A source that tells what it is given, and how often it was started and left. */
function createSource() {
  let wake = (): void => {};
  const states: (number | Error | 'end')[] = [];
  const seen = { started: 0, left: 0 };
  async function* start(signal: AbortSignal): AsyncGenerator<number> {
    seen.started++;
    signal.addEventListener('abort', () => wake());
    try {
      while (!signal.aborted) {
        const state = states.shift();
        if (state === undefined) await new Promise<void>((resolve) => (wake = resolve));
        else if (state === 'end') return;
        else if (state instanceof Error) throw state;
        else yield state;
      }
    } finally {
      seen.left++;
    }
  }
  return {
    seen,
    tell(state: number | Error | 'end') {
      states.push(state);
      wake();
    },
    start,
  };
}

/** Until what was told has reached the followers. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

it('serves all followers from one source; who comes late sees the newest state', async () => {
  const source = createSource();
  const sources = createSharedSources<number>();
  const first = sources.follow('a', source.start);
  source.tell(1);
  expect(await first.next()).toEqual({ done: false, value: 1 });
  const others = Array.from({ length: 1000 }, () => sources.follow('a', source.start));
  expect(await Promise.all(others.map(async (other) => (await other.next()).value))).toEqual(
    Array(1000).fill(1),
  );
  source.tell(2);
  expect((await others[999]!.next()).value).toBe(2);
  expect(source.seen).toEqual({ started: 1, left: 0 });
  source.tell('end');
  for (const follower of [first, ...others]) {
    for await (const state of follower) expect(state).toBe(2);
  }
  expect(source.seen).toEqual({ started: 1, left: 1 });
});

it('keeps nothing but the newest state for one that reads slowly', async () => {
  const source = createSource();
  const slow = createSharedSources<number>().follow('a', source.start);
  source.tell(0);
  await slow.next();
  for (let state = 1; state <= 1000; state++) source.tell(state);
  await settled();
  source.tell('end');
  const rest: number[] = [];
  for await (const state of slow) rest.push(state);
  expect(rest).toEqual([1000]);
});

it('stops the source with its last follower, and starts it anew for the next', async () => {
  const source = createSource();
  const sources = createSharedSources<number>();
  const leaving = new AbortController();
  const followers = [leaving.signal, leaving.signal].map((signal) =>
    sources.follow('a', source.start, signal),
  );
  source.tell(1);
  await Promise.all(followers.map((follower) => follower.next()));
  const waiting = followers.map((follower) => follower.next());
  leaving.abort();
  expect(await Promise.all(waiting)).toEqual([1, 2].map(() => ({ done: true, value: undefined })));
  await settled();
  expect(source.seen).toEqual({ started: 1, left: 1 });
  const next = sources.follow('a', source.start);
  source.tell(2);
  expect((await next.next()).value).toBe(2);
  expect(source.seen.started).toBe(2);
  await next.return();
});

it('tells every follower of an error', async () => {
  const source = createSource();
  const sources = createSharedSources<number>();
  const followers = [1, 2].map(() => sources.follow('a', source.start));
  const outcomes = Promise.allSettled(followers.map((follower) => follower.next()));
  source.tell(new Error('the disk is full'));
  for (const outcome of await outcomes) expect(outcome).toMatchObject({ status: 'rejected' });
  expect(source.seen.left).toBe(1);
});
