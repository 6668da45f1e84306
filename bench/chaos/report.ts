/** The table of a campaign. */
import { groupBy } from './group';
import { KINDS, SETUPS, type Setup } from './kinds';

export interface FaultResult {
  readonly setup: Setup;
  readonly kind: string;
  /** From the end of the fault until every web server answers, writes and computes, in ms; null when it was not injected. */
  readonly recoveredMs: number | null;
  readonly skipped: string | null;
  readonly violations: readonly string[];
}

/** A row of Markdown's table for each kind and set-up. */
export function describeResults(results: readonly FaultResult[]): string {
  const rows = [...groupBy(results, ({ setup, kind }) => `${kind} ${setup}`).values()]
    .toSorted(([a], [b]) => rank(a!) - rank(b!))
    .map((group) => {
      const { kind, setup } = group[0]!;
      const times = group.flatMap(({ recoveredMs }) => recoveredMs ?? []).toSorted((a, b) => a - b);
      const skipped = group.filter(({ skipped }) => skipped !== null).length;
      return [
        kind,
        setup,
        `${times.length}${skipped > 0 ? ` (${skipped} skipped)` : ''}`,
        seconds(times[Math.floor((times.length - 1) / 2)]),
        seconds(times.at(-1)),
        String(group.reduce((sum, { violations }) => sum + violations.length, 0)),
      ];
    });
  const head = ['fault', 'set-up', 'injected', 'recovered s, p50', 'max', 'violations'];
  const widths = head.map((title, at) => Math.max(title.length, ...rows.map((row) => row[at]!.length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at]!)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

function rank({ kind, setup }: FaultResult): number {
  const place = KINDS.findIndex(({ id }) => id === kind);
  // What is found at the end comes last.
  return (place < 0 ? KINDS.length : place) * SETUPS.length + SETUPS.indexOf(setup);
}

function seconds(ms: number | undefined): string {
  return ms === undefined ? '-' : (ms / 1000).toFixed(1);
}
