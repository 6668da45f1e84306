// @vitest-environment jsdom
import { act, cleanup, render } from '@testing-library/react';
import { buildSchema, parse, validate } from 'graphql';
import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FINDING_ACTIVITY, VIEWER_NOTIFICATIONS } from './subscriptions';
import { useLive } from './use-live';

class FakeSource extends EventTarget {
  static readonly CLOSED = 2;
  static opened: FakeSource[] = [];
  readyState = 1;
  constructor(readonly url: string) {
    super();
    FakeSource.opened.push(this);
  }
  close(): void {
    this.readyState = FakeSource.CLOSED;
  }
  send(result: object): void {
    this.dispatchEvent(new MessageEvent('next', { data: JSON.stringify(result) }));
  }
}

let visibility = 'visible';
const show = (state: string): void => {
  visibility = state;
  document.dispatchEvent(new Event('visibilitychange'));
};
const isOpen = (): boolean[] => FakeSource.opened.map(({ readyState }) => readyState !== FakeSource.CLOSED);

beforeEach(() => {
  FakeSource.opened = [];
  visibility = 'visible';
  vi.stubGlobal('EventSource', FakeSource);
  vi.spyOn(document, 'visibilityState', 'get').mockImplementation(
    () => visibility as DocumentVisibilityState,
  );
  vi.useFakeTimers();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

function Follower({ onData }: { readonly onData: (data: object) => void }) {
  useLive(VIEWER_NOTIFICATIONS, {}, onData);
  return null;
}

it('passes on what the server sends, and closes with the component', () => {
  const onData = vi.fn<(data: object) => void>();
  const { rerender, unmount } = render(<Follower onData={onData} />);
  const other = vi.fn<(data: object) => void>();
  rerender(<Follower onData={other} />);
  const [source] = FakeSource.opened;
  expect(new URL(source!.url, 'http://site').searchParams.get('query')).toBe(VIEWER_NOTIFICATIONS);
  act(() => source!.send({ data: { unread: 1 } }));
  act(() => source!.send({ data: null, errors: [{ message: 'x' }] }));
  expect([onData.mock.calls, other.mock.calls]).toEqual([[], [[{ unread: 1 }]]]);
  unmount();
  expect(isOpen()).toEqual([false]);
});

it('has no connection in a tab that is not seen, and connects again when it is', () => {
  render(<Follower onData={() => {}} />);
  show('hidden');
  expect(isOpen()).toEqual([false]);
  show('visible');
  expect(isOpen()).toEqual([false, true]);
});

it('connects again after a refusal, and not after the end', () => {
  render(<Follower onData={() => {}} />);
  const [first] = FakeSource.opened;
  // A broken connection, which EventSource repeats by itself.
  first!.readyState = 0;
  first!.dispatchEvent(new Event('error'));
  vi.advanceTimersByTime(60_000);
  expect(FakeSource.opened).toHaveLength(1);
  first!.readyState = FakeSource.CLOSED;
  first!.dispatchEvent(new Event('error'));
  vi.advanceTimersByTime(60_000);
  expect(isOpen()).toEqual([false, true]);
  FakeSource.opened[1]!.dispatchEvent(new Event('complete'));
  vi.advanceTimersByTime(60_000);
  expect(isOpen()).toEqual([false, false]);
});

it('the subscriptions are those of the API', () => {
  const folder = 'server/graphql/schema';
  const schema = buildSchema(
    readdirSync(folder)
      .map((file) => readFileSync(`${folder}/${file}`, 'utf8'))
      .join('\n'),
  );
  for (const query of [FINDING_ACTIVITY, VIEWER_NOTIFICATIONS])
    expect(validate(schema, parse(query)), query).toEqual([]);
});
