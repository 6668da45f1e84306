// @vitest-environment jsdom
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { renderInPage } from '../testing/render';
import { CollapsibleSection } from './CollapsibleSection';

afterEach(() => {
  cleanup();
  localStorage.clear();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const show = (isPointedTo = false) =>
  renderInPage(
    <CollapsibleSection id="heads" title="Heads" controls={<span>colour bar</span>} isPointedTo={isPointedTo}>
      <p>plots</p>
    </CollapsibleSection>,
  );

it('collapses, and remembers it', () => {
  show();
  expect(screen.getByText('plots')).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Heads', expanded: true }));
  expect(screen.queryByText('plots')).toBeNull();
  expect(screen.queryByText('colour bar')).toBeNull();
  cleanup();
  show();
  expect(screen.queryByText('plots')).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Heads', expanded: false }));
  expect(screen.getByText('plots')).toBeDefined();
});

it('opens when the address points into it', () => {
  localStorage.setItem('patchbay.collapsed-sections', 'heads outputs');
  show(true);
  expect(screen.getByText('plots')).toBeDefined();
  expect(localStorage.getItem('patchbay.collapsed-sections')).toBe('outputs');
});

it('shows that it is open before its content is rendered', () => {
  const states: (string | null | undefined)[] = [];
  function Probe() {
    states.push(document.querySelector('button')?.getAttribute('aria-expanded'));
    return null;
  }
  localStorage.setItem('patchbay.collapsed-sections', 'heads');
  renderInPage(
    <CollapsibleSection id="heads" title="Heads">
      <Probe />
    </CollapsibleSection>,
  );
  states.length = 0;
  fireEvent.click(screen.getByRole('button', { name: 'Heads', expanded: false }));
  expect(states).toEqual(['true']);
});
