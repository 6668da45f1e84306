// @vitest-environment jsdom
import { fireEvent, render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { FoldedOnPhone } from './FoldedOnPhone';

it('says whether it is open, and which element it opens', () => {
  render(
    <FoldedOnPhone role="group" aria-label="Baseline" label="Baseline values">
      <p data-folds>Gap 1.00</p>
    </FoldedOnPhone>,
  );
  const group = screen.getByRole('group', { name: 'Baseline' });
  const button = screen.getByRole('button', { name: 'Baseline values' });
  expect(button.getAttribute('aria-expanded')).toBe('false');
  expect(button.getAttribute('aria-controls')).toBe(group.id);
  expect(group.dataset.open).toBeUndefined();
  fireEvent.click(button);
  expect(screen.getByRole('button', { name: 'Less' }).getAttribute('aria-expanded')).toBe('true');
  expect(group.dataset.open).toBe('true');
});
