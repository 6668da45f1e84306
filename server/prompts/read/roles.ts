/** Names of positions of a pair: spans of characters and word indices as positions of tokens. */
import type { Role } from '../../../domain/prompts/reading';
import type { Token } from '../../models/registry/installed';
import type { NamedSpans, Span } from './candidate';
import { findWord } from './layouts/ioi';

/** The position that every pair has: the last one, where the answer is predicted. */
export const END = 'END';

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
  const end = entries.find(([name]) => name.toUpperCase() === END);
  const length = Array.isArray(labels) ? labels.length : end ? end[1] + 1 : null;
  const positions = new Map(entries.filter(([name]) => name.toUpperCase() !== END));
  return { positions, length };
}

/** The roles of shared positions; null for a prompt that they do not fit. */
export function placeShared({ positions, length }: SharedPositions, tokens: number): readonly Role[] | null {
  if (length !== null && length !== tokens) return null;
  if ([...positions.values()].some((position) => position >= tokens)) return null;
  return [...positions].map(([name, position]) => ({
    name,
    cleanPositions: [position],
    corruptedPositions: [position],
  }));
}

/** The roles of spans of characters; a span that no token covers gives none. */
export function placeSpans(
  spans: readonly NamedSpans[],
  clean: readonly Token[],
  corrupted: readonly Token[],
): readonly Role[] {
  const [cleanStarts, corruptedStarts] = [findStarts(clean), findStarts(corrupted)];
  return spans
    .map((span) => ({
      name: span.name,
      cleanPositions: findCovered(cleanStarts, span.clean),
      corruptedPositions: findCovered(corruptedStarts, span.corrupted),
    }))
    .filter(
      ({ cleanPositions, corruptedPositions }) => cleanPositions.length > 0 && corruptedPositions.length > 0,
    );
}

/**
 * The roles of indirect object identification, for a prompt that names its correct answer once and its incorrect one twice:
 * IO, S1, S2. The corrupted prompt has as many tokens, so they are at the same positions there.
 */
export function findNameRoles(
  prompt: string,
  tokens: readonly Token[],
  correct: string,
  incorrect: string,
): readonly Role[] {
  const [io, subject] = [correct.trim(), incorrect.trim()];
  if (!/^\p{L}+$/u.test(io) || !/^\p{L}+$/u.test(subject)) return [];
  const [objects, subjects] = [findWord(prompt, io), findWord(prompt, subject)];
  if (objects.length !== 1 || subjects.length !== 2) return [];
  const spans = { IO: objects[0]!, S1: subjects[0]!, S2: subjects[1]! };
  const starts = findStarts(tokens);
  return Object.entries(spans).flatMap(([name, span]) => {
    const positions = findCovered(starts, span);
    return positions.length === 0 ? [] : [{ name, cleanPositions: positions, corruptedPositions: positions }];
  });
}

/** The role of the last position. */
export function createEnd(clean: number, corrupted: number): Role {
  return { name: END, cleanPositions: [clean - 1], corruptedPositions: [corrupted - 1] };
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
