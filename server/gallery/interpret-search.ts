/** Describes how a search was understood. */
import { describeCondition } from './describe-condition';
import { parseSearch, type Search } from './search';

export interface SearchInterpretation extends Omit<Search, 'conditions'> {
  readonly conditions: readonly { readonly text: string; readonly meaning: string }[];
}

export function interpretSearch(text: string): SearchInterpretation {
  const search = parseSearch(text);
  const conditions = search.conditions.map((condition) => ({
    text: condition.text,
    meaning: describeCondition(condition),
  }));
  return { ...search, conditions };
}
