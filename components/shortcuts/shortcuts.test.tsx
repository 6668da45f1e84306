// @vitest-environment jsdom
import { readdirSync, readFileSync } from 'node:fs';
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { usePageActions } from '../actions/page-actions';
import { createFocusStore } from '../plot/attention/focus-store';
import { PatternExplorer } from '../plot/attention/PatternExplorer';
import { Heatmap } from '../plot/heatmap/Heatmap';
import { renderInPage } from '../testing/render';
import { setCharacterShortcuts } from './character-setting';
import { openSiteDialog, siteDialog } from './open-dialog';
import { isCharacter, SHORTCUTS, type Shortcut } from './shortcuts';
import { ShortcutsDialog } from './ShortcutsDialog';
import { useShortcuts } from './use-shortcuts';
import { writeKeys } from './write-keys';

const push = vi.fn<(href: string) => void>();
vi.mock('next/navigation', () => ({ useRouter: () => ({ push }) }));

const ran: string[] = [];
const PAGE_IDS = SHORTCUTS.flatMap(({ does }) => (does && 'page' in does ? [does.page] : []));

function Page() {
  useShortcuts();
  usePageActions(PAGE_IDS.map((id) => ({ id, label: id, run: () => void ran.push(id) })));
  return (
    <>
      <input aria-label="Field" />
      <button type="button">Button</button>
    </>
  );
}

/** Shows a page whose listener is loaded, as it is after the first key. */
async function showPage(): Promise<void> {
  renderInPage(<Page />);
  press('Shift');
  await vi.dynamicImportSettled();
}

/** Presses keys as the table writes them. @returns whether the last of them was handled. */
function press(keys: string, target: Element = document.body): boolean {
  let isHandled = false;
  for (const stroke of keys.split(' ')) {
    const parts = stroke.split(/\+(?=.)/);
    const name = parts.at(-1)!;
    const key = name === 'Space' ? ' ' : name.length === 1 && parts.length === 1 ? name.toLowerCase() : name;
    isHandled = !fireEvent.keyDown(target, {
      key: key.length === 1 ? key.toLowerCase() : key,
      ctrlKey: parts.includes('Mod'),
      shiftKey: parts.includes('Shift'),
    });
  }
  return isHandled;
}

beforeEach(() => {
  ran.length = 0;
  push.mockClear();
  localStorage.clear();
  openSiteDialog(null);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** What a shortcut has done. */
function readEffect({ does }: Shortcut): unknown {
  if (!does) return undefined;
  if ('page' in does) return ran;
  return 'href' in does ? push.mock.calls.flat() : [siteDialog.read()];
}

describe.each(SHORTCUTS.filter(({ does }) => does !== undefined))('$label', (shortcut) => {
  it.each(shortcut.keys)('%s does it, and not while one types', async (keys) => {
    await showPage();
    const expected = Object.values(shortcut.does!);
    if (isCharacter(keys)) {
      press(keys, screen.getByRole('textbox'));
      expect(readEffect(shortcut)).not.toEqual(expected);
    }
    expect(press(keys)).toBe(true);
    expect(readEffect(shortcut)).toEqual(expected);
  });
});

it('opens the search by Ctrl and K before the other shortcuts are loaded, and counts the key that loads them', async () => {
  renderInPage(<Page />);
  press('Mod+K');
  expect(siteDialog.read()).toBe('search');
  openSiteDialog(null);
  press('N');
  await vi.dynamicImportSettled();
  expect(push.mock.calls).toEqual([['/runs/new']]);
});

it('offers characters only where they are switched on, and Ctrl and K always', async () => {
  await showPage();
  setCharacterShortcuts(false);
  for (const { keys } of SHORTCUTS.filter(({ does }) => does))
    keys.filter(isCharacter).forEach((one) => press(one));
  expect([ran, push.mock.calls, siteDialog.read()]).toEqual([[], [], null]);
  press('Mod+K', screen.getByRole('textbox'));
  expect(siteDialog.read()).toBe('search');
});

it('remembers the setting of the dialog', async () => {
  await showPage();
  renderInPage(<ShortcutsDialog onClose={() => {}} />);
  fireEvent.click(screen.getByRole('checkbox', { name: 'Shortcuts of single characters' }));
  cleanup();
  await showPage();
  expect(press('N')).toBe(false);
  renderInPage(<ShortcutsDialog onClose={() => {}} />);
  expect(screen.getByRole<HTMLInputElement>('checkbox').checked).toBe(false);
});

it('lists every shortcut in the dialog', () => {
  renderInPage(<ShortcutsDialog onClose={() => {}} />);
  const terms = screen.getAllByRole('term').map(({ textContent }) => textContent);
  expect(terms).toEqual(SHORTCUTS.map(({ label }) => label));
});

it('keeps a dialog of the page from shortcuts', async () => {
  await showPage();
  renderInPage(
    <div role="dialog" aria-modal="true" aria-label="Dialog">
      <button type="button">Inside</button>
    </div>,
  );
  press('Mod+K');
  press('N');
  expect([siteDialog.read(), push.mock.calls]).toEqual([null, []]);
});

it('names only actions that a page offers', () => {
  const sources = readdirSync('components', { recursive: true, encoding: 'utf8' })
    .filter((file) => /(?<!\.test)\.tsx?$/.test(file) && !file.startsWith('shortcuts'))
    .map((file) => readFileSync(`components/${file}`, 'utf8'))
    .join('\n');
  expect(PAGE_IDS.filter((id) => !sources.includes(`id: '${id}'`))).toEqual([]);
});

describe.each(SHORTCUTS.filter(({ place }) => place === 'heatmap'))('in a heatmap: $label', ({ keys }) => {
  it.each(keys)('%s is handled', (one) => {
    const open = vi.fn<() => void>();
    renderInPage(
      <Heatmap
        title="Plot"
        values={[0.1, 0.2, 0.3, 0.4]}
        rowName="layer"
        rowLabels={['0', '1']}
        rowsPerLayer={1}
        columnName="head"
        columns={[{ text: '0' }, { text: '1' }]}
        nameCell={({ row, column }) => `L${row}H${column}`}
        limit={1}
        scale="RdBu"
        tone="light"
        valueName="recovery"
        unit=""
        figure={{ lines: [], nameFile: (part) => part }}
        pinned={null}
        onPin={() => {}}
        onSelect={() => {}}
        marked={[{ at: { row: 0, column: 0 }, label: '1 comment', name: '1 comment', onOpen: open }]}
      />,
    );
    expect(press(one, screen.getByRole('application'))).toBe(true);
  });
});

describe.each(SHORTCUTS.filter(({ place }) => place === 'pattern'))('in a pattern: $label', ({ keys }) => {
  it.each(keys)('%s is handled', (one) => {
    renderInPage(
      <PatternExplorer
        title="Clean"
        labels={['a', 'b']}
        values={Float32Array.of(1, NaN, 0.5, 0.5)}
        limit={1}
        palette="attention"
        tone="light"
        marked={[]}
        focus={createFocusStore(2)}
        room={300}
      />,
    );
    expect(press(one, screen.getByRole('application'))).toBe(true);
  });
});

it('has the other shortcuts where other tests press them', () => {
  const places = ['form', 'inspector'];
  const others = SHORTCUTS.filter(({ place }) => places.includes(place)).map(({ place, keys }) => [
    place,
    keys,
  ]);
  // NewRunForm.test.tsx and e2e/keyboard.spec.ts.
  expect(others).toEqual([
    ['form', ['Mod+Enter']],
    ['inspector', ['Escape']],
  ]);
});

it('writes keys as they are on keyboards', () => {
  expect(writeKeys('Mod+K', false)).toEqual(['Ctrl + K']);
  expect(writeKeys('Mod+K', true)).toEqual(['⌘ K']);
  expect(writeKeys('G R', false)).toEqual(['G', 'R']);
  expect(writeKeys('+', false)).toEqual(['+']);
});
