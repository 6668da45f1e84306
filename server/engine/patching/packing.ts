/** Splits lists into parts that are computed together. */

/**
 * Splits members, in their order, into parts of at most `capacity`. A member that is larger than `capacity` is a part of its own.
 */
export function packInOrder<T>(
  members: readonly T[],
  capacity: number,
  measure: (member: T) => number,
): T[][] {
  const parts: T[][] = [];
  let left = 0;
  for (const member of members) {
    const size = measure(member);
    if (parts.length === 0 || size > left) {
      parts.push([]);
      left = capacity;
    }
    parts.at(-1)!.push(member);
    left -= size;
  }
  return parts;
}

/**
 * Splits members, in their order, into parts of about equal size of at most `capacity`. A member that is larger than
 * `capacity` is a part of its own.
 */
export function packEvenly<T>(
  members: readonly T[],
  capacity: number,
  measure: (member: T) => number,
): T[][] {
  const total = members.reduce((sum, member) => sum + measure(member), 0);
  const wanted = Math.ceil(total / Math.ceil(total / capacity));
  const parts: T[][] = [];
  let filled = wanted;
  for (const member of members) {
    const size = measure(member);
    if (filled >= wanted || filled + size > capacity) {
      parts.push([]);
      filled = 0;
    }
    parts.at(-1)!.push(member);
    filled += size;
  }
  return parts;
}

/** Splits members into groups of adjacent members with the same key. */
export function groupAdjacent<T>(members: readonly T[], key: (member: T) => number): T[][] {
  const groups: T[][] = [];
  for (const member of members) {
    const last = groups.at(-1);
    if (last && key(last[0]!) === key(member)) last.push(member);
    else groups.push([member]);
  }
  return groups;
}
