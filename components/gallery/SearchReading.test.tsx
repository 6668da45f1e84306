// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { NOTHING_READ } from './sample-interpretation';
import { SearchReading } from './SearchReading';

afterEach(cleanup);

it('says how a search was read, part by part', () => {
  render(
    <SearchReading
      interpretation={{
        ...NOTHING_READ,
        words: ['names', 'white house'],
        tags: ['ioi'],
        conditions: [{ text: 'L1H2 > 0.3', meaning: 'z of L1H2: recovery > 0.3' }],
      }}
    />,
  );
  expect(screen.getByRole('status').textContent).toBe(
    'Findings with the words names, white house, and the tag #ioi, and the result z of L1H2: recovery > 0.3',
  );
});

it('says which piece is no condition, and that it was read as words', () => {
  const problem = { text: 'L1H2 > abc', message: "'abc' is not a number.", at: 4 };
  render(
    <SearchReading interpretation={{ ...NOTHING_READ, words: ['l1h2', '>', 'abc'], problems: [problem] }} />,
  );
  expect(screen.getByText(/was read as words/).textContent).toBe(
    "L1H2 > abc at character 5 was read as words. 'abc' is not a number.",
  );
});

it('says which authors, verdicts and claims are asked for', () => {
  render(
    <SearchReading
      interpretation={{ ...NOTHING_READ, authors: ['Ada'], verdicts: ['REFUTED'], claims: ['z[9.9] > 0.2'] }}
    />,
  );
  expect(screen.getByRole('status').textContent).toBe(
    'Findings with the author Ada, and a claim that is refuted, and the claim z[9.9] > 0.2',
  );
});

it('says which direction and metric conditions are about', () => {
  render(
    <SearchReading interpretation={{ ...NOTHING_READ, direction: 'NOISING', metric: 'KL_FROM_BASE' }} />,
  );
  expect(screen.getByRole('status').textContent).toBe(
    'Findings with the direction noising, and the metric KL divergence from the base run',
  );
});

it('says nothing of an empty search', () => {
  expect(render(<SearchReading interpretation={NOTHING_READ} />).container.innerHTML).toBe('');
});
