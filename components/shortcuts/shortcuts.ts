/** All keyboard shortcuts: the dialog lists this table, the listener and the tests go through it. */

import type { SiteAction } from './open-dialog';

/** Where a shortcut works. */
export const PLACES = {
  site: 'On every page',
  page: 'On the page of a run or a finding',
  form: 'In the form of a new run',
  heatmap: 'In a heatmap',
  inspector: 'In the inspector',
  pattern: 'In an attention pattern',
} as const;
export type Place = keyof typeof PLACES;

export interface Shortcut {
  readonly place: Place;
  /** Alternatives. `Mod` is Ctrl, on Apple's systems the command key; keys after each other are separated by a space. */
  readonly keys: readonly string[];
  readonly label: string;
  /** An action of the site, of the page (`components/actions`), or an address; left out where the place has its own listener. */
  readonly does?: { readonly site: SiteAction } | { readonly page: string } | { readonly href: string };
}

export const SHORTCUTS: readonly Shortcut[] = [
  { place: 'site', keys: ['Mod+K', '/'], label: 'Search and commands', does: { site: 'search' } },
  { place: 'site', keys: ['?'], label: 'Keyboard shortcuts', does: { site: 'shortcuts' } },
  { place: 'site', keys: ['N'], label: 'New run', does: { href: '/runs/new' } },
  { place: 'site', keys: ['G G'], label: 'Go to the gallery', does: { href: '/' } },
  { place: 'site', keys: ['G R'], label: 'Go to your runs', does: { href: '/runs?mine=1' } },
  { place: 'site', keys: ['G P'], label: 'Go to the prompt sets', does: { href: '/prompts' } },
  { place: 'site', keys: ['G C'], label: 'Go to the collections', does: { href: '/collections' } },
  { place: 'site', keys: ['G M'], label: 'Go to the models', does: { href: '/models' } },
  { place: 'site', keys: ['G L'], label: 'Go to Learn', does: { href: '/learn' } },
  { place: 'page', keys: ['P'], label: 'Publish the run', does: { page: 'publish' } },
  { place: 'page', keys: ['C'], label: 'Compare with another run', does: { page: 'compare' } },
  { place: 'page', keys: ['S'], label: 'Select cells, or stop selecting', does: { page: 'select-cells' } },
  { place: 'page', keys: ['E'], label: 'Edit as a new run', does: { page: 'edit-as-new' } },
  { place: 'page', keys: ['F'], label: 'Fork the finding', does: { page: 'fork' } },
  { place: 'page', keys: ['H'], label: 'Go to the first heatmap', does: { page: 'first-heatmap' } },
  { place: 'form', keys: ['Mod+Enter'], label: 'Run' },
  {
    place: 'heatmap',
    keys: ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'],
    label: 'Read the next cell',
  },
  { place: 'heatmap', keys: ['Home', 'End'], label: 'First, last cell of the row' },
  { place: 'heatmap', keys: ['PageUp', 'PageDown'], label: 'Four rows or one layer up, down' },
  { place: 'heatmap', keys: ['Mod+Home', 'Mod+End'], label: 'First, last cell of all' },
  { place: 'heatmap', keys: ['Enter', 'Space'], label: 'Open the cell; again: go to the inspector' },
  { place: 'heatmap', keys: ['Shift+Enter'], label: 'Select the cell' },
  { place: 'heatmap', keys: ['Escape'], label: 'Close the cell' },
  { place: 'heatmap', keys: ['T'], label: 'Largest cells as a table' },
  { place: 'heatmap', keys: ['M'], label: 'Maximise' },
  { place: 'heatmap', keys: ['O'], label: 'Open the comments of the cell' },
  { place: 'inspector', keys: ['Escape'], label: 'Close it and go back to the heatmap' },
  {
    place: 'pattern',
    keys: ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'],
    label: 'Read the next entry',
  },
  { place: 'pattern', keys: ['+', '-'], label: 'Zoom in, out' },
  { place: 'pattern', keys: ['0'], label: 'Show all' },
];

/** Whether a key could be typed, so that it must be possible to switch it off (WCAG 2.1.4). */
export function isCharacter(keys: string): boolean {
  return keys.split(' ').every((key) => key.length === 1);
}

/** The first keys of the shortcut of an action or an address; null for none. */
export function findKeys(target: string): string | null {
  const found = SHORTCUTS.find(({ does }) => does && Object.values(does).includes(target));
  return found?.keys[0] ?? null;
}
