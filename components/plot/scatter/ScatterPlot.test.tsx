// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import { HoverScope } from '../linked/hover-context';
import { createHoverStore } from '../linked/hover-store';
import { layoutScatter } from './layout-scatter';
import { ScatterPlot } from './ScatterPlot';

afterEach(cleanup);

const data = {
  title: 'A against B',
  xName: 'A',
  yName: 'B',
  x: Float32Array.of(0, 0.5, 1),
  y: Float32Array.of(0, 0.75, 0.1),
  shares: Float32Array.of(0, 0.5, 1),
  labelled: [{ point: 2, text: 'L2H0' }],
};
const place = (layer: number) => ({ layer, head: 0, position: null });

function show() {
  const store = createHoverStore();
  const onPin = vi.fn<(point: number | null) => void>();
  function Page() {
    const [pinned, setPinned] = useState<number | null>(null);
    return (
      <ScatterPlot
        data={data}
        width={400}
        tone="light"
        writePoint={(point) => `written ${point}`}
        speakPoint={(point) => `spoken ${point}`}
        summary="Largest differences."
        placeAt={place}
        locate={({ layer }) => layer}
        pinned={pinned}
        onPin={(point) => {
          onPin(point);
          setPinned(point);
        }}
      />
    );
  }
  render(
    <HoverScope value={store}>
      <Page />
    </HoverScope>,
  );
  return { store, onPin, plot: screen.getByRole('application') };
}

it('reads the point at the pointer, shows it in other plots, and pins it', () => {
  const { plot, store, onPin } = show();
  const { toX, toY } = layoutScatter(data, 400);
  const at = { clientX: toX(0.5) + 3, clientY: toY(0.75), pointerType: 'mouse' };
  fireEvent.pointerMove(plot, at);
  expect(screen.getByText('written 1')).toBeDefined();
  expect(store.read()?.place).toEqual(place(1));
  fireEvent.pointerUp(plot, at);
  expect(onPin).toHaveBeenLastCalledWith(1);
  expect(screen.getByTestId('read').textContent).toBe('written 1');
  expect(screen.getByRole('status').textContent).toBe('spoken 1');
  fireEvent.pointerLeave(plot);
  expect(store.read()).toBeNull();
  // A click where there is no point releases it.
  fireEvent.pointerUp(plot, { clientX: toX(1), clientY: toY(0.75) });
  expect(onPin).toHaveBeenLastCalledWith(null);
});

it('is read by keys, from the largest difference on', () => {
  const { plot, onPin } = show();
  const spoken = () => screen.getByRole('status').textContent;
  fireEvent.keyDown(plot, { key: 'd' });
  expect(spoken()).toBe('spoken 1');
  fireEvent.keyDown(plot, { key: 'ArrowRight' });
  expect(spoken()).toBe('spoken 2');
  fireEvent.keyDown(plot, { key: 'Home' });
  expect(spoken()).toBe('spoken 0');
  expect(onPin).not.toHaveBeenCalled();
  fireEvent.keyDown(plot, { key: 'Enter' });
  expect(onPin).toHaveBeenLastCalledWith(0);
  fireEvent.keyDown(plot, { key: 'ArrowUp' });
  expect(onPin).toHaveBeenLastCalledWith(2);
  fireEvent.keyDown(plot, { key: 'Escape' });
  expect(onPin).toHaveBeenLastCalledWith(null);
  // Keys of the browser stay its own.
  expect(fireEvent.keyDown(plot, { key: 'd', ctrlKey: true })).toBe(true);
});

it('marks the point of what is hovered in another plot', () => {
  const { store } = show();
  const ring = screen.getByTestId('linked');
  expect(ring.hasAttribute('hidden')).toBe(true);
  store.write({ place: place(2), from: 'another' });
  expect(ring.hasAttribute('hidden')).toBe(false);
  expect(Number(ring.getAttribute('cx'))).toBeCloseTo(layoutScatter(data, 400).toX(1));
  store.leave('another');
  expect(ring.hasAttribute('hidden')).toBe(true);
});
