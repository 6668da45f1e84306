/**
 * Prompts about two names that hold their names: Redwood's IOI data set (`text`, `IO`, `S`; Wang et al. 2022), and MIB's
 * (`prompt`, `choices`, `answerKey` and counterfactuals; Mueller et al. 2025).
 */
import { readRows, type Candidates, type NamedSpans, type Span } from '../candidate';
import { readText, readTexts, type Table } from '../table';
import type { Assignment } from '../find-columns';

/** Whether a table has the columns of Redwood's data set. */
export function isRedwood({ columns }: Table): boolean {
  return ['text', 'IO', 'S'].every((name) => columns.includes(name));
}

/** Reads Redwood's prompts, which end with the answer; the corrupted prompt has the IO in the place of the second subject. */
export function readRedwood({ rows }: Table): Candidates {
  const result = readRows(rows, ({ cells }) => {
    const [text, io, subject] = ['text', 'IO', 'S'].map((name) => readText(cells.get(name))?.trim());
    if (!text || !io || !subject) return "'text', 'IO' or 'S' is empty.";
    const clean = text.endsWith(` ${io}`) ? text.slice(0, -io.length - 1) : text;
    const [first, second] = findWord(clean, subject);
    const [object] = findWord(clean, io);
    if (!first || !second) return `The prompt does not name its subject '${subject}' twice.`;
    if (!object) return `The prompt does not name its indirect object '${io}'.`;
    const moved = io.length - subject.length;
    const corrupted = `${clean.slice(0, second.start)}${io}${clean.slice(second.end)}`;
    const spans: NamedSpans[] = [
      { name: 'IO', clean: object, corrupted: object },
      { name: 'S1', clean: first, corrupted: first },
      { name: 'S2', clean: second, corrupted: { start: second.start, end: second.end + moved } },
    ];
    return {
      clean,
      corrupted,
      correct: { texts: [io] },
      incorrect: { texts: [subject] },
      needsSpace: true,
      spans,
    };
  });
  const notes = [
    "Read as Redwood's IOI data set: the last word is taken off as the answer, and the corrupted prompt has the indirect object " +
      'in the place of the second subject.',
  ];
  return { layout: 'Redwood IOI', ...result, notes };
}

/** The counterfactuals of MIB, the one that is read first. */
const COUNTERFACTUALS = ['s2_io_flip', 's1_io_flip', 'abc', 'random_names', 'random'];

/** Whether a table has the columns of MIB's data sets. */
export function isMib({ columns }: Table): boolean {
  const hasChoices = ['prompt', 'choices', 'answerKey'].every((name) => columns.includes(name));
  return hasChoices && listCounterfactuals(columns).length > 0;
}

/** Reads MIB's rows; `corrupted` of the assignment chooses a counterfactual. */
export function readMib({ rows, columns }: Table, { corrupted: chosen }: Assignment): Candidates {
  const known = listCounterfactuals(columns);
  const names = COUNTERFACTUALS.map((name) => `${name}_counterfactual.prompt`);
  const column =
    chosen !== undefined && known.includes(chosen)
      ? chosen
      : (names.find((name) => known.includes(name)) ?? known[0]!);
  const stem = column.slice(0, -'.prompt'.length);
  const result = readRows(rows, ({ cells }) => {
    const answer = (choices: string, key: string): string | undefined =>
      readTexts(cells.get(choices))[Number(readText(cells.get(key)) ?? Number.NaN)];
    const clean = readText(cells.get('prompt'));
    const corrupted = readText(cells.get(column));
    if (!clean) return "'prompt' is empty.";
    if (!corrupted) return `'${column}' is empty.`;
    const correct = answer('choices', 'answerKey');
    if (!correct) return "'answerKey' is not the index of a choice.";
    const other = answer(`${stem}.choices`, `${stem}.answerKey`);
    const incorrect =
      other !== undefined && other !== correct
        ? other
        : readTexts(cells.get('choices')).find((choice) => choice !== correct);
    if (!incorrect) return 'There is only one choice; a pair needs an incorrect answer.';
    return {
      clean,
      corrupted,
      correct: { texts: [correct] },
      incorrect: { texts: [incorrect] },
      needsSpace: true,
    };
  });
  const others = known.filter((name) => name !== column);
  const more = others.length > 0 ? ` Other counterfactuals: ${others.join(', ')}.` : '';
  return {
    layout: 'MIB',
    ...result,
    notes: [`Read as MIB: the corrupted prompts are those of '${column}'.${more}`],
  };
}

function listCounterfactuals(columns: readonly string[]): readonly string[] {
  return columns.filter((name) => name.endsWith('counterfactual.prompt'));
}

/** Where a word occurs in a text. */
export function findWord(text: string, word: string): readonly Span[] {
  const spans: Span[] = [];
  for (let start = text.indexOf(word); start >= 0; start = text.indexOf(word, start + word.length)) {
    const end = start + word.length;
    const isWhole = !/[\p{L}\p{N}]/u.test(text[start - 1] ?? '') && !/[\p{L}\p{N}]/u.test(text[end] ?? '');
    if (isWhole) spans.push({ start, end });
  }
  return spans;
}
