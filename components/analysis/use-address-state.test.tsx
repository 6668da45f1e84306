// @vitest-environment jsdom
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { useAddressState } from './use-address-state';

/** The address that the router shows; it is behind window.location until `show` is called. */
const router = vi.hoisted(() => ({ search: '' }));
vi.mock('next/navigation', () => ({ useSearchParams: () => new URLSearchParams(router.search) }));

interface View {
  readonly at: number;
  readonly name: string;
}

const codec = {
  read: (search: URLSearchParams): View => ({
    at: Math.min(9, Number(search.get('at') ?? 0)),
    name: search.get('name') ?? '',
  }),
  write: ({ at, name }: View, others: string): string => {
    const search = new URLSearchParams(others);
    search.set('at', String(at));
    search.set('name', name);
    return search.toString();
  },
};
const isStep = (change: Partial<View>): boolean => change.name !== undefined;

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  router.search = '';
  window.history.replaceState(null, '', '/');
});

function start() {
  const { result, rerender } = renderHook(() => useAddressState(codec, isStep));
  return {
    view: () => result.current[0],
    change: (part: Partial<View>) => act(() => result.current[1](part)),
    /** The router shows an address. */
    show: (search: string): void => {
      router.search = search;
      rerender();
    },
  };
}

it('shows changes at once, and adds up those that come before the router shows them', () => {
  const { view, change } = start();
  change({ at: 1 });
  expect(view().at).toBe(1);
  change({ at: view().at + 1 });
  change({ name: 'x' });
  expect(view()).toEqual({ at: 2, name: 'x' });
  expect(window.location.search).toBe('?at=2&name=x');
});

it('is not set back by addresses that the router shows late', () => {
  const { view, change, show } = start();
  change({ at: 1 });
  change({ at: 2 });
  show('at=1&name=');
  expect(view().at).toBe(2);
  show('at=2&name=');
  expect(view().at).toBe(2);
});

it('follows links and the browser history', () => {
  const { view, change, show } = start();
  change({ at: 1 });
  show('at=1&name=');
  change({ name: 'y' });
  show('at=1&name=y');
  show('at=1&name=');
  expect(view()).toEqual({ at: 1, name: '' });
  show('at=5&name=z');
  expect(view()).toEqual({ at: 5, name: 'z' });
});

it('keeps what a reader of the address would see, and other parameters', () => {
  window.history.replaceState(null, '', '/?prefix=open');
  const { view, change } = start();
  change({ at: 12 });
  expect(view().at).toBe(9);
  expect(window.location.search).toBe('?prefix=open&at=12&name=');
});

it('makes an entry of the history for a step only', () => {
  const push = vi.spyOn(window.history, 'pushState');
  const { change } = start();
  change({ at: 3 });
  expect(push).not.toHaveBeenCalled();
  change({ name: 'step' });
  expect(push).toHaveBeenCalledOnce();
});

it('returns with Back, whether or not the router has shown the address that is left', () => {
  for (const isShownLate of [false, true]) {
    const { view, change, show } = start();
    change({ at: 1 });
    show('at=1&name=');
    change({ name: 'y' });
    // Back, before the router has shown the step.
    window.history.replaceState(null, '', '/?at=1&name=');
    act(() => void window.dispatchEvent(new PopStateEvent('popstate')));
    expect(view()).toEqual({ at: 1, name: '' });
    if (isShownLate) show('at=1&name=y');
    expect(view()).toEqual({ at: 1, name: '' });
    show('at=1&name=');
    expect(view()).toEqual({ at: 1, name: '' });
    cleanup();
    router.search = '';
    window.history.replaceState(null, '', '/');
  }
});
