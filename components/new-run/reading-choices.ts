/** What is asked of a reading beside its text: uses of columns, changes of all rows, and the tokenizer of the ids. */
import type { ReadingOption, ReadPromptsQuery } from '../generated/graphql';

export type Reading = ReadPromptsQuery['readPrompts'];
export type ReadingSuggestion = Reading['suggestions'][number];

export interface ReadingChoices {
  readonly columns: readonly { readonly column: string; readonly as: string }[];
  readonly options: readonly ReadingOption[];
  readonly idsOf: string | null;
}

export const NO_CHOICES: ReadingChoices = { columns: [], options: [], idsOf: null };

/** Chooses what a column holds; null takes the choice back. Each use is that of one column. */
export function chooseColumn(choices: ReadingChoices, column: string, as: string | null): ReadingChoices {
  const others = choices.columns.filter((choice) => choice.column !== column && choice.as !== as);
  return { ...choices, columns: as === null ? others : [...others, { column, as }] };
}

/** The choices with what a suggestion advises. */
export function applySuggestion(choices: ReadingChoices, suggestion: ReadingSuggestion): ReadingChoices {
  const { option, columns, idsOf } = suggestion;
  let next = choices;
  for (const { column, as } of columns ?? []) next = chooseColumn(next, column, as);
  if (option && !next.options.includes(option)) next = { ...next, options: [...next.options, option] };
  return idsOf ? { ...next, idsOf } : next;
}

/** The name of the button that applies a suggestion; null for a note. */
export function nameApplication({ option, columns, idsOf }: ReadingSuggestion): string | null {
  if (option) return OPTION_NAMES[option];
  if (idsOf) return `Read as ids of ${idsOf}`;
  const [first] = columns ?? [];
  return first ? `Use ${first.column} as ${first.as}` : null;
}

const OPTION_NAMES: Readonly<Record<ReadingOption, string>> = {
  ADD_LEADING_SPACE: 'Add the space to all',
  FIRST_TOKEN: 'Use the first tokens',
  WHOLE_ANSWERS: 'Read whole answers',
  TRIM_PROMPTS: 'Remove the spaces',
};

export interface Applied {
  readonly text: string;
  /** The choices without it. */
  readonly without: ReadingChoices;
}

/** What is in force, each with the choices that are left when it is taken back. */
export function listApplied(choices: ReadingChoices): readonly Applied[] {
  const { columns, options, idsOf } = choices;
  return [
    ...options.map((option) => ({
      text: APPLIED_TEXTS[option],
      without: { ...choices, options: options.filter((other) => other !== option) },
    })),
    ...(idsOf === null
      ? []
      : [{ text: `Token ids are those of ${idsOf}.`, without: { ...choices, idsOf: null } }]),
    ...columns.map(({ column, as }) => ({
      text: `${column} is read as ${as}.`,
      without: chooseColumn(choices, column, null),
    })),
  ];
}

const APPLIED_TEXTS: Readonly<Record<ReadingOption, string>> = {
  ADD_LEADING_SPACE: 'A leading space is added to all answers.',
  FIRST_TOKEN: 'The first token of each answer is used.',
  WHOLE_ANSWERS: 'Answers of several tokens are kept, and the run reads them as a whole.',
  TRIM_PROMPTS: 'Spaces are removed from the end of all prompts.',
};
