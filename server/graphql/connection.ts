/** Relay-style connections. */
import { badUserInput } from '../errors';
import { formatCursor, type Page, type Place } from '../paging';

/** Turns a page into a connection. */
export function toConnection<T extends Place>({ nodes, hasNextPage }: Page<T>) {
  const edges = nodes.map((node) => ({ node, cursor: formatCursor(node) }));
  return { edges, pageInfo: { hasNextPage, endCursor: edges.at(-1)?.cursor ?? null } };
}

/** Checks how many are left out before a page. @throws BAD_USER_INPUT below 0. */
export function checkOffset(value: number): void {
  if (value >= 0) return;
  throw badUserInput([{ path: 'offset', message: `offset is ${value}; use 0 or more.` }]);
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
