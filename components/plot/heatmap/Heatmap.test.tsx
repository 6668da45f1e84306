// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { renderInPage } from '../../testing/render';
import { HoverScope } from '../linked/hover-context';
import { createHoverStore, type HoverPlace } from '../linked/hover-store';
import { Heatmap, type HeatmapProps } from './Heatmap';
import type { CellAt } from './move';
import { paintPixels } from './pixels';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const PROPS = {
  title: 'Head output (z)',
  values: [0.1, -0.2, NaN, 0.4],
  rowName: 'layer',
  rowLabels: ['0', '1'],
  rowsPerLayer: 1,
  columnName: 'head',
  columns: [{ text: '0' }, { text: '1', isMarked: true, hint: 'Differs here.' }],
  nameCell: ({ row, column }: CellAt) => `L${row}H${column}`,
  limit: 1,
  scale: 'RdBu',
  tone: 'light',
  valueName: 'recovery',
  unit: '',
  figure: { lines: [], nameFile: (part: string) => part },
} as const satisfies Partial<HeatmapProps>;

function show(pinned: CellAt | null = null, rest: Partial<HeatmapProps> = {}) {
  const onPin = vi.fn<(cell: CellAt | null) => void>();
  const { drawn } = renderInPage(<Heatmap {...PROPS} pinned={pinned} onPin={onPin} {...rest} />);
  return { onPin, drawn };
}
const plot = (): HTMLElement => screen.getAllByRole('application')[0]!;

const spoken = (): string | null => screen.getByRole('status').textContent;
const written = (): string | null => screen.getByTestId('read').textContent;

it('reads cells by the arrow keys, and pins one by Enter', () => {
  const { onPin } = show();
  const readAfter = (key: string, more: object = {}): string | null => {
    fireEvent.keyDown(plot(), { key, ...more });
    return spoken();
  };
  expect(readAfter('ArrowRight')).toBe('head 0.1: recovery minus 0.2, 2nd largest of 4');
  expect(written()).toBe('L0H1: −0.200');
  expect(readAfter('End', { ctrlKey: true })).toBe('head 1.1: recovery 0.4, largest of 4');
  expect(readAfter('Home')).toBe('head 1.0: recovery undefined');
  expect(readAfter('Home', { ctrlKey: true })).toBe('head 0.0: recovery 0.1, 3rd largest of 4');
  expect(readAfter('PageDown')).toBe('head 1.0: recovery undefined');
  expect(readAfter('x')).toBe('head 1.0: recovery undefined');
  expect(document.querySelector('[data-cursor]')).not.toBeNull();
  expect(onPin).not.toHaveBeenCalled();
  readAfter('Enter');
  expect(onPin.mock.calls).toEqual([[{ row: 1, column: 0 }]]);
  fireEvent.blur(plot());
  expect([spoken(), document.querySelector('[data-cursor]')]).toEqual(['', null]);
  // The cursor is where it was.
  fireEvent.keyDown(plot(), { key: 'ArrowUp' });
  expect(spoken()).toMatch(/^head 0\.0:/);
});

it('says the largest cells when the plot gets the focus, and is one stop of the Tab key', () => {
  const open = vi.fn<() => void>();
  const mark = { at: { row: 0, column: 1 }, label: '2 comments', name: '2 comments on L0H1', onOpen: open };
  show(null, { marked: [mark] });
  // oxlint-disable-next-line unicorn/prefer-query-selector -- jsdom has no CSS.escape
  const summary = document.getElementById(plot().getAttribute('aria-describedby')!);
  expect(summary!.textContent).toBe(
    'Largest: head 1.1 with 0.4; head 0.1 with minus 0.2; head 0.0 with 0.1.',
  );
  expect([...plot().parentElement!.querySelectorAll('[tabindex="0"], button:not([tabindex])')]).toEqual([
    plot(),
  ]);
  // Instead of a stop for each mark: O opens that of the cell.
  fireEvent.keyDown(plot(), { key: 'o' });
  expect(open).not.toHaveBeenCalled();
  fireEvent.keyDown(plot(), { key: 'ArrowRight' });
  expect(spoken()).toMatch(/, 2 comments$/);
  fireEvent.keyDown(plot(), { key: 'o' });
  expect(open).toHaveBeenCalledTimes(1);
});

it('lists the largest cells by T; a cell of the list is pinned, and the plot gets the focus back', async () => {
  const { onPin } = show();
  fireEvent.keyDown(plot(), { key: 'ArrowDown' });
  fireEvent.keyDown(plot(), { key: 't' });
  const region = await screen.findByRole('region', { name: 'Largest cells of Head output (z)' });
  expect(document.activeElement).toBe(region);
  expect(
    within(region)
      .getAllByRole('row')
      .map(({ textContent }) => textContent),
  ).toEqual(['rankcellrecovery', '1head 1.1+0.400', '2head 0.1−0.200', '3head 0.0+0.100']);
  fireEvent.keyDown(region, { key: 'Escape' });
  expect(document.activeElement).toBe(plot());
  // The cursor is where it was.
  fireEvent.keyDown(plot(), { key: 'ArrowRight' });
  expect(spoken()).toMatch(/^head 1\.1:/);
  fireEvent.keyDown(plot(), { key: 't' });
  fireEvent.click(await screen.findByRole('button', { name: 'head 0.1' }));
  expect(onPin.mock.calls).toEqual([[{ row: 0, column: 1 }]]);
  expect(document.activeElement).toBe(plot());
});

it('goes from a pinned cell to the inspector by Enter, and opens as large as the screen by M', async () => {
  const onInspect = vi.fn<() => void>();
  const { onPin } = show({ row: 0, column: 0 }, { onInspect });
  fireEvent.keyDown(plot(), { key: 'Enter' });
  expect(onInspect).toHaveBeenCalledTimes(1);
  expect(onPin).not.toHaveBeenCalled();
  fireEvent.keyDown(plot(), { key: 'm' });
  expect(await screen.findByRole('dialog', { name: 'Head output (z)' })).toBeDefined();
});

it('moves a pinned cell by the arrow keys and releases it by Escape', () => {
  const { onPin } = show({ row: 0, column: 0 });
  fireEvent.keyDown(plot(), { key: 'ArrowRight' });
  fireEvent.keyDown(plot(), { key: 'PageDown' });
  fireEvent.keyDown(plot(), { key: 'Escape' });
  fireEvent.keyDown(plot(), { key: 'x' });
  expect(onPin.mock.calls).toEqual([[{ row: 0, column: 1 }], [{ row: 1, column: 0 }], [null]]);
});

it('reads out the pinned cell with a note, also an undefined one', () => {
  show({ row: 0, column: 1 }, { annotateCell: () => 'logit difference 1.500' });
  expect(written()).toBe('L0H1: −0.200, logit difference 1.500');
  expect(spoken()).toBe('head 0.1: recovery minus 0.2, 2nd largest of 4, logit difference 1.500');
  cleanup();
  show({ row: 1, column: 0 });
  expect(written()).toBe('L1H0: undefined');
});

it('hatches cells that were not computed, and reads out why', () => {
  const skipped = Uint8Array.of(1, 0, 0, 0);
  show({ row: 0, column: 0 }, { skipped });
  expect(screen.getByTestId('hatching').getAttribute('d')).toMatch(/^M\d+ \d+l24 -24$/);
  expect(written()).toBe('L0H0: +0.100, not computed: equals the base run');
  expect(spoken()).toMatch(/, not computed: equals the base run$/);
  cleanup();
  show({ row: 0, column: 1 }, { skipped });
  expect(written()).toBe('L0H1: −0.200');
  cleanup();
  show(null, { skipped: new Uint8Array(4) });
  expect(screen.queryByTestId('hatching')).toBeNull();
});

it('reads out no value of a cell that is left blank', () => {
  show({ row: 1, column: 0 }, { isSparse: true });
  expect(written()).toBe('L1H0');
  expect(spoken()).toBe('head 1.0: no value');
});

it('scrolls a pinned cell into view, wherever it was pinned from', async () => {
  const scrollIntoView = vi.fn<(options: ScrollIntoViewOptions) => void>();
  Object.assign(HTMLElement.prototype, { scrollIntoView });
  show();
  expect(scrollIntoView).not.toHaveBeenCalled();
  cleanup();
  show({ row: 1, column: 1 });
  await waitFor(() => expect(scrollIntoView.mock.calls).toEqual([[{ block: 'nearest', inline: 'nearest' }]]));
  expect(scrollIntoView.mock.contexts[0]).toBe(document.querySelector('[data-pinned-cell]'));
});

it('shows the same values as a table, from the one menu of the figure', async () => {
  show();
  fireEvent.click(screen.getByRole('button', { name: 'View and export Head output (z)' }));
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Show as a table' }));
  const cells = (await screen.findAllByRole('cell')).map(({ textContent }) => textContent);
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

it('writes numbers into cells only where they have room and are wanted', () => {
  show(null, { showsValues: true });
  expect(screen.getByTestId('numbers')).toBeDefined();
  cleanup();
  show(null, { showsValues: true, cellWidth: 12 });
  expect(screen.queryByTestId('numbers')).toBeNull();
  cleanup();
  show();
  expect(screen.queryByTestId('numbers')).toBeNull();
});

it('draws a bar for each mean that is not 0, by its sign', async () => {
  show(null, { hasMargins: true, values: [0.1, -0.3, 0, 0.2] });
  const margins = await screen.findByTestId('margins');
  const [up, down] = [...margins.querySelectorAll('path')].map(
    (path) => path.getAttribute('d')!.match(/M/g)?.length,
  );
  // Rows: -0.1 and 0.1; columns: 0.05 and -0.05.
  expect([up, down]).toEqual([2, 2]);
});

it('opens as large as the screen, and Escape there keeps the pinned cell', async () => {
  const { onPin } = show({ row: 0, column: 0 });
  fireEvent.click(screen.getByRole('button', { name: 'Maximise Head output (z)' }));
  const dialog = await screen.findByRole('dialog', { name: 'Head output (z)' });
  const large = await within(dialog).findByRole('application');
  expect(Number(large.getAttribute('width'))).toBeGreaterThan(Number(plot().getAttribute('width')));
  fireEvent.keyDown(large, { key: 'ArrowRight' });
  fireEvent.keyDown(large, { key: 'Escape' });
  expect(onPin.mock.calls).toEqual([[{ row: 0, column: 1 }]]);
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});

it('frames the cells that belong to what is hovered in another plot, and not its own', () => {
  const store = createHoverStore();
  const link = {
    placeAt: ({ row, column }: CellAt) => ({ layer: row, head: column, position: null }),
    locate: ({ layer, head }: HoverPlace) =>
      layer === null || head === null ? null : { row: layer, column: head, rows: 1, columns: 1 },
  };
  const plots = ['A', 'B'].map((title) => (
    <Heatmap key={title} {...PROPS} title={title} link={link} pinned={null} onPin={() => {}} />
  ));
  renderInPage(<HoverScope value={store}>{plots}</HoverScope>);
  const [surface] = screen.getAllByTestId('cells');
  surface!.getBoundingClientRect = () => new DOMRect(0, 0, 20, 20);
  const frames = screen.getAllByTestId('linked');
  expect(frames.map(({ hidden }) => hidden)).toEqual([true, true]);
  fireEvent.mouseMove(surface!, { clientX: 15, clientY: 5 });
  expect(frames.map(({ hidden }) => hidden)).toEqual([true, false]);
  expect(frames[1]!.style.width).toBe('24px');
  fireEvent.mouseLeave(surface!);
  expect(frames.map(({ hidden }) => hidden)).toEqual([true, true]);
});

describe('a finger', () => {
  const finger = (x: number, y: number) => ({ clientX: x, clientY: y, button: 0, pointerType: 'touch' });
  function showTouched(rest: Partial<HeatmapProps> = {}) {
    const shown = show(null, rest);
    const surface = screen.getByTestId('cells');
    surface.getBoundingClientRect = () => new DOMRect(0, 0, 20, 20);
    return { ...shown, surface };
  }

  it('reads cells while it moves sideways, and pins none of them', () => {
    const { onPin, surface } = showTouched();
    fireEvent.pointerDown(surface, finger(2, 5));
    fireEvent.pointerMove(surface, finger(15, 5));
    expect(written()).toBe('L0H1: −0.200');
    fireEvent.pointerMove(surface, finger(15, 15));
    expect(written()).toBe('L1H1: +0.400');
    fireEvent.pointerUp(surface, finger(15, 15));
    fireEvent.click(surface, finger(15, 15));
    expect(onPin).not.toHaveBeenCalled();
    expect(written()).toBe('L1H1: +0.400');
  });

  it('scrolls the page while it moves up or down, and pins by a tap', () => {
    const { onPin, surface } = showTouched();
    fireEvent.pointerDown(surface, finger(5, 2));
    fireEvent.pointerMove(surface, finger(5, 18));
    fireEvent.pointerMove(surface, finger(15, 18));
    expect(written()!.trim()).toBe('');
    fireEvent.pointerCancel(surface, finger(15, 18));
    fireEvent.pointerDown(surface, finger(15, 5));
    fireEvent.pointerUp(surface, finger(15, 5));
    // Browsers send mouse events after a tap: they show no tip below the finger.
    fireEvent.mouseMove(surface, finger(15, 5));
    fireEvent.click(surface, finger(15, 5));
    expect(onPin.mock.calls).toEqual([[{ row: 0, column: 1 }]]);
    expect(written()!.trim()).toBe('');
  });

  it('reads cells of a plot that is wider than its place after a rest', () => {
    vi.useFakeTimers();
    const { surface } = showTouched();
    surface.closest('svg')!.parentElement!.parentElement!.toggleAttribute('data-overflows', true);
    fireEvent.pointerDown(surface, finger(2, 5));
    fireEvent.pointerMove(surface, finger(15, 5));
    expect(written()!.trim()).toBe('');
    fireEvent.pointerDown(surface, finger(2, 5));
    act(() => {
      vi.advanceTimersByTime(400);
    });
    expect(written()).toBe('L0H0: +0.100');
    fireEvent.pointerMove(surface, finger(15, 5));
    expect(written()).toBe('L0H1: −0.200');
    const move = new Event('touchmove', { cancelable: true, bubbles: true });
    surface.dispatchEvent(move);
    expect(move.defaultPrevented).toBe(true);
    vi.useRealTimers();
  });
});

describe('selection', () => {
  /** The surface of the cells has no size in jsdom. */
  function layOut(): HTMLElement {
    const surface = screen.getByTestId('cells');
    surface.getBoundingClientRect = () => new DOMRect(0, 0, 20, 20);
    return surface;
  }
  const point = (x: number, y: number) => ({ clientX: x, clientY: y, button: 0, pointerType: 'mouse' });

  function showSelectable(rest: Partial<HeatmapProps> = {}) {
    const onSelect = vi.fn<(cells: readonly CellAt[]) => void>();
    return { ...show({ row: 1, column: 0 }, { onSelect, ...rest }), onSelect, surface: layOut() };
  }

  it('selects by Shift and a click or Enter, and pins without Shift', () => {
    const { onPin, onSelect, surface } = showSelectable();
    fireEvent.click(surface, { ...point(15, 5), shiftKey: true });
    fireEvent.keyDown(plot(), { key: 'Enter', shiftKey: true });
    fireEvent.keyDown(plot(), { key: 'Enter' });
    expect(onSelect.mock.calls).toEqual([[[{ row: 0, column: 1 }]], [[{ row: 1, column: 0 }]]]);
    expect(onPin).not.toHaveBeenCalled();
    fireEvent.click(surface, point(15, 5));
    expect(onPin.mock.calls).toEqual([[{ row: 0, column: 1 }]]);
  });

  it('opens by a click or Enter where cells can be opened; arrow keys move, and Shift still selects', () => {
    const onOpen = vi.fn<(cell: CellAt) => void>();
    const { onPin, onSelect, surface } = showSelectable({ onOpen });
    fireEvent.click(surface, point(15, 5));
    fireEvent.keyDown(plot(), { key: 'Enter' });
    expect(onOpen.mock.calls).toEqual([[{ row: 0, column: 1 }], [{ row: 1, column: 0 }]]);
    expect(onPin).not.toHaveBeenCalled();
    fireEvent.click(surface, { ...point(15, 5), shiftKey: true });
    fireEvent.keyDown(plot(), { key: 'Enter', shiftKey: true });
    expect(onSelect.mock.calls).toEqual([[[{ row: 0, column: 1 }]], [[{ row: 1, column: 0 }]]]);
    fireEvent.keyDown(plot(), { key: 'ArrowRight' });
    expect(onPin.mock.calls).toEqual([[{ row: 1, column: 1 }]]);
    expect(onOpen).toHaveBeenCalledTimes(2);
  });

  it('selects by taps while cells are being selected', () => {
    const { onPin, onSelect, surface } = showSelectable({ isSelecting: true });
    fireEvent.click(surface, point(5, 15));
    fireEvent.keyDown(plot(), { key: 'Enter' });
    expect(onSelect.mock.calls).toEqual([[[{ row: 1, column: 0 }]], [[{ row: 1, column: 0 }]]]);
    expect(onPin).not.toHaveBeenCalled();
  });

  it('selects a rectangle, and the click that ends it nothing else', () => {
    const { onSelect, surface } = showSelectable();
    fireEvent.pointerDown(surface, { ...point(15, 15), shiftKey: true });
    fireEvent.pointerMove(surface, point(5, 5));
    expect(screen.getByTestId('brushed').querySelector('path')!.getAttribute('d')!.match(/M/g)).toHaveLength(
      4,
    );
    fireEvent.pointerUp(surface, point(5, 5));
    fireEvent.click(surface, { ...point(5, 5), shiftKey: true });
    expect(onSelect).toHaveBeenCalledTimes(1);
    expect(onSelect.mock.calls[0]![0]).toHaveLength(4);
    expect(screen.queryByTestId('brushed')).toBeNull();
    fireEvent.pointerDown(surface, { ...point(5, 5), shiftKey: true });
    fireEvent.click(surface, { ...point(5, 5), shiftKey: true });
    expect(onSelect.mock.calls[1]).toEqual([[{ row: 0, column: 0 }]]);
  });

  it('frames selected cells, and offers the largest ones while cells are being selected', () => {
    const selectTop = { count: 3, onSelect: vi.fn<() => void>() };
    showSelectable({ selected: [{ row: 0, column: 0 }], selectTop });
    expect(screen.getByTestId('selected')).toBeDefined();
    expect(screen.queryByRole('button', { name: /^Select the top/ })).toBeNull();
    cleanup();
    showSelectable({ selectTop, isSelecting: true });
    expect(screen.queryByTestId('selected')).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Select the top 3 cells of Head output (z)' }));
    expect(selectTop.onSelect).toHaveBeenCalledTimes(1);
  });
});
