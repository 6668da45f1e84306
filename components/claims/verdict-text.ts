/** Verdicts in words and signs: colour alone never says what a run says of a claim. */
import type { Evidence_EvidenceFragment, Verdict, Verdict_VerdictFragment } from '../generated/graphql';
import { formatNumber } from '../plot/format-number';

interface VerdictText {
  readonly sign: string;
  readonly word: string;
  /** Of Mantine. */
  readonly colour: string;
}

export const VERDICT_TEXTS: Readonly<Record<Verdict, VerdictText>> = {
  SUPPORTED: { sign: '✓', word: 'supported', colour: 'teal' },
  REFUTED: { sign: '✗', word: 'refuted', colour: 'red' },
  UNDECIDED: { sign: '?', word: 'undecided', colour: 'yellow' },
  INVALID: { sign: '!', word: 'invalid', colour: 'gray' },
};

/** The verdicts of these runs by kind, `2 supported, 1 refuted`; a dash where none has a verdict. */
export function countVerdicts(
  verdicts: readonly Pick<Verdict_VerdictFragment, 'runId' | 'verdict'>[],
  runIds: readonly string[],
): string {
  const counts = Object.entries(VERDICT_TEXTS).flatMap(([verdict, { word }]) => {
    const count = verdicts.filter((one) => one.verdict === verdict && runIds.includes(one.runId)).length;
    return count === 0 ? [] : [`${count} ${word}`];
  });
  return counts.join(', ') || '–';
}

/** How many runs are attached and how many of them are replications, as a sentence. */
export function countAttached(evidence: readonly Pick<Evidence_EvidenceFragment, 'isReplication'>[]): string {
  const runs = evidence.length;
  const replications = evidence.filter((one) => one.isReplication).length;
  if (runs === 0) return 'Nobody has replicated this finding or attached a run yet.';
  const ofThem =
    replications === 0
      ? ''
      : `, ${replications} ${replications === 1 ? 'replication' : 'replications'} among them`;
  return `${runs} attached ${runs === 1 ? 'run' : 'runs'}${ofThem}.`;
}

/** `0.26 [0.21, 0.31]`; for a set `82% of resamples`; empty when nothing was measured. */
export function formatMeasured({
  claim,
  value,
  low,
  high,
}: Pick<Verdict_VerdictFragment, 'claim' | 'value' | 'low' | 'high'>): string {
  if (value === null) return '';
  if (claim.trimStart().startsWith('top')) {
    // One prompt, or all resamples alike.
    return low === null && (value === 0 || value === 1) && high === null
      ? value === 1
        ? 'this set'
        : 'another set'
      : `${Math.round(value * 100)}% of resamples`;
  }
  const numbers = low === null || high === null ? [value] : [value, low, high];
  const [measured, ...interval] = formatAlike(numbers);
  return interval.length === 0 ? measured! : `${measured!} [${interval.join(', ')}]`;
}

/** Numbers with the same decimals, three significant digits of the largest; with exponents where all are tiny or one is huge. */
function formatAlike(numbers: readonly number[]): string[] {
  const size = Math.max(...numbers.map(Math.abs));
  const isShort = size === 0 || (size >= 0.0005 && size < 100_000);
  const decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  return numbers.map((number) =>
    isShort ? formatNumber(number, decimals) : number.toExponential(1).replace(/^-/, '−'),
  );
}

/** Page of the run at the cell that a verdict is about. */
export function verdictAddress({
  runId,
  cell,
  direction,
  metric,
}: Pick<Verdict_VerdictFragment, 'runId' | 'cell' | 'direction' | 'metric'>): string {
  if (cell === null) return `/runs/${runId}`;
  const query = new URLSearchParams({ cell });
  if (direction !== null) query.set('direction', direction.toLowerCase());
  if (metric !== null) query.set('metric', metric.toLowerCase());
  return `/runs/${runId}?${query.toString().replaceAll('%3A', ':')}`;
}
