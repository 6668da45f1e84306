// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { renderInPage } from '../../testing/render';
import { createFocusStore } from './focus-store';
import { PatternExplorer } from './PatternExplorer';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const SIZE = 40;
const VALUES = Float32Array.from({ length: SIZE * SIZE }, (_, cell) =>
  cell % SIZE <= Math.floor(cell / SIZE) ? 0.25 : NaN,
);

function show() {
  const focus = createFocusStore(SIZE);
  renderInPage(
    <PatternExplorer
      title="Clean"
      labels={Array.from({ length: SIZE }, (_, at) => `w${at}`)}
      values={VALUES}
      limit={0.5}
      palette="attention"
      tone="light"
      marked={[]}
      focus={focus}
      room={440}
    />,
  );
  return { focus, plot: screen.getByRole('application', { name: /^Clean: 40 destinations by 40 sources/ }) };
}

it('zooms by keys, and shows all again', () => {
  const { focus, plot } = show();
  fireEvent.keyDown(plot, { key: '+' });
  fireEvent.keyDown(plot, { key: '+' });
  expect(focus.read().view.span).toBeCloseTo(SIZE / 1.25 ** 2);
  fireEvent.keyDown(plot, { key: '0' });
  expect(focus.read().view).toEqual({ x: 0, y: 0, span: SIZE });
});

it('reads cells by the arrow keys, and brings them into view', () => {
  const { focus, plot } = show();
  for (let step = 0; step < 12; step++) fireEvent.keyDown(plot, { key: '+' });
  fireEvent.keyDown(plot, { key: 'ArrowRight' });
  const { at, view } = focus.read();
  expect(at).toEqual({ row: SIZE - 1, column: 1 });
  expect(view.y + view.span).toBeCloseTo(SIZE);
  expect(view.x).toBeLessThanOrEqual(1);
});

it('zooms by the wheel around the pointer, and moves by dragging', () => {
  const { focus, plot } = show();
  plot.getBoundingClientRect = () => new DOMRect(0, 0, 440, 440);
  act(() => {
    plot.dispatchEvent(new WheelEvent('wheel', { deltaY: -1, clientX: 440, clientY: 440, cancelable: true }));
  });
  const zoomed = focus.read().view;
  expect(zoomed.span).toBeCloseTo(SIZE / 1.25);
  expect(zoomed.x).toBeCloseTo(SIZE - zoomed.span, 0);
  fireEvent.pointerDown(plot, { clientX: 200, clientY: 200, pointerId: 1 });
  fireEvent.pointerMove(plot, { clientX: 300, clientY: 200 });
  fireEvent.pointerUp(plot);
  expect(focus.read().view.x).toBeLessThan(zoomed.x);
});
