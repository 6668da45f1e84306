/** The first problem of each pair, which says why it cannot be used. */
import type { InputIssue } from '../../errors';

/** By the index of the pair, ascending; null when a problem is of no single pair. */
export function findFirstIssues(issues: readonly InputIssue[]): ReadonlyMap<number, InputIssue> | null {
  const first = new Map<number, InputIssue>();
  for (const issue of issues) {
    const [, index] = /^pairs\.(\d+)/.exec(issue.path) ?? [];
    if (index === undefined) return null;
    if (!first.has(Number(index))) first.set(Number(index), issue);
  }
  return new Map([...first].toSorted(([a], [b]) => a - b));
}
