// @vitest-environment jsdom
import { cleanup, screen, within } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import type { ForkDifference_DifferenceFragment } from '../generated/graphql';
import { renderInPage } from '../testing/render';
import { ForkDifference } from './ForkDifference';

afterEach(cleanup);

const tokens = (text: string) =>
  text.split(/(?= )/).map((part) => ({ id: part.length * 1000 + part.charCodeAt(1), text: part }));
const pair = (index: number, clean: string) => ({
  index,
  clean,
  corrupted: 'Anna and Paul',
  cleanTokens: tokens(clean),
  corruptedTokens: tokens('Anna and Paul'),
  correctTokens: [{ id: 1, text: ' Mary' }],
  incorrectTokens: [{ id: 2, text: ' John' }],
  whole: null,
});
const same: ForkDifference_DifferenceFragment = {
  isSameExperiment: true,
  isSameText: true,
  model: null,
  prependBos: null,
  edges: null,
  directions: { added: [], removed: [] },
  metrics: { added: [], removed: [] },
  sweeps: { added: [], removed: [] },
  pairs: { same: 2, added: [], removed: [], changed: [] },
  claims: { same: 1, added: [], removed: [], changed: [] },
  cells: { count: 6, largest: { kind: 'HEAD_Z', label: 'L1H2', before: 0.25, after: 0.25 } },
};
const parent = { id: 'f', slug: 'names', title: 'Name movers', run: { id: 'r1' } };

function show(changes: Partial<ForkDifference_DifferenceFragment>) {
  renderInPage(<ForkDifference parent={parent} runId="r2" difference={{ ...same, ...changes }} />);
}

it('says that nothing differs, and links the parent and the comparison', () => {
  show({});
  expect(screen.getByText(/The experiment is the same, and the text is the same/)).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Name movers' }).getAttribute('href')).toBe('/findings/names');
  expect(screen.getByRole('link', { name: 'Compare the runs' }).getAttribute('href')).toBe(
    '/compare?a=r1&b=r2',
  );
  expect(screen.getByText('6 cells in common, all with the same recovery.')).toBeTruthy();
  expect(screen.getAllByRole('term').map(({ textContent }) => textContent)).toEqual(['Effects']);
});

it('lists what differs, with the tokens that differ marked', () => {
  show({
    isSameExperiment: false,
    isSameText: false,
    model: { before: 'gpt2', after: 'gpt2-medium' },
    prependBos: { before: true, after: false },
    directions: { added: ['NOISING'], removed: [] },
    metrics: { added: ['RANK'], removed: ['LOGIT_DIFF'] },
    sweeps: { added: ['HEAD_V'], removed: ['RESID_PRE'] },
    pairs: {
      same: 5,
      added: [pair(7, 'Bob and Carol')],
      removed: [],
      changed: [{ before: pair(0, 'When John left'), after: pair(0, 'When Lucy left') }],
    },
    claims: {
      same: 1,
      added: ['ld.clean > 3'],
      removed: [],
      changed: [{ before: 'z[9.9] > 0.2', after: 'z[9.9] > 0.3' }],
    },
    cells: { count: 6, largest: { kind: 'HEAD_Z', label: 'L1H2', before: 0.25, after: -0.5 } },
  });
  expect(screen.getAllByRole('term').map(({ textContent }) => textContent)).toEqual([
    'Model',
    '<|endoftext|> first',
    'Directions',
    'Metrics',
    'Sweeps',
    'Prompts',
    'Claims',
    'Effects',
  ]);
  expect(screen.getByText('5 pairs the same, 1 changed, 1 added')).toBeTruthy();
  const changed = within(screen.getByRole('group', { name: 'Pair 0' }));
  // Only the clean prompt differs, and in one token.
  expect(changed.getAllByRole('rowheader').map(({ textContent }) => textContent)).toEqual([
    '− clean, before',
    '+ clean, after',
  ]);
  expect(changed.getAllByText(/differs/).map(({ parentElement }) => parentElement!.textContent)).toEqual([
    '·John (differs)',
    '·Lucy (differs)',
  ]);
  expect(screen.getAllByTitle('added').map(({ textContent }) => textContent)).toContain('z[9.9] > 0.3');
  expect(screen.getAllByTitle('removed').map(({ textContent }) => textContent)).toContain('z[9.9] > 0.2');
  expect(screen.getByText(/L1H2: \+0\.250 before, −0\.500 after/)).toBeTruthy();
});
