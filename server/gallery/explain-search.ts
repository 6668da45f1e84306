/** Explains parts of a search that were probably meant as conditions. */
import { VERDICTS } from '../../domain/claim/verdicts';
import { wordOfMetric } from '../../domain/claim/words';
import { METRIC_IDS } from '../../domain/metrics';
import { IS_COMPARISON, IS_COMPONENT } from './search-patterns';
import type { SearchProblem } from './search';

export function isClosed({ open, closing }: Record<string, string | undefined>): boolean {
  return (closing?.trim() ?? '') === (open === undefined ? '' : open.startsWith('|') ? '|' : ')');
}

export function explainVerdict(word: string): string {
  const known = VERDICTS.map((verdict) => verdict.toLowerCase());
  return `'${word.slice(0, 30)}' is not a verdict; write verdict:${known.slice(0, -1).join(', verdict:')} or verdict:${known.at(-1)}.`;
}

export function explainDirection(word: string): string {
  return `'${word.slice(0, 30)}' is not a direction; write direction:denoising or direction:noising.`;
}

export function explainMetric(word: string): string {
  const known = METRIC_IDS.map((metric) => `metric:${wordOfMetric(metric)}`);
  return `'${word.slice(0, 30)}' is not a metric; write ${known.slice(0, -1).join(', ')} or ${known.at(-1)}.`;
}

/** What is wrong with a comparison of a cell that a claim could name. */
export function explainCell(found: Record<string, string | undefined>): string {
  const { operator = '', value = '', word, brackets } = found;
  const cell = `${word}${brackets}`;
  if (!isClosed(found))
    return `A bar or a parenthesis is missing; write |${cell}| ${operator} ${value || '0.3'}.`;
  return explainComparison(cell, operator, value);
}

/** What to write after `author:` and the like. */
export function explainUnfinished(word: string): string {
  const examples: Record<string, string> = {
    author: 'Write a name after author:, such as author:Ada or author:"Ada Lovelace".',
    verdict: `Write a verdict after verdict:, such as verdict:refuted.`,
    claim: 'Write a claim in quotes after claim:, such as claim:"z[9.9] > 0.2".',
    model: 'Write a model after model:, such as model:gpt2.',
    direction: 'Write a direction after direction:, such as direction:noising.',
    metric: 'Write a metric after metric:, such as metric:log_prob.',
    tag: 'Write a tag after tag:, of letters, digits and hyphens, such as tag:ioi.',
  };
  return examples[word.toLowerCase()]!;
}

/** Explains why a text with a comparison is not a condition; null if it was hardly meant as one, such as `<|endoftext|>`. */
export function findProblem(groups: Record<string, string | undefined>): Omit<SearchProblem, 'at'> | null {
  const { all = '', operator = '', value = '' } = groups;
  const left = groups['left']!.trim();
  if (left === '' && !new RegExp(String.raw`^[<>=≤≥!]+(\s|$)`).test(all)) return null;
  const component = left.replace(/^\|\s*/, '').replace(/\s*\|$/, '');
  const problem = (message: string): Omit<SearchProblem, 'at'> => ({ text: all.trim(), message });
  if (!IS_COMPONENT.test(component)) {
    const named = component === '' ? 'Nothing is compared' : `'${component}' is not a component`;
    return problem(
      `${named}; before '${operator}' write a head (L9H6 or 9.6) or a layer (resid 3, attn 3 or mlp 3).`,
    );
  }
  if (left.startsWith('|') !== left.endsWith('|') && IS_COMPARISON.test(operator)) {
    return problem(`One of the two bars is missing; write |${component}| ${operator} ${value || '0.3'}.`);
  }
  return problem(explainComparison(left, operator, value));
}

/** What is wrong with the comparison of a component: its operator, or the number. */
function explainComparison(left: string, operator: string, value: string): string {
  if (!IS_COMPARISON.test(operator)) {
    return `'${operator}' is not a comparison; use >, >=, <, <= or =.`;
  }
  const named = value === '' ? `There is no number after '${operator}'` : `'${value}' is not a number`;
  return `${named}; write for example ${left} ${operator} 0.3.`;
}
