/** Characters of tags that fit in the line of a card beside its counts. */
const LINE = 42;

/** Splits tags into those that fit in one line, each with its `#` and a gap, and the others. The first one is always shown. */
export function fitTags(
  tags: readonly string[],
  taken: number,
): { readonly shown: readonly string[]; readonly others: readonly string[] } {
  let left = LINE - taken;
  let count = 0;
  for (const tag of tags) {
    left -= tag.length + 2;
    // The last gap needs no room; what is left out needs some: `+3`.
    const isLast = count === tags.length - 1;
    if (count > 0 && left < (isLast ? -1 : 3)) break;
    count += 1;
  }
  return { shown: tags.slice(0, count), others: tags.slice(count) };
}
