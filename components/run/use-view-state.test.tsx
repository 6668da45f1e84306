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

it('keeps what was chosen last when the router shows an earlier choice late', () => {
  const { result, rerender } = renderHook(() => useViewState(1));
  const choose = (position: number): string => {
    act(() => result.current[1]({ pinned: cell(position) }));
    act(() => void vi.runAllTimers());
    return window.location.search.slice(1);
  };
  const show = (search: string): number | null | undefined => {
    shown = search;
    rerender();
    return result.current[0].pinned?.position;
  };
  const [first, second, third] = [choose(1), choose(2), choose(3)];
  expect(first).toBe('cell=RESID_PRE%3A0%3A1');
  expect(show(first)).toBe(3);
  // One in between may never be shown.
  expect(show(third)).toBe(3);
  // Somebody else's change is followed, also to what was chosen before.
  expect(show(second)).toBe(2);
  expect(show(third)).toBe(3);
});
