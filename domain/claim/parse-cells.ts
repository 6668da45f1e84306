/** Reads the cells of a claim: `z[9.9]`, `resid_pre[8, END | noising, prob, raw]`, `z`. */
import { allSteps, isOneCell, parseCellPattern, type CellPattern } from '../cell-pattern';
import { DIRECTIONS, type Direction } from '../effect';
import type { MetricId } from '../metrics';
import { isHeadKind, type SweepKind } from '../sites';
import { TextError } from '../text-error';
import { VALUE_FORMS, type Cells, type Qualifiers, type ValueForm } from './syntax';
import { findKind, findMetric, findWholeKind, kindsOfWord, wordOfKind } from './words';

export const NO_QUALIFIERS: Qualifiers = { direction: null, metric: null, form: 'recovery' };

/** All cells of the kind that a word stands for: every head, or every layer and position. */
export function readWholeKind(word: string, at: number): Cells {
  const kind = findWholeKind(word)!;
  const isHead = isHeadKind(kind);
  const pattern = {
    layer: allSteps(at),
    head: isHead ? allSteps(at) : null,
    position: isHead ? null : allSteps(at),
    src: null,
  };
  return { type: 'cells', kind, pattern, qualifiers: NO_QUALIFIERS, at };
}

/**
 * Reads the part in brackets after the word of an activation.
 *
 * @param brackets where they begin and end in `text`, brackets included.
 * @throws TextError
 */
export function parseCells(
  text: string,
  word: string,
  at: number,
  brackets: { readonly start: number; readonly end: number },
): Cells {
  const start = brackets.start + 1;
  const end = brackets.end - 1;
  const bar = text.indexOf('|', start);
  const hasQualifiers = bar >= 0 && bar < end;
  const qualifiers = hasQualifiers ? parseQualifiers(text, bar + 1, end) : NO_QUALIFIERS;
  const last = hasQualifiers ? bar : end;
  const [first] = kindsOfWord(word);
  const isHead = isHeadKind(first!);
  // `z[| raw]` and `z[*]` are all cells.
  const written = text.slice(start, last).trim();
  if (written === '' || written === '*') return { ...readWholeKind(word, at), qualifiers };
  const pattern = parseCellPattern(text, start, last, isHead);
  return { type: 'cells', kind: chooseKind(word, pattern, brackets.start), pattern, qualifiers, at };
}

/** Reads `9.9` or `[9.9, END]`, a member of a set of cells of a kind. @throws TextError */
export function parseMember(text: string, start: number, end: number, kind: SweepKind): CellPattern {
  let [from, to] = [start, end];
  while (from < to && /\s/.test(text[from]!)) from++;
  while (to > from && /\s/.test(text[to - 1]!)) to--;
  if (text[from] === '[' && text[to - 1] === ']') {
    from++;
    to--;
  }
  const pattern = parseCellPattern(text, from, to, isHeadKind(kind));
  const word = wordOfKind(kind);
  if (!isOneCell(pattern)) {
    throw new TextError('A member of the set is one cell; write its numbers, not a range.', from);
  }
  if (findKind(word, pattern.position !== null, pattern.src !== null) !== kind) {
    const example = isHeadKind(kind)
      ? kind.endsWith('_SRC')
        ? '[9.9, 14 <- 10]'
        : kind.endsWith('_BY_POS')
          ? '[9.9, END]'
          : '9.9'
      : '[8, END]';
    throw new TextError(
      `The members must be cells of the kind that top ranks; write them like ${example}.`,
      from,
    );
  }
  return pattern;
}

function chooseKind(word: string, { position, src }: CellPattern, at: number): SweepKind {
  const kind = findKind(word, position !== null, src !== null);
  if (kind !== null) return kind;
  if (src !== null) {
    throw new TextError(`Only patterns have source positions; write for example pattern[9.9, 14 <- 10].`, at);
  }
  throw new TextError(
    `${word} has a cell for each layer and position; write for example ${word}[8, END] or max(${word}[8, *]).`,
    at,
  );
}

function parseQualifiers(text: string, start: number, end: number): Qualifiers {
  let direction: Direction | null = null;
  let metric: MetricId | null = null;
  let form: ValueForm | null = null;
  let at = start;
  for (const part of text.slice(start, end).split(',')) {
    const word = part.trim();
    const wordAt = at + part.length - part.trimStart().length;
    at += part.length + 1;
    const twice = (what: string): TextError =>
      new TextError(`'${word}' is a second ${what}; name one.`, wordAt);
    const asDirection = DIRECTIONS.find((name) => name.toLowerCase() === word);
    const asMetric = findMetric(word);
    const asForm = VALUE_FORMS.find((name) => name === word);
    if (asDirection !== undefined) {
      if (direction !== null) throw twice('direction');
      direction = asDirection;
    } else if (asMetric !== null) {
      if (metric !== null) throw twice('metric');
      metric = asMetric;
    } else if (asForm !== undefined) {
      if (form !== null) throw twice('form of the value');
      form = asForm;
    } else {
      const named = word === '' ? 'A word is missing' : `'${word}' is not known here`;
      throw new TextError(
        `${named}; after | write denoising or noising, a metric such as ld or prob, and recovery, change or raw.`,
        wordAt,
      );
    }
  }
  return { direction, metric, form: form ?? 'recovery' };
}
