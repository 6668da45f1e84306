// @vitest-environment jsdom
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { renderInPage } from '../../testing/render';
import { Heatmap, type HeatmapProps } from './Heatmap';
import type { CellAt } from './move';
import { paintPixels } from './pixels';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

function show(pinned: CellAt | null = null, rest: Partial<HeatmapProps> = {}) {
  const onPin = vi.fn<(cell: CellAt | null) => void>();
  const { drawn } = renderInPage(
    <Heatmap
      title="Head output (z)"
      values={[0.1, -0.2, NaN, 0.4]}
      rowName="layer"
      rowLabels={['0', '1']}
      rowsPerLayer={1}
      columnName="head"
      columns={[{ text: '0' }, { text: '1', isMarked: true, hint: 'Differs here.' }]}
      nameCell={({ row, column }) => `L${row}H${column}`}
      limit={1}
      scale="RdBu"
      tone="light"
      valueName="recovery"
      unit=""
      figure={{ lines: [], nameFile: (part) => part }}
      pinned={pinned}
      onPin={onPin}
      {...rest}
    />,
  );
  return { onPin, drawn };
}
const plot = (): HTMLElement => screen.getByRole('application');

it('pins by the arrow keys and releases by Escape', () => {
  const { onPin } = show({ row: 0, column: 0 });
  fireEvent.keyDown(plot(), { key: 'ArrowRight' });
  fireEvent.keyDown(plot(), { key: 'PageDown' });
  fireEvent.keyDown(plot(), { key: 'Escape' });
  fireEvent.keyDown(plot(), { key: 'x' });
  expect(onPin.mock.calls).toEqual([[{ row: 0, column: 1 }], [{ row: 1, column: 0 }], [null]]);
});

it('reads out the pinned cell with a note, also an undefined one', () => {
  show({ row: 0, column: 1 }, { annotateCell: () => 'logit difference 1.500' });
  expect(screen.getByRole('status').textContent).toBe('L0H1: −0.200, logit difference 1.500');
  cleanup();
  show({ row: 1, column: 0 });
  expect(screen.getByRole('status').textContent).toBe('L1H0: undefined');
});

it('hatches cells that were not computed, and reads out why', () => {
  const skipped = Uint8Array.of(1, 0, 0, 0);
  show({ row: 0, column: 0 }, { skipped });
  expect(screen.getByTestId('hatching').getAttribute('d')).toMatch(/^M\d+ \d+l24 -24$/);
  expect(screen.getByRole('status').textContent).toBe(
    'L0H0: +0.100, not computed: equals the base run by causality',
  );
  cleanup();
  show({ row: 0, column: 1 }, { skipped });
  expect(screen.getByRole('status').textContent).toBe('L0H1: −0.200');
  cleanup();
  show(null, { skipped: new Uint8Array(4) });
  expect(screen.queryByTestId('hatching')).toBeNull();
});

it('reads out no value of a cell that is left blank', () => {
  show({ row: 1, column: 0 }, { isSparse: true });
  expect(screen.getByRole('status').textContent).toBe('L1H0');
});

it('scrolls a pinned cell into view, wherever it was pinned from', () => {
  const scrollIntoView = vi.fn<(options: ScrollIntoViewOptions) => void>();
  Object.assign(HTMLElement.prototype, { scrollIntoView });
  show();
  expect(scrollIntoView).not.toHaveBeenCalled();
  cleanup();
  show({ row: 1, column: 1 });
  expect(scrollIntoView.mock.calls).toEqual([[{ block: 'nearest', inline: 'nearest' }]]);
  expect(scrollIntoView.mock.contexts[0]).toBe(document.querySelector('[data-pinned-cell]'));
});

it('shows the same values as a table, from the one menu of the figure', async () => {
  show();
  fireEvent.click(screen.getByRole('button', { name: 'View and export Head output (z)' }));
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Show as a table' }));
  const cells = screen.getAllByRole('cell').map(({ textContent }) => textContent);
  expect(cells).toEqual(['+0.100', '−0.200', 'undefined', '+0.400']);
  // Exports stay where they were.
  fireEvent.click(screen.getByRole('button', { name: 'View and export Head output (z)' }));
  expect(await screen.findByRole('menuitem', { name: 'Save as SVG' })).toBeDefined();
});

it('draws one pixel and no element for each cell', () => {
  const { drawn } = show();
  expect(drawn.at(-1)).toMatchObject({ width: 2, height: 2 });
  expect([...drawn.at(-1)!.data]).toEqual([...paintPixels([0.1, -0.2, NaN, 0.4], 1, 'RdBu')]);
  // The surface under the pointer, and the mark of the second column.
  expect(plot().querySelectorAll('rect')).toHaveLength(2);
});

it('draws on dark pages with a dark middle', () => {
  const { drawn } = show(null, { tone: 'dark', values: [0, 0, 0, 0] });
  for (const channel of drawn.at(-1)!.data.subarray(0, 3)) expect(channel).toBeLessThan(60);
});

it('names its axes and marks columns, and leaves out a shared row axis', () => {
  show();
  const texts = (): (string | null)[] =>
    [...plot().querySelectorAll('text')].map(({ lastChild }) => lastChild!.textContent);
  expect(texts()).toEqual(['0', '1', '0', '1', 'layer', 'head']);
  expect(plot().querySelector('text[data-marked] title')?.textContent).toBe('Differs here.');
  cleanup();
  show(null, { hasRowAxis: false });
  expect(texts()).toEqual(['0', '1', 'head']);
});
