/** The card of a finding. It is made once, at publication, so that lists never read a run's arrays. */
import { z } from 'zod';
import type { PromptPair, Run } from '../db';
import type { Alignment } from '../../domain/alignment';
import { decodeAlignment, decodeDirection, jsonColumn, storedToken } from '../db/codec';
import { SWEEP_KINDS } from '../engine/api';
import { judgeBaseline, type BaselineGate } from '../../domain/baseline';
import { DIRECTIONS, computeGap, isGapTooSmall, mean, type Baselines, type Gap } from '../../domain/effect';
import { readBaselines } from '../runs/results/sweep-view';

const tokens = z.array(storedToken);
const verdict = z.object({
  /** Mean logit differences of the unpatched runs, in logits. */
  clean: z.number(),
  corrupted: z.number(),
  pairs: z.number(),
  gapMean: z.number(),
  gapStandardError: z.number().nullable(),
  pairsWithRightSign: z.number(),
  verdict: z.enum(['OK', 'WEAK', 'ABSENT']),
  cannotNormalise: z.string().nullable(),
});
const summary = z.object({
  /** The direction of the card's values. */
  direction: z.enum(DIRECTIONS),
  /** All directions of the run. Cards that are older than it are of runs with one. */
  directions: z.array(z.enum(DIRECTIONS)).optional(),
  /** Answers of the first pair. */
  correct: z.string(),
  incorrect: z.string(),
  baseline: verdict,
});
/** A card as it is stored. Cards of findings older than the baseline verdict have no `run`. */
const storedCard = z.object({
  kind: z.enum(SWEEP_KINDS),
  /** [rows, columns] of the small heatmap. */
  shape: z.tuple([z.number(), z.number()]),
  /** Mean recovery, or logit difference less the base's where recovery is undefined; row-major. */
  values: z.array(z.number().nullable()),
  topComponents: z.array(
    z.object({ label: z.string(), recovery: z.number().nullable(), change: z.number().optional() }),
  ),
  clean: tokens,
  corrupted: tokens,
  differingPositions: z.array(z.number()),
  /** Of prompts with different numbers of tokens: aligned positions, clean and corrupted. Older cards have none. */
  alignment: z
    .array(z.tuple([z.number(), z.number()]))
    .nullable()
    .optional(),
  run: summary.optional(),
});

export type StoredCard = z.infer<typeof storedCard>;
/** The part of a card that describes its run. */
export type RunSummary = z.infer<typeof summary>;

/** A card with everything that lists show. */
export interface Card extends Omit<StoredCard, 'topComponents' | 'run' | 'alignment'> {
  readonly topComponents: readonly {
    readonly label: string;
    /** Null where the gap is too small to normalise by. */
    readonly recovery: number | null;
    /** Mean logit difference less the base's, in logits. */
    readonly change: number;
  }[];
  readonly run: RunSummary;
  /** Of the first pair, as the run aligned it; null for prompts with one number of tokens. */
  readonly alignment: Alignment | null;
}

/** Reads a stored card. @throws DATABASE_UNAVAILABLE for text that is not one. */
export const readCard = jsonColumn('Finding.card', storedCard);

/** The run of a card. */
export interface CardRun {
  readonly run: Pick<Run, 'direction'>;
  readonly pairs: readonly PromptPair[];
}

/** Completes a stored card; `findRun` is called only for cards that were stored without something of their run. */
export async function completeCard(card: StoredCard, findRun: () => Promise<CardRun>): Promise<Card> {
  const isUnequal = card.clean.length !== card.corrupted.length;
  const found = !card.run || (isUnequal && card.alignment === undefined) ? await findRun() : null;
  const run = card.run ?? summarizeRun(found!.run, found!.pairs);
  const alignment = card.alignment ?? (found && isUnequal ? readFirstAlignment(found.pairs) : null);
  const { base, source } = computeSummaryGap(run);
  const topComponents = card.topComponents.map(({ label, recovery, change }) => ({
    label,
    recovery,
    change: change ?? (recovery ?? NaN) * (source - base),
  }));
  return { ...card, topComponents, run, alignment };
}

/** How a run aligned the prompts of its first pair; null where they have one number of tokens. */
export function readFirstAlignment([first]: readonly Pick<PromptPair, 'alignment'>[]): Alignment | null {
  return first?.alignment == null ? null : decodeAlignment(first.alignment);
}

/** Summarizes a computed run for its card. */
export function summarizeRun(run: Pick<Run, 'direction'>, pairs: readonly PromptPair[]): RunSummary {
  const [first] = pairs;
  return {
    direction: decodeDirection(run.direction),
    correct: first!.correct,
    incorrect: first!.incorrect,
    baseline: summarizeBaseline(readBaselines(pairs)),
  };
}

export function summarizeBaseline(baselines: Baselines): RunSummary['baseline'] {
  const gate: BaselineGate = judgeBaseline(baselines);
  const [clean, corrupted] = [mean(baselines.clean), mean(baselines.corrupted)];
  return { clean, corrupted, pairs: baselines.clean.length, ...gate };
}

/** Base and source logit difference, averaged over prompts. */
function computeSummaryGap({ direction, baseline: { clean, corrupted } }: RunSummary): Gap {
  return computeGap({ clean: [clean], corrupted: [corrupted] }, direction);
}

/**
 * The values that a card's thumbnail shows: mean recovery if the baseline's verdict is OK. Otherwise the change of the logit
 * difference in logits, whose sign does not depend on a meaningless gap. NaN where undefined.
 */
export function pictureValues({ values, run }: Pick<Card, 'values' | 'run'>): number[] {
  const gap = computeSummaryGap(run);
  const isRecovery = !isGapTooSmall(gap);
  const factor = run.baseline.verdict === 'OK' || !isRecovery ? 1 : gap.source - gap.base;
  return values.map((value) => (value === null ? NaN : value * factor));
}
