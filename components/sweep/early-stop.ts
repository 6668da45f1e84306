/** Sentences about runs that stop early. */
import type { RunView_RunFragment } from '../generated/graphql';
import { siteOfKind } from '../../domain/sites';

/** Digits of intervals. */
const DIGITS = 2;

/** `Stopped after 640 of 5,000 pairs: interval 0.0089 < 0.01`, or when the run will stop, or that it did not; null of runs that do not. */
export function describeStop({
  stopWhen,
  earlyStop,
  pairCount,
  status,
}: Pick<RunView_RunFragment, 'stopWhen' | 'earlyStop' | 'pairCount' | 'status'>): string | null {
  if (!stopWhen) return null;
  const { interval, sweep, minPairs } = stopWhen;
  if (earlyStop) {
    const { pairs, plannedPairs } = earlyStop;
    return `Stopped after ${count(pairs)} of ${count(plannedPairs)} pairs: interval ${Number(earlyStop.interval.toPrecision(DIGITS))} < ${interval}`;
  }
  if (status === 'SUCCEEDED')
    return `Computed all ${count(pairCount)} pairs: the widest interval was not below ${interval} before the last batch`;
  const subject = sweep === null ? 'every cell' : `every cell of ${siteOfKind(sweep).title}`;
  return `Stops when the 95% interval of the recovery of ${subject} is within ±${interval}, after at least ${count(minPairs)} pairs`;
}

function count(pairs: number): string {
  return pairs.toLocaleString('en');
}
