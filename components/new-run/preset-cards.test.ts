import { expect, it } from 'vitest';
import { PRESETS } from '../../domain/presets';
import { EMPTY_PAIR } from './draft';
import { countFacets, findPreset, listColumns, takeFirstClause } from './preset-cards';

it('finds the preset that the form holds, and none once a text has changed', () => {
  for (const { id, pairs } of PRESETS) {
    expect(findPreset(pairs, PRESETS)).toBe(id);
    expect(findPreset([{ ...pairs[0]!, correct: ' else' }, ...pairs.slice(1)], PRESETS)).toBeNull();
  }
  expect(findPreset([EMPTY_PAIR], PRESETS)).toBe('empty');
});

it('describes each preset in one line', () => {
  expect(PRESETS.map(({ description }) => takeFirstClause(description))).toEqual([
    'Which name comes next?',
    'One word of the subject decides the answer',
    'Is a name taken up by he or she?',
    'An end is later than its beginning',
  ]);
});

it('counts the words and heatmaps that the picture shows', () => {
  const facts = PRESETS.find(({ id }) => id === 'facts')!;
  expect(listColumns(facts.pairs[0]!)).toEqual({ count: 6, differing: [1] });
  expect(countFacets(facts.sweeps)).toEqual({ positions: 3, heads: 0 });
  expect(countFacets(['RESID_PRE', 'HEAD_Z', 'HEAD_Q_BY_POS'])).toEqual({ positions: 1, heads: 2 });
});
