/** What a reading advises: how the text was read, and what could be changed for all rows. */
import type { ReadPair, Suggestion } from '../../../domain/prompts/reading';
import { quote } from '../../runs/submit/validate-texts';
import type { Candidate } from './candidate';
import type { CheckCounts } from './check-candidates';
import { listNames, type Assignment } from './find-columns';
import { findMissing } from './layouts/columns';
import { readText, type Table } from './table';
import { listIds, type IdReader, type IdVerdict } from './token-ids';

/** Columns whose absence is stated, because no layout reads the table. */
export function suggestColumns(table: Table, assignment: Assignment): readonly Suggestion[] {
  const missing = findMissing(assignment);
  const isText = table.format === 'CSV' || table.format === 'TSV';
  const where = isText ? 'Line 1: the header has' : 'The rows have';
  const message =
    `${where} no ${missing.join(', ')}. Columns found: ${listNames(table.columns)}. Choose the columns that hold them, or ` +
    'rename them.';
  return missing.length > 0 ? [{ message }] : [];
}

/** Columns that nothing was read from. One that looks like other corrupted prompts is offered. */
export function suggestUnused(
  table: Table,
  used: ReadonlySet<string>,
  clean: string | undefined,
): Suggestion[] {
  const unused = table.columns.filter((name) => !used.has(name));
  if (unused.length === 0) return [];
  const others = unused.filter(
    (name) => /^corrupt|counterfactual/i.test(name) && isPromptColumn(table, name, clean),
  );
  return [
    ...others.map((column) => ({
      message: `'${column}' holds other corrupted prompts.`,
      columns: [{ column, as: 'corrupted' }],
    })),
    { message: `Columns not used: ${listNames(unused)}.` },
  ];
}

/** Rows that are looked at to tell a column of prompts from others. */
const SAMPLE_ROWS = 20;

/** Whether the texts of a column end as the clean prompts do. */
function isPromptColumn({ rows }: Table, column: string, clean: string | undefined): boolean {
  if (clean === undefined) return false;
  const sample = rows.filter(({ problem }) => problem === null).slice(0, SAMPLE_ROWS);
  const ends = sample.map(({ cells }) =>
    [column, clean].map((name) => readText(cells.get(name))?.trim().split(' ').at(-1)),
  );
  const alike = ends.filter(([text, prompt]) => text !== undefined && text !== '' && text === prompt);
  return sample.length > 0 && alike.length >= sample.length * 0.8;
}

/** A file of another tokenizer: what shows it, and how it can be read. */
export function suggestTokenizer(
  { isForeign, evidence }: IdVerdict,
  reader: IdReader,
  larger: string | null,
): Suggestion[] {
  if (!isForeign) return [];
  const found = `The token ids of this file are of another tokenizer than that of ${reader.model}: ${evidence}.`;
  if (larger !== null) return [{ message: `${found} Read them as ids of ${larger}.`, idsOf: larger }];
  return [
    { message: `${found} Choose columns that hold the answers as text, or a model with that tokenizer.` },
  ];
}

/** States how token ids were read, because ids of another tokenizer may look like answers. */
export function suggestIds(
  candidates: readonly Candidate[],
  { isForeign }: IdVerdict,
  reader: IdReader,
): Suggestion[] {
  const ids = candidates.flatMap(({ correct, incorrect }) => [...listIds(correct), ...listIds(incorrect)]);
  if (ids.length === 0 || isForeign) return [];
  const shown = [...new Set(ids)].slice(0, 3).map((id) => `${id} is ${quote(reader.tokenText(id))}`);
  return [{ message: `Token ids are read with the tokenizer of ${reader.model}: ${shown.join(', ')}.` }];
}

/** States that token ids beside the answers have told of their spaces. */
export function suggestSpacedIds(columns: readonly string[]): Suggestion[] {
  if (columns.length === 0) return [];
  const message = `The token ids in ${listNames(columns)} are those of the answers with a leading space, so the space was added to them.`;
  return [{ message }];
}

/** Share of pairs with prompts of unequal lengths above which the file was probably made for another tokenizer. */
const MANY_UNEQUAL = 0.5;
const FEWEST_ROWS = 5;

/**
 * What the counts of a check advise for all rows.
 *
 * @param total candidates that were checked.
 */
export function suggestChanges(counts: CheckCounts, total: number, model: string): Suggestion[] {
  const { withoutSpace, withoutSpaceExample, severalTokens, trailingSpace, misplaced } = counts;
  const suggestions: Suggestion[] = [];
  if (total >= FEWEST_ROWS && counts.unequal > total * MANY_UNEQUAL) {
    const message = `In ${counts.unequal} of ${total} rows the two prompts have different numbers of tokens: this file was probably made for another tokenizer than that of ${model}.`;
    suggestions.push({ message });
  }
  if (counts.unequal > 0) {
    const has = counts.unequal === 1 ? '1 pair has' : `${counts.unequal.toLocaleString('en')} pairs have`;
    const message = `${has} prompts with different numbers of tokens. They are aligned: roles from their last tokens, all else by edit distance over tokens. Attention patterns cannot be patched in them.`;
    suggestions.push({ message });
  }
  if (trailingSpace > 0) {
    const message = `${rows(trailingSpace)} a prompt that ends in a space. Words begin with their space, so the next token is rarely a word then. Remove the space from all prompts.`;
    suggestions.push({ message, option: 'TRIM_PROMPTS' });
  }
  if (withoutSpace > 0) {
    const message = `${rows(withoutSpace)} an answer without a leading space, such as ${quote(withoutSpaceExample)}. A word that follows a prompt begins with one: ${quote(` ${withoutSpaceExample}`)}. Add it to all answers.`;
    suggestions.push({ message, option: 'ADD_LEADING_SPACE' });
  }
  if (severalTokens > 0) {
    const message = `${rows(severalTokens)} an answer of several tokens. Use the first token of each.`;
    suggestions.push({ message, option: 'FIRST_TOKEN' });
    const whole = `${rows(severalTokens)} an answer of several tokens. Keep them; a run reads each as a whole (the sum of its tokens' log-probabilities).`;
    suggestions.push({ message: whole, option: 'WHOLE_ANSWERS' });
  }
  if (misplaced > 0) {
    const message = `The named positions of the file do not fit the tokens of ${misplaced === 1 ? '1 pair' : `${misplaced} pairs`}, which have other tokens than the file's tokenizer gives. They were left out there.`;
    suggestions.push({ message });
  }
  return suggestions;
}

/** Lengths and repetitions of the pairs. */
export function suggestPairs(pairs: readonly ReadPair[]): Suggestion[] {
  const byLength = new Map<number, number>();
  for (const { tokens } of pairs) byLength.set(tokens, (byLength.get(tokens) ?? 0) + 1);
  const suggestions: Suggestion[] = [];
  if (byLength.size > 1) {
    const lengths = [...byLength].toSorted(([a], [b]) => a - b);
    const counts = lengths.map(([length, count]) => `${length} tokens: ${count}`).join(', ');
    const message = `The pairs have ${byLength.size} lengths (${counts}). A run whose positions are by index takes pairs of one length; one by role takes all.`;
    suggestions.push({ message });
  }
  const seen = new Set<string>();
  let repeated = 0;
  for (const { clean, corrupted, correct, incorrect } of pairs) {
    const key = JSON.stringify([clean, corrupted, correct, incorrect]);
    if (seen.has(key)) repeated++;
    seen.add(key);
  }
  if (repeated > 0) {
    const message = `${repeated === 1 ? '1 pair repeats' : `${repeated} pairs repeat`} an earlier one. A repeated pair counts twice in every mean.`;
    suggestions.push({ message });
  }
  const indented = pairs.filter(
    ({ clean, corrupted }) => clean.startsWith(' ') && corrupted.startsWith(' '),
  ).length;
  if (indented > 0) {
    const message = `${indented === 1 ? '1 pair has prompts that begin' : `${indented} pairs have prompts that begin`} with a space; it is kept.`;
    suggestions.push({ message });
  }
  return suggestions;
}

function rows(count: number): string {
  return count === 1 ? '1 row has' : `${count.toLocaleString('en')} rows have`;
}
