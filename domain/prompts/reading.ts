/** What reading a file of prompt pairs gives: shared by the server that reads and the dialog that shows it. */
import type { SetRule } from '../experiment';
import type { PairRole } from '../roles';

export const PROMPT_FORMATS = ['CSV', 'TSV', 'JSON', 'JSONL'] as const;
export type PromptFormat = (typeof PROMPT_FORMATS)[number];

/** What a column can hold. `label` is the two-digit year of EAP-IG's greater-than files. */
export const COLUMN_USES = [
  'clean',
  'corrupted',
  'correct',
  'incorrect',
  'correctIds',
  'incorrectIds',
  'label',
] as const;
export type ColumnUse = (typeof COLUMN_USES)[number];

/** Whether a text names a use of a column. */
export function isColumnUse(text: string): text is ColumnUse {
  return (COLUMN_USES as readonly string[]).includes(text);
}

/** Changes of all rows that a reading can make. */
export const READING_OPTIONS = ['ADD_LEADING_SPACE', 'FIRST_TOKEN', 'WHOLE_ANSWERS', 'TRIM_PROMPTS'] as const;
export type ReadingOption = (typeof READING_OPTIONS)[number];

/** A use of a column. */
export interface ColumnChoice {
  readonly column: string;
  readonly as: string;
}

/** A pair that the model's tokenizer can use. */
export interface ReadPair {
  /** Number of its row, from 1; a header is not counted. */
  readonly row: number;
  readonly clean: string;
  readonly corrupted: string;
  /** The answer, or the first token of the set. */
  readonly correct: string;
  readonly incorrect: string;
  /** All tokens of an answer of several; null for one token. */
  readonly correctSet: readonly string[] | null;
  readonly incorrectSet: readonly string[] | null;
  readonly rule: SetRule;
  /** Tokens of the clean prompt, BOS included where it is prepended. */
  readonly tokens: number;
  /** Tokens of the corrupted prompt, by the same rule. Where they are others, the prompts are aligned (domain/alignment.ts). */
  readonly corruptedTokens: number;
  /** With END. */
  readonly roles: readonly PairRole[];
}

/** A row that cannot be used. */
export interface RefusedRow {
  /** From 1; a header is not counted. */
  readonly row: number;
  /** Line of the text on which it begins, from 1; null where JSON does not tell. */
  readonly line: number | null;
  readonly reason: string;
}

/** A note on how the text was read, and the change of the request that applies what it advises. */
export interface Suggestion {
  readonly message: string;
  readonly option?: ReadingOption;
  readonly columns?: readonly ColumnChoice[];
  /** Model whose tokenizer the ids are of. */
  readonly idsOf?: string;
}

/** A column of the text. */
export interface ReadColumn {
  readonly name: string;
  /** What it is read as; null when it is not used. */
  readonly as: ColumnUse | null;
  /** Its first values. */
  readonly samples: readonly string[];
}
