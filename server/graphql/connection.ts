/** Relay-style connections out of pages. */
import { badUserInput } from '../errors';
import { cursorOf, type Page, type Place } from '../paging';

/** Edges with cursors, and where the page ends. */
export function connectionOf<T extends Place>({ nodes, hasNextPage }: Page<T>) {
  const edges = nodes.map((node) => ({ node, cursor: cursorOf(node) }));
  return { edges, pageInfo: { hasNextPage, endCursor: edges.at(-1)?.cursor ?? null } };
}

/**
 * Checks a number of things asked for.
 *
 * @throws BAD_USER_INPUT outside 1 to `most`.
 */
export function checkCount(name: string, value: number, most: number): void {
  if (value >= 1 && value <= most) return;
  throw badUserInput([{ path: name, message: `${name} is ${value}; ask for 1 to ${most}.` }]);
}
