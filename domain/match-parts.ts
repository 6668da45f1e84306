/** What was added, removed and changed between two lists, such as the prompts of a run and of its fork. */

/** Parts of two lists. */
export interface PartDifference<T> {
  /** Number of parts that both have. */
  readonly same: number;
  readonly added: readonly T[];
  readonly removed: readonly T[];
  /** Parts that are alike, in the order of the later list. */
  readonly changed: readonly { readonly before: T; readonly after: T }[];
}

interface MatchOptions<T> {
  /** Equal parts have equal keys. */
  readonly makeKey: (part: T) => string;
  /** How alike two parts are, 0 to 1; those below LEAST_ALIKE are not paired. */
  readonly compare: (before: T, after: T) => number;
}

/** How alike two parts are, at least, that count as one part that was changed. */
const LEAST_ALIKE = 0.5;

/** Compares two lists: equal parts first, then the rest by how alike they are, and of those by their places. */
export function matchParts<T>(
  before: readonly T[],
  after: readonly T[],
  { makeKey, compare }: MatchOptions<T>,
): PartDifference<T> {
  const old = before.map((part, index) => ({ part, index }));
  const added: typeof old = [];
  for (const [index, part] of after.entries()) {
    const key = makeKey(part);
    const equal = old.findIndex((one) => makeKey(one.part) === key);
    if (equal >= 0) old.splice(equal, 1);
    else added.push({ part, index });
  }
  const same = after.length - added.length;
  const candidates = old
    .flatMap((from) => added.map((to) => ({ from, to, alike: compare(from.part, to.part) })))
    .filter(({ alike }) => alike >= LEAST_ALIKE)
    .toSorted((a, b) => b.alike - a.alike || measureDistance(a) - measureDistance(b));
  const partners = new Map<(typeof old)[number], (typeof old)[number]>();
  const taken = new Set<(typeof old)[number]>();
  for (const { from, to } of candidates) {
    if (partners.has(to) || taken.has(from)) continue;
    partners.set(to, from);
    taken.add(from);
  }
  return {
    same,
    added: added.filter((one) => !partners.has(one)).map(({ part }) => part),
    removed: old.filter((one) => !taken.has(one)).map(({ part }) => part),
    changed: added.flatMap((to) => {
      const from = partners.get(to);
      return from ? [{ before: from.part, after: to.part }] : [];
    }),
  };
}

/** Share of the words that two texts have in common, 0 to 1: twice the common words by all words. */
export function compareWords(before: string, after: string): number {
  const counts = new Map<string, number>();
  const [old, words] = [splitWords(before), splitWords(after)];
  for (const word of old) counts.set(word, (counts.get(word) ?? 0) + 1);
  let common = 0;
  for (const word of words) {
    const left = counts.get(word) ?? 0;
    if (left === 0) continue;
    counts.set(word, left - 1);
    common++;
  }
  return old.length + words.length === 0 ? 1 : (2 * common) / (old.length + words.length);
}

function splitWords(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

function measureDistance({
  from,
  to,
}: {
  readonly from: { readonly index: number };
  readonly to: { readonly index: number };
}): number {
  return Math.abs(from.index - to.index);
}
