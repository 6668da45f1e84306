/** Completions of a claim that is being typed, at its end. */
import { printCellPattern, type Bound, type Steps } from '../cell-pattern';
import type { CellAddress } from '../cell';
import type { Direction } from '../effect';
import type { MetricId } from '../metrics';
import type { SweepKind } from '../sites';
import { BASELINE_PARTS, FUNCTIONS, VALUE_FORMS } from './syntax';
import { kindsOfWord, wordOfKind, wordOfMetric } from './words';

/** What a run has to offer. */
export interface Offer {
  readonly kinds: readonly SweepKind[];
  readonly directions: readonly Direction[];
  readonly metrics: readonly MetricId[];
  /** Cells with large effects, the largest first. */
  readonly cells: readonly CellAddress[];
}

/** Whole texts that begin with what was typed, up to 8, the most likely first. */
export function completeClaim(text: string, offer: Offer): string[] {
  const open = text.lastIndexOf('[');
  const isInside = open > text.lastIndexOf(']');
  const words = isInside ? completeBrackets(text, open, offer) : completeWord(text, offer);
  return [...new Set(words)].filter((completed) => completed !== text).slice(0, 8);
}

function completeWord(text: string, { kinds, metrics }: Offer): string[] {
  const [, metric, part] = /([a-z_]+)\.([a-z]*)$/i.exec(text) ?? [];
  if (metric !== undefined) return extend(text, part!, BASELINE_PARTS);
  const typed = /[a-z_]*$/i.exec(text)![0];
  // After a number or a closed bracket an operator follows, not a word.
  if (typed === '' && /[\d\])}.]\s*$/.test(text)) return [];
  return extend(text, typed, [
    ...new Set(kinds.map((kind) => `${wordOfKind(kind)}[`)),
    ...metrics.map((id) => `${wordOfMetric(id)}.`),
    ...FUNCTIONS.map((name) => `${name}(`),
    ...(text === typed ? ['top('] : []),
  ]);
}

function completeBrackets(text: string, open: number, offer: Offer): string[] {
  const inside = text.slice(open + 1);
  const bar = inside.lastIndexOf('|');
  if (bar >= 0) {
    const typed = /[^,|\s]*$/.exec(inside)![0];
    return extend(text, typed, [
      ...offer.directions.map((direction) => direction.toLowerCase()),
      ...offer.metrics.map(wordOfMetric),
      ...VALUE_FORMS,
    ]);
  }
  const word = /([a-z_]+)\s*$/i.exec(text.slice(0, open))?.[1] ?? '';
  const kinds = kindsOfWord(word);
  const cells = offer.cells.filter(({ kind }) => kinds.includes(kind)).map((cell) => `${printCell(cell)}]`);
  return extend(text, inside, cells);
}

/** Replaces what was typed at the end by each word that begins with it. */
function extend(text: string, typed: string, words: readonly string[]): string[] {
  const before = text.slice(0, text.length - typed.length);
  return words.filter((word) => word.startsWith(typed)).map((word) => before + word);
}

function printCell({ layer, head, position, src }: CellAddress): string {
  const step = (at: Bound | null | undefined): Steps | null =>
    at == null ? null : { type: 'step', step: at, at: 0 };
  return printCellPattern({
    layer: step(layer)!,
    head: step(head),
    position: step(position),
    src: step(src),
  });
}
