/** Parts of exported CSV files. */
import { describeApplied } from '../../domain/pair-filter';
import { describeLeftOutUnusable } from '../../domain/unusable-pairs';
import type { AnalysedRun_RunFragment, RunView_RunFragment } from '../generated/graphql';
import { describeRule, listTokens } from '../tokens/answer-text';

/** Lines that describe a file, each behind `#`. */
export function commentLines(lines: readonly string[]): string[] {
  // A line end in a title would start a row.
  return [...lines, "read with pandas.read_csv(file, comment='#')"].map(
    (line) => `# ${line.replaceAll(/[\r\n]+/g, ' ')}`,
  );
}

/** What a run leaves out; no line where it uses all pairs. */
export function describeLeftOutPairs({
  unusable,
  filter,
}: Pick<RunView_RunFragment, 'unusable' | 'filter'>): string[] {
  return [
    ...(unusable ? [describeLeftOutUnusable(unusable)] : []),
    ...(filter ? [`filter: ${describeApplied(filter)}`] : []),
  ];
}

/**
 * The texts of a pair; the answers are lists, with their rule, where one of them is a set. Answers that are read as a whole have their
 * tokens too.
 */
export function describePair(pair: AnalysedRun_RunFragment['pairs'][number]): object {
  const { clean, corrupted, correct, incorrect, rule, whole } = pair;
  if (whole) {
    const texts = (side: 'correct' | 'incorrect'): string[] => whole[side].map(({ text }) => text);
    return {
      clean,
      corrupted,
      correct,
      incorrect,
      whole: { correct: texts('correct'), incorrect: texts('incorrect') },
    };
  }
  if (describeRule(pair) === null) return { clean, corrupted, correct, incorrect };
  const [right, wrong] = [listTokens(pair, 'correct'), listTokens(pair, 'incorrect')];
  return { clean, corrupted, correct: right, incorrect: wrong, rule };
}

/** A token as a field: a JSON string, so that spaces survive and no spreadsheet reads it as a formula. */
export function quoteToken(text: string): string {
  return quote(JSON.stringify(text));
}

/** Quotes a field of CSV. */
export function quote(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
