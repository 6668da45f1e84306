/** Completes the last word of a search: the parts of the search language, and the tags, models and authors that there are. */
import { wordOfMetric } from '../../domain/claim/words';
import { DIRECTIONS } from '../../domain/effect';
import { METRIC_IDS } from '../../domain/metrics';
import type { SearchForm_FiltersFragment } from '../generated/graphql';

/** Completions that are offered at once. */
const MAX_COMPLETIONS = 8;
const PARTS = [
  'verdict:supported',
  'verdict:refuted',
  'verdict:undecided',
  'verdict:invalid',
  'claim:"z[9.9] > 0.2"',
  ...DIRECTIONS.map((direction) => `direction:${direction.toLowerCase()}`),
  ...METRIC_IDS.map((metric) => `metric:${wordOfMetric(metric)}`),
] as const;
const LAST_WORD = /(?:^|[\s,;])([^\s,;"]+)$/;

/** Whole searches that begin as `text` does; none inside of quotes and after a space. */
export function completeSearch(
  text: string,
  { tags, models, authors }: Pick<SearchForm_FiltersFragment, 'tags' | 'models' | 'authors'>,
): string[] {
  const isQuoted = (text.match(/"/g)?.length ?? 0) % 2 === 1;
  const word = LAST_WORD.exec(text)?.[1]?.toLowerCase();
  if (isQuoted || word === undefined) return [];
  const before = text.slice(0, text.length - word.length);
  const offered = [
    ...PARTS,
    ...tags.flatMap(({ value }) => [`#${value}`, `tag:${value}`]),
    ...models.map(({ value }) => `model:${value}`),
    ...authors.map(({ label }) => `author:${/[\s,;]/.test(label) ? `"${label}"` : label}`),
  ];
  return offered
    .filter((one) => one.toLowerCase().startsWith(word) && one.toLowerCase() !== word)
    .slice(0, MAX_COMPLETIONS)
    .map((one) => before + one);
}
