import { expect, it } from 'vitest';
import { completeSearch } from './complete-search';

const option = (value: string, label = value) => ({ value, label, count: 1 });
const filters = {
  tags: [option('ioi'), option('facts')],
  models: [option('gpt2')],
  authors: [option('u1', 'Ada'), option('u2', 'Ada Lovelace')],
};

it.each([
  ['names verdict:r', ['names verdict:refuted']],
  ['#i', ['#ioi']],
  ['L9H9 > 0 dir', ['L9H9 > 0 direction:denoising', 'L9H9 > 0 direction:noising']],
  ['metric:l', ['metric:ld', 'metric:log_prob']],
  ['x, MOD', ['x, model:gpt2']],
  ['author:"', []],
  ['author:a', ['author:Ada']],
  ['author:', ['author:Ada', 'author:"Ada Lovelace"']],
  ['model:gpt2', []],
  ['names ', []],
  ['', []],
  ['claim:"tag', []],
])('completes %s', (text, expected) => {
  expect(completeSearch(text, filters)).toEqual(expected);
});
