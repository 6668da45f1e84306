// @vitest-environment jsdom
/** What a heatmap shows of a choice before the page has followed. */
import { cleanup, screen, waitFor } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import { toggleAll } from '../../../domain/toggle-all';
import { renderInPage } from '../../testing/render';
import { SAMPLE_HEATMAP } from '../../testing/sample-heatmap';
import { Heatmap, type HeatmapProps } from './Heatmap';
import type { CellAt } from './move';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const { nameCell } = SAMPLE_HEATMAP;

/** The choices that the page has rendered. */
const rendered: string[] = [];

/** A page that knows the pinned and the selected cells. */
function Page({ canSelect }: Pick<HeatmapProps, 'canSelect'>) {
  const [pinned, setPinned] = useState<CellAt | null>(null);
  const [selected, setSelected] = useState<readonly CellAt[]>([]);
  rendered.push([pinned ? nameCell(pinned) : '', ...selected.map(nameCell)].join(' '));
  return (
    <Heatmap
      {...SAMPLE_HEATMAP}
      {...{ pinned, selected, canSelect }}
      onPin={setPinned}
      onSelect={(cells) => setSelected((latest) => toggleAll(latest, cells, nameCell))}
    />
  );
}

function open(canSelect?: HeatmapProps['canSelect']): void {
  renderInPage(<Page canSelect={canSelect} />);
  rendered.length = 0;
}

/** Presses a key. Not in `act`, which would render everything that follows from it. */
async function press(key: string, shiftKey = false): Promise<void> {
  plot().dispatchEvent(new KeyboardEvent('keydown', { key, shiftKey, bubbles: true }));
  await Promise.resolve();
}
const plot = (): HTMLElement => screen.getAllByRole('application')[0]!;
/** Place of the frame of the pinned cell; null while there is none. */
const frame = (): number[] | null => {
  const found = plot().parentElement!.querySelector<HTMLElement>('[data-kind=pinned]');
  return found && [...found.style.transform.matchAll(/[\d.]+/g)].map(Number);
};
const countSelected = (): number =>
  plot().querySelector('[data-testid=selected] path')?.getAttribute('d')?.split('M').slice(1).length ?? 0;

it('frames the cell that is pinned before the page renders, and moves it from there', async () => {
  open();
  await press('Enter');
  const first = frame()!;
  expect(first).not.toBeNull();
  await press('ArrowRight');
  await press('ArrowDown');
  const last = frame()!;
  expect([last[0]! > first[0]!, last[1]! > first[1]!]).toEqual([true, true]);
  expect(rendered).toEqual([]);
  await waitFor(() => expect(rendered.at(-1)).toBe('L1H1'));
  expect(frame()).toEqual(last);
  await press('Escape');
  expect(frame()).toBeNull();
  await waitFor(() => expect(rendered.at(-1)).toBe(''));
});

it('frames cells that are selected before the page renders, and only those that can be', async () => {
  open(({ column }) => column === 0);
  await press('Enter', true);
  expect([countSelected(), rendered]).toEqual([1, []]);
  await waitFor(() => expect(rendered.at(-1)).toBe(' L0H0'));
  await press('ArrowRight');
  await press('Enter', true);
  expect(countSelected()).toBe(1);
  await press('ArrowLeft');
  await press('Enter', true);
  expect(countSelected()).toBe(0);
  await waitFor(() => expect(rendered.at(-1)).toBe(''));
});
