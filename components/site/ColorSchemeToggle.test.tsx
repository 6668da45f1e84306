// @vitest-environment jsdom
import { cleanup, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { renderInPage } from '../testing/render';
import { ColorSchemeToggle } from './ColorSchemeToggle';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const button = (): HTMLElement => screen.getByRole('button', { name: 'Switch between light and dark' });
const scheme = (): string | undefined => document.documentElement.dataset['mantineColorScheme'];

/** Presses the button. Not in `act`, which would render everything that follows from it. */
async function press(): Promise<void> {
  button().click();
  await Promise.resolve();
}

it('shows what was chosen before the page follows, and the last choice holds', async () => {
  renderInPage(<ColorSchemeToggle />);
  expect(scheme()).toBe('light');
  await press();
  expect([button().dataset['chosen'], scheme()]).toEqual(['dark', 'light']);
  await waitFor(() => expect([button().dataset['chosen'], scheme()]).toEqual([undefined, 'dark']));
  await press();
  await press();
  expect([button().dataset['chosen'], scheme()]).toEqual(['dark', 'dark']);
  await waitFor(() => expect(button().dataset['chosen']).toBeUndefined());
  expect(scheme()).toBe('dark');
});
