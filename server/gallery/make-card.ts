/** Makes the card of a finding from its run. */
import { formatComponent, indexToCoordinates } from '../../domain/cell';
import { SITES } from '../../domain/sites';
import type { PromptPair } from '../db';
import type { Direction } from '../engine/api';
import { decodeCleanTokens, decodeCorruptedTokens } from '../db/codec';
import { chooseNamingKind } from '../runs/results/name-component';
import { isGapTooSmall } from '../../domain/effect';
import { readMeanGap, sweepValues, topCells, type SweepData } from '../runs/results/sweep-view';
import { differingPositions } from '../runs/submit/validate-alignment';
import { readFirstAlignment, summarizeBaseline, type StoredCard } from './card';

/** Longest side of the small heatmap, in cells. */
const MAX_SIDE = 64;
const TOP_COMPONENTS = 4;

/**
 * Makes the card of a run.
 *
 * @param sweeps all of the run's first direction, at least one, in the logit difference.
 * @param pairs the run's prompts, in order.
 * @param directions all of the run.
 * @param roles names of the steps of its position axes; null for positions by index.
 */
export function makeCard(
  sweeps: readonly SweepData[],
  pairs: readonly PromptPair[],
  directions: readonly Direction[],
  roles: readonly string[] | null = null,
): StoredCard {
  const [pictured] = sweeps.toSorted((a, b) => SITES[a.kind].thumbnailRank - SITES[b.kind].thumbnailRank);
  const namedBy = chooseNamingKind(sweeps.map(({ kind }) => kind));
  const naming = sweeps.find(({ kind }) => kind === namedBy);
  const [firstPair] = pairs;
  if (!pictured || !naming || !firstPair) {
    throw new Error(`no card of ${sweeps.length} sweeps and ${pairs.length} prompt pairs`);
  }
  const { shape, values } = shrink(pictured);
  const clean = decodeCleanTokens(firstPair.cleanTokens);
  const corrupted = decodeCorruptedTokens(firstPair.corruptedTokens);
  const alignment = readFirstAlignment(pairs);
  const { base } = readMeanGap(naming);
  return {
    kind: pictured.kind,
    shape,
    values: values.map((value) => (Number.isFinite(value) ? Math.round(value * 1e4) / 1e4 : null)),
    topComponents: topCells(naming, TOP_COMPONENTS).map((cell) => ({
      label: formatComponent(naming.kind, cell, roles),
      recovery: cell.recovery,
      change: cell.value - base,
    })),
    clean,
    corrupted,
    differingPositions: differingPositions({ clean, corrupted, alignment }),
    alignment: alignment && alignment.map(([of, other]) => [of, other]),
    run: {
      direction: naming.direction,
      ...(directions.length > 1 && { directions: [...directions] }),
      correct: firstPair.correct,
      incorrect: firstPair.incorrect,
      baseline: summarizeBaseline(naming.baselines),
    },
  };
}
/** At most MAX_SIDE cells a side, layers by heads or positions: cells that share one are merged into the largest by |value|. */
function shrink(sweep: SweepData): { shape: [number, number]; values: number[] } {
  const [rows = 1] = sweep.shape;
  const byHead = sweep.axes.includes('head');
  const columns = sweep.shape[sweep.axes.indexOf(byHead ? 'head' : 'position')] ?? 1;
  const gap = readMeanGap(sweep);
  const isUndefined = isGapTooSmall(gap);
  const values = sweepValues(sweep, !isUndefined, null).map((value) =>
    isUndefined ? value - gap.base : value,
  );
  const shape: [number, number] = [Math.min(rows, MAX_SIDE), Math.min(columns, MAX_SIDE)];
  const merged = Array.from({ length: shape[0] * shape[1] }, () => 0);
  values.forEach((value, index) => {
    const { layer, head, position } = indexToCoordinates(sweep, index);
    const row = Math.floor((layer * shape[0]) / rows);
    const column = Math.floor(((byHead ? head! : position!) * shape[1]) / columns);
    const cell = row * shape[1] + column;
    if (Math.abs(value) > Math.abs(merged[cell]!)) merged[cell] = value;
  });
  return { shape, values: merged };
}
