/** Makes the card of a finding from its run. */
import { formatComponent } from '../../domain/cell';
import { SITES } from '../../domain/sites';
import type { PromptPair } from '../db';
import type { Direction } from '../engine/api';
import { decodeCleanTokens, decodeCorruptedTokens } from '../db/codec';
import { shrinkSweep } from '../runs/pictures/shrink-sweep';
import { chooseNamingKind } from '../runs/results/name-component';
import { readMeanGap, topCells, type SweepData } from '../runs/results/sweep-view';
import { differingPositions } from '../runs/submit/validate-alignment';
import { readFirstAlignment, summarizeBaseline, type StoredCard } from './card';

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
  const { shape, values } = shrinkSweep(pictured);
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
