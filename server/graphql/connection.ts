/** Relay-style connections. */
import { badUserInput } from '../errors';
import { formatCursor, type Page, type Place } from '../paging';

/** Turns a page into a connection. */
export function connectionOf<T extends Place>({ nodes, hasNextPage }: Page<T>) {
  const edges = nodes.map((node) => ({ node, cursor: formatCursor(node) }));
  return { edges, pageInfo: { hasNextPage, endCursor: edges.at(-1)?.cursor ?? null } };
}

/**
 * Checks a requested count.
 *
 * @throws BAD_USER_INPUT outside 1 to `most`.
 */
export function checkCount(name: string, value: number, most: number): void {
  if (value >= 1 && value <= most) return;
  throw badUserInput([{ path: name, message: `${name} is ${value}; use 1 to ${most}.` }]);
}
