// @vitest-environment jsdom
import { cleanup, render } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useRowWidth } from './use-row-width';

beforeEach(() => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe(): void {}
      disconnect(): void {}
    },
  );
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

it('knows the width of a row that is added later at once, so that its plots are rendered once', () => {
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(640);
  const widths: number[] = [];
  function Row() {
    const { ref, width } = useRowWidth();
    widths.push(width);
    return <div ref={ref} />;
  }
  const { rerender } = render(<Row key="first" />);
  expect(widths.at(-1)).toBe(640);
  widths.length = 0;
  rerender(<Row key="second" />);
  expect(widths).toEqual([640]);
});
