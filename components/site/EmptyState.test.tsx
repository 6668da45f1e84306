// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { EmptyState } from './EmptyState';

afterEach(cleanup);

it('has a picture that is not read out, a heading, a sentence and the way on', () => {
  const { container } = render(
    <EmptyState picture="missing" title="Page not found" heading="h1" actions={<a href="/">Gallery</a>}>
      It was deleted.
    </EmptyState>,
  );
  expect(container.querySelector('svg')!.getAttribute('aria-hidden')).toBe('true');
  expect(container.querySelectorAll('rect')).toHaveLength(45);
  expect(container.querySelectorAll('rect[data-cell="x"]')).toHaveLength(1);
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Page not found');
  expect(screen.getByText('It was deleted.')).toBeDefined();
  expect(screen.getByRole('link').getAttribute('href')).toBe('/');
});
