// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Heatmap } from './Heatmap';
import { geometryOf } from './geometry';
import type { CellAt } from './move';
import { plotToSvg } from './download-plot';
import { pixelsOf } from './pixels';
import { colourOf } from './scale';

/** What was drawn: jsdom has no canvas. */
let drawn: { width: number; height: number; data: Uint8ClampedArray } | null = null;
beforeEach(() => {
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue({
    createImageData: (width: number, height: number) => ({
      width,
      height,
      data: new Uint8ClampedArray(4 * width * height),
    }),
    putImageData: (image: NonNullable<typeof drawn>) => (drawn = image),
  } as unknown as RenderingContext);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function show(pinned: CellAt | null = null) {
  const onPin = vi.fn<(cell: CellAt | null) => void>();
  render(
    <Heatmap
      title="Head output (z)"
      values={[0.1, -0.2, NaN, 0.4]}
      rowName="layer"
      rowLabels={['0', '1']}
      columnName="head"
      columnLabels={['0', '1']}
      nameOf={({ row, column }) => `L${row}H${column}`}
      limit={1}
      scale="RdBu"
      pinned={pinned}
      onPin={onPin}
    />,
  );
  return onPin;
}

it('pins by the arrow keys and lets go by Escape', () => {
  const onPin = show({ row: 0, column: 0 });
  const plot = screen.getByRole('application');
  fireEvent.keyDown(plot, { key: 'ArrowRight' });
  fireEvent.keyDown(plot, { key: 'Escape' });
  fireEvent.keyDown(plot, { key: 'x' });
  expect(onPin.mock.calls).toEqual([[{ row: 0, column: 1 }], [null]]);
});

it('reads the pinned cell out, undefined ones as such', () => {
  show({ row: 0, column: 1 });
  expect(screen.getByRole('status').textContent).toBe('L0H1: −0.200');
  cleanup();
  show({ row: 1, column: 0 });
  expect(screen.getByRole('status').textContent).toBe('L1H0: undefined');
});

it('shows the same values as a table', () => {
  show();
  fireEvent.click(screen.getByRole('button', { name: 'table' }));
  const cells = screen.getAllByRole('cell').map(({ textContent }) => textContent);
  expect(cells).toEqual(['+0.100', '−0.200', 'undefined', '+0.400']);
});

it('draws a pixel a cell, and nothing else a cell', () => {
  show();
  expect(drawn).toMatchObject({ width: 2, height: 2 });
  expect([...drawn!.data]).toEqual([...pixelsOf([0.1, -0.2, NaN, 0.4], 1, 'RdBu')]);
  expect(screen.getByRole('application').querySelectorAll('rect')).toHaveLength(1);
});

it('saves cells as rectangles on white, without what belongs to the page', () => {
  show({ row: 0, column: 0 });
  const plot = screen.getByRole('application') as unknown as SVGSVGElement;
  const geometry = geometryOf(['0', '1'], ['0', '1'], 1, 1);
  const values = [0.1, -0.2, 0.3, 0.3];
  const file = plotToSvg(plot, { values, columns: 2, limit: 1, scale: 'RdBu', geometry }, 'Head output (z)');
  const saved = new DOMParser().parseFromString(file, 'image/svg+xml').documentElement;
  expect([...saved.querySelectorAll('rect')].map((rect) => rect.getAttribute('fill'))).toEqual([
    'white',
    colourOf(0.1, 1),
    colourOf(-0.2, 1),
    // Neighbours of one colour.
    colourOf(0.3, 1),
  ]);
  const { left, top, cellWidth, cellHeight } = geometry;
  const last = [...saved.querySelectorAll('rect')].at(-1)!;
  expect(['x', 'y', 'width', 'height'].map((name) => Number(last.getAttribute(name)))).toEqual([
    left,
    top + cellHeight,
    2 * cellWidth,
    cellHeight,
  ]);
  expect(saved.getAttribute('role')).toBeNull();
});
