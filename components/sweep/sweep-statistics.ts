/** Sweeps with a statistic over prompts as their values. */
import { decodeFloats } from './effects';
import { formatNumber } from '../plot/heatmap/scale';
import { formatP, formatStatistic, type ShownStatistic } from './statistic-text';
import type { ShownSweep } from './SweepFacets';
import type { StatisticName } from './view-state';

/** Statistics of one sweep, decoded, [cell]. */
export interface SweepStatistics {
  readonly prompts: number;
  readonly leftOut: number;
  readonly tested: number;
  readonly mean: Float32Array;
  readonly standardError: Float32Array;
  readonly t: Float32Array;
  readonly signShare: Float32Array;
  /** NaN for cells that were not tested. */
  readonly adjusted: Float32Array;
  /** 1 where a cell is distinguishable from 0. */
  readonly significant: Uint8Array;
}

/** Statistics as the API sends them. */
interface SentStatistics extends Pick<SweepStatistics, 'prompts' | 'leftOut' | 'tested'> {
  readonly mean: string;
  readonly standardError: string;
  readonly t: string;
  readonly signShare: string;
  readonly adjusted: string;
  readonly significant: string;
}

/** Decodes the arrays. */
export function decodeStatistics({ prompts, leftOut, tested, ...sent }: SentStatistics): SweepStatistics {
  return {
    prompts,
    leftOut,
    tested,
    mean: decodeFloats(sent.mean),
    standardError: decodeFloats(sent.standardError),
    t: decodeFloats(sent.t),
    signShare: decodeFloats(sent.signShare),
    adjusted: decodeFloats(sent.adjusted),
    significant: Uint8Array.from(atob(sent.significant), (byte) => byte.charCodeAt(0)),
  };
}

/** Cells that were tested and are not distinguishable from 0, one byte each. */
export function listUnclear({ significant, adjusted }: SweepStatistics): Uint8Array {
  return significant.map((is, cell) => (is === 0 && !Number.isNaN(adjusted[cell]!) ? 1 : 0));
}

const ARRAY_OF = {
  t: 't',
  sign: 'signShare',
  error: 'standardError',
} as const satisfies Record<Exclude<StatisticName, 'mean'>, keyof SweepStatistics>;

/** Replaces the values by the shown statistic, and marks cells that were tested and are not significant. */
export function applyStatistics(
  sweeps: readonly ShownSweep[],
  byKind: ReadonlyMap<string, SweepStatistics>,
  { statistic, isMeanOfRatios }: ShownStatistic,
  marksUnclear: boolean,
): readonly ShownSweep[] {
  if (byKind.size === 0) return sweeps;
  return sweeps.map((sweep): ShownSweep => {
    const own = byKind.get(sweep.kind);
    if (!own) return sweep;
    const values =
      statistic === 'mean' ? (isMeanOfRatios ? own.mean : sweep.values) : own[ARRAY_OF[statistic]];
    const note = (index: number): string =>
      [...(sweep.note ? [sweep.note(index)] : []), describeCellTest(own, index)].join(', ');
    return { ...sweep, values, note, ...(marksUnclear && { unclear: listUnclear(own) }) };
  });
}

/** `t 3.21, adjusted p 0.004, 7 of 8 prompts with the sign of the mean`. */
export function describeCellTest(
  { t, adjusted, signShare, prompts, leftOut }: SweepStatistics,
  index: number,
): string {
  const share = `${formatNumber(100 * signShare[index]!, 0)}% of ${prompts - leftOut} prompts with the sign of the mean`;
  if (Number.isNaN(adjusted[index]!)) return share;
  return `t ${formatStatistic('t', 'change')(t[index]!)}, adjusted p ${formatP(adjusted[index]!)}, ${share}`;
}
