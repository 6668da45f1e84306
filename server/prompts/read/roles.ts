/** Names of positions of a pair: spans of characters and word indices as positions of tokens. */
import { MAX_ROLE_TOKENS, MAX_ROLES, MAX_TOKENS_OF_ROLES } from '../../../domain/limits';
import { alignUnequal, readAlignment } from '../../../domain/alignment';
import { addEnd, END_ROLE, isRoleName, isSameRole, type PairRole } from '../../../domain/roles';
import type { Token } from '../../models/registry/installed';
import type { NamedSpans, Span } from './candidate';
import { findWord } from './layouts/ioi';

/** Positions by name that a file gives for all of its rows, as auto-circuit's `word_idxs` and `seq_labels`. */
export interface SharedPositions {
  /** Tokens without BOS, from 0. */
  readonly positions: ReadonlyMap<string, number>;
  /** Tokens that a prompt must have for the positions to mean something; null when the file does not say. */
  readonly length: number | null;
}

/** Reads the positions beside the rows of a JSON file; null when there are none. */
export function readSharedPositions(shared: Readonly<Record<string, unknown>>): SharedPositions | null {
  const { word_idxs: indices, seq_labels: labels } = shared;
  if (typeof indices !== 'object' || indices === null) return null;
  const entries = Object.entries(indices).filter(
    (entry): entry is [string, number] => Number.isInteger(entry[1]) && (entry[1] as number) >= 0,
  );
  if (entries.length === 0) return null;
  const end = entries.find(([name]) => name.toUpperCase() === END_ROLE);
  const length = Array.isArray(labels) ? labels.length : end ? end[1] + 1 : null;
  const positions = new Map(entries.filter(([name]) => name.toUpperCase() !== END_ROLE));
  return { positions, length };
}

/** The roles of shared positions; null for a prompt that they do not fit. */
export function placeShared(
  { positions, length }: SharedPositions,
  tokens: number,
): readonly PairRole[] | null {
  if (length !== null && length !== tokens) return null;
  if ([...positions.values()].some((position) => position >= tokens)) return null;
  return [...positions].map(([name, position]) => ({
    name,
    cleanPositions: [position],
    corruptedPositions: [position],
  }));
}

/** The roles of spans of characters; spans of one name are one role, and a span that no token covers gives none. */
export function placeSpans(
  spans: readonly NamedSpans[],
  clean: readonly Token[],
  corrupted: readonly Token[],
): readonly PairRole[] {
  const [cleanStarts, corruptedStarts] = [findStarts(clean), findStarts(corrupted)];
  const byName = new Map<string, { readonly clean: number[]; readonly corrupted: number[] }>();
  for (const span of spans) {
    const role = byName.get(span.name) ?? { clean: [], corrupted: [] };
    byName.set(span.name, role);
    role.clean.push(...findCovered(cleanStarts, span.clean));
    role.corrupted.push(...findCovered(corruptedStarts, span.corrupted));
  }
  return [...byName].flatMap(([name, role]) =>
    role.clean.length === 0 || role.corrupted.length === 0
      ? []
      : [
          {
            name,
            cleanPositions: [...new Set(role.clean)],
            corruptedPositions: [...new Set(role.corrupted)],
          },
        ],
  );
}

/**
 * The parts of two prompts at the positions of their roles, so that the roles hold for other tokenizers, too. END is left out: every
 * pair has it.
 *
 * @param shift 1 where BOS is position 0 of the roles.
 * @returns null for positions that the tokens do not have, and for tokens that split characters.
 */
export function findSpans(
  roles: readonly PairRole[],
  clean: readonly Token[],
  corrupted: readonly Token[],
  shift: 0 | 1,
): NamedSpans[] | null {
  const [cleanStarts, corruptedStarts] = [findStarts(clean), findStarts(corrupted)];
  if (!cleanStarts || !corruptedStarts) return null;
  const spans: NamedSpans[] = [];
  for (const { name, cleanPositions, corruptedPositions } of roles) {
    if (isSameRole(name, END_ROLE)) continue;
    if (cleanPositions.length !== corruptedPositions.length) {
      // Tokens that follow each other are one span in both prompts, whatever their number.
      const [inClean, inCorrupted] = [
        spanOfAll(clean, cleanStarts, cleanPositions, shift),
        spanOfAll(corrupted, corruptedStarts, corruptedPositions, shift),
      ];
      if (!inClean || !inCorrupted) return null;
      spans.push({ name, clean: inClean, corrupted: inCorrupted });
      continue;
    }
    for (const [index, at] of cleanPositions.entries()) {
      const inClean = findSpan(clean, cleanStarts, at - shift);
      const inCorrupted = findSpan(corrupted, corruptedStarts, corruptedPositions[index]! - shift);
      if (!inClean || !inCorrupted) return null;
      spans.push({ name, clean: inClean, corrupted: inCorrupted });
    }
  }
  return spans;
}

/** The characters of tokens that follow each other; null for others. */
function spanOfAll(
  tokens: readonly Token[],
  starts: readonly number[],
  positions: readonly number[],
  shift: 0 | 1,
): Span | null {
  const sorted = positions.toSorted((a, b) => a - b);
  if (sorted.at(-1)! - sorted[0]! !== sorted.length - 1) return null;
  const [first, last] = [sorted[0]!, sorted.at(-1)!].map((at) => findSpan(tokens, starts, at - shift));
  return first && last ? { start: first.start, end: last.end } : null;
}

/** The characters of a token without its leading spaces; all of a token of white space. */
function findSpan(tokens: readonly Token[], starts: readonly number[], at: number): Span | null {
  const token = tokens[at];
  if (!token) return null;
  const spaces = token.text.length - token.text.trimStart().length;
  const from = spaces === token.text.length ? 0 : spaces;
  return { start: starts[at]! + from, end: starts[at + 1]! };
}

/**
 * The roles of indirect object identification, for a prompt that names its correct answer once and its incorrect one twice:
 * IO, S1, S2. In the corrupted prompt they are at the aligned positions: the same ones where it has as many tokens.
 */
export function findNameRoles(
  prompt: string,
  tokens: readonly Token[],
  corruptedTokens: readonly Token[],
  correct: string,
  incorrect: string,
): readonly PairRole[] {
  const [io, subject] = [correct.trim(), incorrect.trim()];
  if (!/^\p{L}+$/u.test(io) || !/^\p{L}+$/u.test(subject)) return [];
  const [objects, subjects] = [findWord(prompt, io), findWord(prompt, subject)];
  if (objects.length !== 1 || subjects.length !== 2) return [];
  const ids = (of: readonly Token[]): number[] => of.map(({ id }) => id);
  const [clean, corrupted] = [ids(tokens), ids(corruptedTokens)];
  const aligned = new Map(readAlignment({ clean, corrupted, alignment: alignUnequal(clean, corrupted) }));
  const spans = { IO: objects[0]!, S1: subjects[0]!, S2: subjects[1]! };
  const starts = findStarts(tokens);
  return Object.entries(spans).flatMap(([name, span]): PairRole[] => {
    const positions = findCovered(starts, span);
    const partners = positions.flatMap((at) => aligned.get(at) ?? []);
    return partners.length === 0 ? [] : [{ name, cleanPositions: positions, corruptedPositions: partners }];
  });
}

/**
 * Roles as a run takes them, END last: names of letters, digits and `_`, each once, at the same positions of prompts that have the same
 * number of tokens.
 *
 * @param roles at positions without BOS.
 * @param length tokens of the clean prompt, BOS included where it is prepended.
 * @param corruptedLength tokens of the corrupted prompt.
 */
export function finishRoles(
  roles: readonly PairRole[],
  length: number,
  corruptedLength: number,
  prependBos: boolean,
): readonly PairRole[] {
  const shift = (positions: readonly number[]): number[] => positions.map((at) => at + (prependBos ? 1 : 0));
  const finished: PairRole[] = [];
  let together = 0;
  for (const { name: text, cleanPositions, corruptedPositions } of roles) {
    const name = nameRole(text);
    const most = Math.max(cleanPositions.length, corruptedPositions.length);
    const isUsable =
      name !== null &&
      !isSameRole(name, END_ROLE) &&
      finished.every((role) => !isSameRole(role.name, name)) &&
      most <= MAX_ROLE_TOKENS &&
      together + most < MAX_TOKENS_OF_ROLES &&
      (length !== corruptedLength || cleanPositions.join(' ') === corruptedPositions.join(' '));
    if (!isUsable || finished.length >= MAX_ROLES - 1) continue;
    together += most;
    finished.push({
      name,
      cleanPositions: shift(cleanPositions),
      corruptedPositions: shift(corruptedPositions),
    });
  }
  return addEnd(finished, length, corruptedLength);
}

/** A name that a role can have: `IO-1` becomes `IO_m1`, `,_B` becomes `comma_B`; null where nothing is left of it. */
export function nameRole(text: string): string | null {
  const name = text
    .trim()
    .replaceAll(/\+(?=\d)/g, '_p')
    .replaceAll(/-(?=\d)/g, '_m')
    .replaceAll(',', 'comma')
    .replaceAll(/\W/g, '_')
    .replace(/^_+/, '');
  return isRoleName(name) ? name : null;
}

/** First character of each token and the end of the last; null when characters are split between tokens. */
function findStarts(tokens: readonly Token[]): readonly number[] | null {
  const starts = [0];
  for (const { text } of tokens) {
    if (text.includes('\uFFFD')) return null;
    starts.push(starts.at(-1)! + text.length);
  }
  return starts;
}

function findCovered(starts: readonly number[] | null, { start, end }: Span): readonly number[] {
  if (starts === null) return [];
  return starts
    .slice(0, -1)
    .flatMap((from, index) => (from < end && starts[index + 1]! > start ? [index] : []));
}
