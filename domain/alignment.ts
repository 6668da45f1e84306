/**
 * Alignment of the prompts of one pair that have different numbers of tokens: which position of the clean prompt and which of the
 * corrupted prompt stand for each other. A patch at a position of the base run takes the activation of the aligned position of
 * the source run. A position without a partner is not patched.
 *
 * Alignments are one to one and strictly increasing. The last positions are always aligned, because the metric is read there,
 * and so are the first ones where both prompts begin with BOS. Prompts of equal length have no alignment: each position is
 * aligned with itself.
 */
import type { Direction } from './effect';
import type { PairRole } from './roles';

/** Aligned positions, `[clean, corrupted]` each, ascending in both. */
export type Alignment = readonly (readonly [clean: number, corrupted: number])[];

/** A column of a drawn alignment; null where a prompt has no token in it. */
export interface AlignedColumn {
  readonly clean: number | null;
  readonly corrupted: number | null;
}

/** The part of a token pair that its alignment belongs to. */
export interface AlignedPair {
  readonly clean: readonly number[];
  readonly corrupted: readonly number[];
  /** Absent for prompts of equal length. */
  readonly alignment?: Alignment | undefined;
}

/**
 * Aligns two prompts of different lengths.
 *
 * Roles that both prompts have are aligned first: their last positions with each other, and so on towards their first positions.
 * A position of a role is aligned with that partner or not at all. Roles in another order in the corrupted prompt cross; of these
 * the order that keeps most positions is kept. All other positions are aligned by edit distance over token ids, where a
 * substitution costs as much as an insertion.
 *
 * Ties: tokens that both prompts begin with stay aligned. After them, of equal distances the one that aligns later positions is
 * taken; where a gap is next, it is in the clean prompt's favour: the corrupted token is the one without a partner last.
 *
 * @param roles of the pair; END is ignored, because the last positions are always aligned.
 */
export function alignPair(
  clean: readonly number[],
  corrupted: readonly number[],
  roles: readonly PairRole[] = [],
): Alignment {
  if (clean.length === 0 || corrupted.length === 0) return [];
  const [rows, columns] = [clean.length - 1, corrupted.length - 1];
  const partners = pairRoles(roles);
  const begin = countCommonPrefix(clean, corrupted, Math.min(rows, columns), partners);
  const width = columns - begin + 1;
  // distance[i][j]: of the first i and j positions after the common prefix.
  const distance = new Int32Array((rows - begin + 1) * width);
  const costs = { gap: 1, substitution: 1, role: -2 * (rows + columns) };
  const stepCost = (i: number, j: number): number => {
    const [at, other] = [begin + i - 1, begin + j - 1];
    const isPartner = partners.clean.get(at) === other;
    if (!isPartner && (partners.clean.has(at) || partners.corrupted.has(other))) return Infinity;
    const ofTokens = clean[at] === corrupted[other] ? 0 : costs.substitution;
    return isPartner ? costs.role + ofTokens : ofTokens;
  };
  const at = (i: number, j: number): number => distance[i * width + j]!;
  for (let i = 0; i <= rows - begin; i++)
    for (let j = 0; j < width; j++) {
      if (i === 0 || j === 0) distance[i * width + j] = (i + j) * costs.gap;
      else
        distance[i * width + j] = Math.min(
          at(i - 1, j - 1) + stepCost(i, j),
          at(i - 1, j) + costs.gap,
          at(i, j - 1) + costs.gap,
        );
    }
  const aligned: [number, number][] = [[rows, columns]];
  let [i, j] = [rows - begin, columns - begin];
  while (i > 0 && j > 0) {
    if (at(i, j) === at(i - 1, j - 1) + stepCost(i, j)) aligned.push([begin + --i, begin + --j]);
    else if (at(i, j) === at(i, j - 1) + costs.gap) j--;
    else i--;
  }
  const prefix = Array.from({ length: begin }, (_, index): [number, number] => [index, index]);
  return [...prefix, ...aligned.toReversed()];
}

/** The alignment that patching uses when nobody gives another one; undefined for prompts of equal length. */
export function alignUnequal(
  clean: readonly number[],
  corrupted: readonly number[],
  roles: readonly PairRole[] = [],
): Alignment | undefined {
  return clean.length === corrupted.length ? undefined : alignPair(clean, corrupted, roles);
}

/** The alignment of a pair: its own, or that of prompts of equal length. */
export function readAlignment({ clean, alignment }: AlignedPair): Alignment {
  return alignment ?? clean.map((_, position): [number, number] => [position, position]);
}

/**
 * Positions of the clean prompt at which the prompts differ: without a partner, or aligned with another token. Of prompts of
 * equal length, positions with different tokens.
 */
export function listDiffering(pair: AlignedPair): number[] {
  const partners = new Map(readAlignment(pair));
  return Array.from(pair.clean.keys()).filter((position) => {
    const partner = partners.get(position);
    return partner === undefined || pair.clean[position] !== pair.corrupted[partner];
  });
}

/** Whether every position is aligned with itself, so that prompts of equal length need no alignment. */
export function isIdentity(alignment: Alignment, cleanLength: number, corruptedLength: number): boolean {
  return (
    cleanLength === corruptedLength &&
    alignment.length === cleanLength &&
    alignment.every(([clean, corrupted], at) => clean === at && corrupted === at)
  );
}

/** Why a sweep of attention patterns cannot be aligned. */
export const UNEQUAL_PATTERNS =
  'the clean and the corrupted prompt of a pair have different lengths, so rows of their attention patterns are over different positions. Patch q and k, or use pairs of equal length.';

/**
 * The columns of a drawing: aligned positions share one. Between them come the clean positions without a partner, then the
 * corrupted ones.
 */
export function listColumns(
  alignment: Alignment,
  cleanLength: number,
  corruptedLength: number,
): AlignedColumn[] {
  const columns: AlignedColumn[] = [];
  let [clean, corrupted] = [0, 0];
  const fill = (untilClean: number, untilCorrupted: number): void => {
    while (clean < untilClean) columns.push({ clean: clean++, corrupted: null });
    while (corrupted < untilCorrupted) columns.push({ clean: null, corrupted: corrupted++ });
  };
  for (const [ofClean, ofCorrupted] of alignment) {
    fill(ofClean, ofCorrupted);
    columns.push({ clean: clean++, corrupted: corrupted++ });
  }
  fill(cleanLength, corruptedLength);
  return columns;
}

/**
 * For each position of the base prompt the position of the source prompt that its patch reads; -1 for none.
 *
 * @returns null for a pair without an alignment.
 */
export function mapToSource(
  { clean, corrupted, alignment }: AlignedPair,
  direction: Direction,
): number[] | null {
  if (!alignment) return null;
  const isDenoising = direction === 'DENOISING';
  const map = (isDenoising ? corrupted : clean).map(() => -1);
  for (const [ofClean, ofCorrupted] of alignment)
    map[isDenoising ? ofCorrupted : ofClean] = isDenoising ? ofClean : ofCorrupted;
  return map;
}

/** The prompt of a pair that a direction patches. */
export function takeBase<Prompt>(
  { clean, corrupted }: { readonly clean: Prompt; readonly corrupted: Prompt },
  direction: Direction,
): Prompt {
  return direction === 'DENOISING' ? corrupted : clean;
}

/**
 * What is wrong with an alignment that a person gives; null where nothing is.
 *
 * @param hasBos whether both prompts begin with BOS.
 */
export function explainAlignment(
  alignment: Alignment,
  cleanLength: number,
  corruptedLength: number,
  hasBos: boolean,
): string | null {
  for (const [side, length, index] of [
    ['clean', cleanLength, 0],
    ['corrupted', corruptedLength, 1],
  ] as const) {
    const outside = alignment.find((pair) => !isPosition(pair[index], length));
    if (outside)
      return `There is no ${side} position ${outside[index]}; the ${side} prompt has positions 0 to ${length - 1}.`;
  }
  for (const [at, [clean, corrupted]] of alignment.entries()) {
    const before = alignment[at - 1];
    if (before && (clean <= before[0] || corrupted <= before[1]))
      return `Clean ${before[0]} with corrupted ${before[1]} is followed by clean ${clean} with corrupted ${corrupted}. Each position is aligned once, and both sides ascend.`;
  }
  const last = alignment.at(-1);
  if (last?.[0] !== cleanLength - 1 || last[1] !== corruptedLength - 1)
    return `The last positions, clean ${cleanLength - 1} and corrupted ${corruptedLength - 1}, must be aligned: the metric is read there.`;
  const [first] = alignment;
  if (hasBos && (first![0] !== 0 || first![1] !== 0))
    return 'The first positions are BOS in both prompts and must be aligned.';
  return null;
}

function isPosition(value: number, length: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < length;
}

/** Partners by position, in both directions, of the positions of roles. A role that one prompt lacks has no partners. */
interface Partners {
  readonly clean: ReadonlyMap<number, number | null>;
  readonly corrupted: ReadonlyMap<number, number | null>;
}

/** The first of several roles at a position counts. */
function pairRoles(roles: readonly PairRole[]): Partners {
  const clean = new Map<number, number | null>();
  const corrupted = new Map<number, number | null>();
  for (const { name, cleanPositions, corruptedPositions } of roles) {
    if (name.toUpperCase() === 'END') continue;
    const own = cleanPositions.toSorted((a, b) => b - a);
    const other = corruptedPositions.toSorted((a, b) => b - a);
    for (let at = 0; at < Math.max(own.length, other.length); at++) {
      const [here, there] = [own[at], other[at]];
      const isFree =
        (here === undefined || !clean.has(here)) && (there === undefined || !corrupted.has(there));
      if (!isFree) continue;
      if (here !== undefined) clean.set(here, there ?? null);
      if (there !== undefined) corrupted.set(there, here ?? null);
    }
  }
  return { clean, corrupted };
}

function countCommonPrefix(
  clean: readonly number[],
  corrupted: readonly number[],
  most: number,
  partners: Partners,
): number {
  let count = 0;
  const isFree = (at: number): boolean =>
    partners.clean.get(at) === at || (!partners.clean.has(at) && !partners.corrupted.has(at));
  while (count < most && clean[count] === corrupted[count] && isFree(count)) count++;
  return count;
}

/**
 * Aligns one more pair of positions, and takes away what it crosses or shares a position with. The first and the last pair stay:
 * they cannot be crossed.
 */
export function linkPositions(alignment: Alignment, clean: number, corrupted: number): Alignment {
  const kept = alignment.filter(([a, b]) => (a < clean && b < corrupted) || (a > clean && b > corrupted));
  return [...kept, [clean, corrupted] as const].toSorted(([a], [b]) => a - b);
}
