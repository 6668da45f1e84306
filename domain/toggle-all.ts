/** Choosing several members of a list at once, as one chooses cells of a heatmap. */

/** Adds the members that are not in the list already. Members are the same if their keys are. */
export function addAll<T>(list: readonly T[], added: readonly T[], readKey: (member: T) => string): T[] {
  const known = new Set(list.map(readKey));
  return [...list, ...added.filter((member) => !known.has(readKey(member)))];
}

/** Adds members to a list or, if all of them are in it, removes them. */
export function toggleAll<T>(list: readonly T[], toggled: readonly T[], readKey: (member: T) => string): T[] {
  const longer = addAll(list, toggled, readKey);
  if (longer.length > list.length) return longer;
  const removed = new Set(toggled.map(readKey));
  return list.filter((member) => !removed.has(readKey(member)));
}
