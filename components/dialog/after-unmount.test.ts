// @vitest-environment jsdom
import { cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useHeldPage } from './use-held-page';
import { useReturnFocus } from './use-return-focus';

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  cleanup();
});

// Tests end without waiting for what follows the removal of a dialog.
it.each([
  ['useHeldPage', useHeldPage],
  ['useReturnFocus', useReturnFocus],
])('does not need a global document after it is unmounted: %s', (_, useHook) => {
  const page = document.documentElement;
  renderHook(() => useHook()).unmount();
  vi.stubGlobal('document', undefined);
  expect(() => vi.advanceTimersByTime(1000)).not.toThrow();
  expect(page.style.overflow).toBe('');
});
