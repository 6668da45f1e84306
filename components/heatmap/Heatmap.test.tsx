// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { Heatmap } from './Heatmap';
import type { CellAt } from './move';

afterEach(cleanup);

function show(pinned: CellAt | null = null) {
  const onPin = vi.fn<(cell: CellAt | null) => void>();
  render(
    <Heatmap
      title="Head output (z)"
      values={[0.1, -0.2, NaN, 0.4]}
      rowLabels={['0', '1']}
      columnLabels={['0', '1']}
      columnName="head"
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
