// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { SearchReading } from './SearchReading';

afterEach(cleanup);

const nothing = { words: [], tags: [], models: [], conditions: [], problems: [] };

it('says how a search was read, part by part', () => {
  render(
    <SearchReading
      interpretation={{
        ...nothing,
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
  const problem = { text: 'L1H2 > abc', message: "'abc' is not a number." };
  render(<SearchReading interpretation={{ ...nothing, words: ['l1h2', '>', 'abc'], problems: [problem] }} />);
  expect(screen.getByText(/was read as words/).textContent).toBe(
    "L1H2 > abc was read as words. 'abc' is not a number.",
  );
});

it('says nothing of an empty search', () => {
  expect(render(<SearchReading interpretation={nothing} />).container.innerHTML).toBe('');
});
