// @vitest-environment jsdom
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useViewState } from './use-view-state';

/** What the router shows; it follows the address later than the address changes. */
let shown = '';
vi.mock('next/navigation', () => ({ useSearchParams: () => new URLSearchParams(shown) }));

beforeEach(() => {
  shown = '';
  window.history.replaceState(null, '', '/');
  vi.useFakeTimers();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const cell = (position: number) => ({ kind: 'RESID_PRE' as const, layer: 0, head: null, position });

function start() {
  const { result, rerender } = renderHook(() => useViewState(1));
  const address = (): string => window.location.search.slice(1);
  return {
    address,
    choose: (position: number): string => {
      act(() => result.current[1]({ pinned: cell(position) }));
      act(() => void vi.runAllTimers());
      return address();
    },
    show: (search: string): number | null | undefined => {
      shown = search;
      rerender();
      return result.current[0].pinned?.position;
    },
  };
}

it('keeps the last choice when the router shows an earlier one late', () => {
  const { choose, show, address } = start();
  const first = choose(1);
  expect(first).toBe('cell=RESID_PRE%3A0%3A1');
  // The address waits for the router, which would set the first one again after the second.
  expect([choose(2), choose(3)]).toEqual([first, first]);
  expect(show(first)).toBe(3);
  expect(address()).toBe('cell=RESID_PRE%3A0%3A3');
  expect(show(address())).toBe(3);
  expect(choose(4)).toBe('cell=RESID_PRE%3A0%3A4');
});

it('follows a change of the address that was not made here', () => {
  const { choose, show } = start();
  const first = choose(1);
  show(first);
  const second = choose(2);
  show(second);
  expect(show(first)).toBe(1);
  // Also where one made here is not shown yet.
  choose(3);
  expect(show(second)).toBe(2);
  expect(choose(4)).toBe('cell=RESID_PRE%3A0%3A4');
});
