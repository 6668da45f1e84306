import { expect, it } from 'vitest';
import { groupChoices } from './run-choices';

const run = (id: string, title: string) => ({
  id,
  title,
  subject: title.startsWith('…') ? 'Indirect object identification' : title,
  pairCount: 8,
  directions: ['NOISING' as const],
  createdAt: '2026-01-01T00:00:00.000Z',
  model: { id: 'gpt2' },
});
const found = {
  mine: [run('r1', '… [Simon→Lucy] …'), run('r2', 'Facts')],
  findings: [
    { title: 'Name movers', run: run('r1', '') },
    { title: 'Others', run: run('r3', '') },
  ],
};

it("offers the visitor's runs and published runs, each once", () => {
  expect(groupChoices(found, '', null)).toEqual([
    {
      group: 'My runs',
      items: [
        { value: 'r1', label: 'Indirect object identification, 8 pairs: … [Simon→Lucy] … · noising on gpt2' },
        { value: 'r2', label: 'Facts, 8 pairs · noising on gpt2' },
      ],
    },
    { group: 'Findings', items: [{ value: 'r3', label: 'Others · noising on gpt2' }] },
  ]);
});

it("filters the visitor's runs by name and by the difference of the prompts, keeps the chosen run, and accepts a typed id", () => {
  const picked = { id: 'r9', label: 'Chosen before' };
  expect(groupChoices(found, 'simon', picked).map(({ group, items }) => [group, items.length])).toEqual([
    ['Chosen', 1],
    ['My runs', 1],
    ['Findings', 1],
  ]);
  expect(groupChoices(found, 'indirect', null)[0]!.items).toHaveLength(1);
  expect(groupChoices({ mine: [], findings: [] }, 'AbCdEf_123-x', null)).toEqual([
    { group: 'By id', items: [{ value: 'AbCdEf_123-x', label: 'Run AbCdEf_123-x' }] },
  ]);
  expect(
    groupChoices({ mine: [], findings: [] }, 'https://patchbay.example.org/runs/AbCdEf_123-x?cell=1', null),
  ).toEqual([{ group: 'By id', items: [{ value: 'AbCdEf_123-x', label: 'Run AbCdEf_123-x' }] }]);
});
