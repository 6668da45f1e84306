// @vitest-environment jsdom
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import type { PairFilter } from '../../domain/pair-filter';
import { renderInPage } from '../testing/render';
import { BaselineLook } from './BaselineLook';
import { NO_FILTER } from './pair-filter';

afterEach(cleanup);

const pairs = [
  { index: 0, clean: 3, corrupted: -1 },
  { index: 2, clean: 2, corrupted: 1 },
  { index: 5, clean: -1, corrupted: -1 },
];

it('describes the baselines, and what a filter leaves out by its pair', () => {
  const onFilter = vi.fn<(filter: PairFilter) => void>();
  renderInPage(<BaselineLook pairs={pairs} filter={{ ...NO_FILTER, onlyRight: true }} onFilter={onFilter} />);
  expect(
    screen.getByText(
      'Answered right: 2 of 3 clean, 1 of 3 corrupted prompts. Gap from 0.00 to 4.00 logits; 1 too small to normalise by.',
    ),
  ).toBeDefined();
  expect(screen.getByRole('status').textContent).toBe(
    'The filter keeps 1 of 3 pairs; left out: 1 clean prompt answered wrong, 1 corrupted prompt answered right.',
  );
  expect(
    screen.getByText('3 (corrupted prompt answered right), 6 (clean prompt answered wrong)'),
  ).toBeDefined();
  fireEvent.click(screen.getByLabelText('Leave out outliers'));
  expect(onFilter).toHaveBeenCalledWith({ minGap: null, onlyRight: true, dropsOutliers: true });
});

it('shows nothing of few pairs, and no fields where no filter can be chosen', () => {
  renderInPage(<BaselineLook pairs={pairs.slice(1)} filter={NO_FILTER} onFilter={null} />);
  expect(screen.queryByText(/Answered right/)).toBeNull();
  cleanup();
  renderInPage(<BaselineLook pairs={pairs} filter={NO_FILTER} onFilter={null} />);
  expect(screen.queryByLabelText('Least gap')).toBeNull();
});
