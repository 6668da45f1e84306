// @vitest-environment jsdom
import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { renderInPage } from '../testing/render';
import { TokenPair } from './TokenPair';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const story = Array.from({ length: 112 }, (_, id) => ({ id, text: ` w${id}` }));
const clean = [...story, { id: 500, text: ' John' }, { id: 501, text: ' to' }];
const corrupted = [...story, { id: 502, text: ' Mary' }, { id: 501, text: ' to' }];

it('folds the common prefix of two long prompts, and unfolds it', () => {
  renderInPage(<TokenPair clean={clean} corrupted={corrupted} differing={[112]} />);
  expect(screen.queryByText('·w0')).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: '… 112 equal tokens' }));
  expect(screen.getAllByText('·w0')).toHaveLength(2);
});

it('lets the page keep the state', () => {
  const onUnfold = vi.fn<(isUnfolded: boolean) => void>();
  renderInPage(
    <TokenPair
      clean={clean}
      corrupted={corrupted}
      differing={[112]}
      isUnfolded={false}
      onUnfold={onUnfold}
    />,
  );
  fireEvent.click(screen.getByRole('button', { name: '… 112 equal tokens' }));
  expect(onUnfold.mock.calls).toEqual([[true]]);
  expect(screen.queryByText('·w0')).toBeNull();
});

it('says to screen readers which tokens differ, and can be scrolled by keyboard', () => {
  renderInPage(<TokenPair clean={clean} corrupted={corrupted} differing={[112]} />);
  const group = screen.getByRole('group');
  expect(group.getAttribute('tabindex')).toBe('0');
  const cells = within(group)
    .getAllByRole('cell')
    .map(({ textContent }) => textContent);
  expect(cells).toEqual(['… 112 equal tokens', '·John (differs)', '·to', '·Mary (differs)', '·to']);
});
