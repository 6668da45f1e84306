/** The first result of an experiment, computed while it is written: which sweep, on which pairs, and whether it is quick enough. */
import { rankLargest } from '../../domain/rank-largest';
import { judgeBaseline } from '../../domain/baseline';
import { computeRecovery, mean, type Gap } from '../../domain/effect';
import { formatHead } from '../../domain/cell';
import { SITES, type SweepKind } from '../../domain/sites';
import { siteOfCell } from '../../domain/patch-sites';
import { namePosition } from '../tokens/name-position';
import type { Direction, InterveneInput, PatchSitesQuery } from '../generated/graphql';
import { sendPair, type DraftRow, type DraftSettings } from './draft';
import type { PairResult } from './preview';
import { countPatches, type ModelSize } from './sweep-choices';

/** Longest planned time of a result that is computed without being asked for, in ms. */
export const QUICK_MS = 500;
/** Most patched activations of a request. */
const MAX_SITES = 4096;

export interface FirstResultColumn {
  /** Of the clean prompt, as on the page of the run; of the patched one where the prompts have other numbers of tokens. */
  readonly text: string;
  readonly isMarked: boolean;
  readonly title: string | null;
}

export interface FirstResultPlan {
  readonly kind: SweepKind;
  readonly input: InterveneInput;
  readonly layers: number;
  readonly columns: readonly FirstResultColumn[];
  /** Number of the only pair that is computed, from 1; null for all pairs. */
  readonly onlyPair: number | null;
}

/** Why there is no plan: nothing that a preview shows is chosen, or it takes too long. */
export type NoPlan =
  { readonly reason: 'none' | 'unknown' } | { readonly reason: 'slow'; readonly estimatedMs: number };

interface Experiment {
  readonly rows: readonly DraftRow[];
  readonly settings: DraftSettings;
  readonly findResult: (row: DraftRow) => PairResult | undefined;
  readonly openId: number | null;
  readonly size: ModelSize | null;
  /** Of the whole run; null while it is not known or cannot be run. */
  readonly estimatedMs: number | null;
  /** Pairs of the run: more than rows for a whole set. */
  readonly pairCount: number;
}

/** Kinds with a heatmap of layers and positions first, then those of layers and heads. */
export function chooseFirstKind(kinds: readonly SweepKind[]): SweepKind | null {
  const ofSection = (id: string): SweepKind | undefined => kinds.find((kind) => SITES[kind].section === id);
  return ofSection('outputs') ?? ofSection('heads') ?? null;
}

/** Plans the first result: of all pairs if that is quick, else of the open pair if that is. */
export function planFirstResult(experiment: Experiment): FirstResultPlan | NoPlan {
  const { rows, settings, findResult, openId, size, estimatedMs, pairCount } = experiment;
  const kind = chooseFirstKind(settings.sweeps);
  const open = rows.find(({ id }) => id === openId) ?? rows[0];
  const tokens = open && findResult(open)?.tokens;
  if (kind === null) return { reason: 'none' };
  if (!tokens || size === null || estimatedMs === null) return { reason: 'unknown' };
  const side = settings.directions[0] === 'NOISING' ? 'cleanTokens' : 'corruptedTokens';
  const base = tokens[side];
  const isByPosition = SITES[kind].section === 'outputs';
  const lengths = new Set(rows.map((row) => findResult(row)?.tokens?.[side].length));
  const share =
    countPatches([kind], size, base.length) /
    (countPatches(settings.sweeps, size, base.length) * settings.directions.length);
  const ofPair = (estimatedMs * share) / pairCount;
  const canTakeAll = !isByPosition || (lengths.size === 1 && settings.positionsBy !== 'ROLE');
  const takesAll = canTakeAll && ofPair * rows.length <= QUICK_MS;
  if (!takesAll && ofPair > QUICK_MS) return { reason: 'slow', estimatedMs: ofPair };
  const isEven = tokens.cleanTokens.length === tokens.corruptedTokens.length;
  const columns = isByPosition
    ? base.map(({ text }, at) =>
        isEven
          ? namePosition(tokens.cleanTokens[at]!.text, tokens.corruptedTokens[at]!.text)
          : namePosition(text, text),
      )
    : Array.from({ length: size.heads }, (_, head) => ({
        text: String(head),
        isMarked: false,
        title: null,
      }));
  const { site } = siteOfCell({ kind, layer: 0, head: null, position: null });
  if (columns.length * size.layers > MAX_SITES) return { reason: 'none' };
  return {
    kind,
    input: {
      model: settings.model,
      pairs: (takesAll ? rows : [open]).map((row) => sendPair(row, settings.prependBos)),
      direction: settings.directions[0] ?? 'DENOISING',
      prependBos: settings.prependBos,
      ...(settings.wholeAnswers && { wholeAnswers: true }),
      sites: Array.from({ length: columns.length * size.layers }, (_, index) => ({
        site,
        layer: Math.floor(index / columns.length),
        [isByPosition ? 'position' : 'head']: index % columns.length,
      })),
    },
    layers: size.layers,
    columns,
    onlyPair: takesAll || rows.length === 1 ? null : rows.indexOf(open) + 1,
  };
}

/** What a heatmap of the first result shows. */
export interface FirstResultValues {
  /** Row-major [layer, position or head]. */
  readonly values: readonly number[];
  /** Whether values are recoveries; else they are changes in logits, because recovery is not meaningful. */
  readonly isRecovery: boolean;
  /** Value at the ends of the colour scale. */
  readonly limit: number;
  /** Indices of the cells with the largest effects, largest first. */
  readonly top: readonly number[];
}

const TOP = 3;

/** Reads an answer: means over pairs first, as everywhere; recovery only where the model does the task. */
export function readFirstResult(
  { intervene }: PatchSitesQuery,
  direction: Direction,
): FirstResultValues | null {
  const [result] = intervene.results;
  if (!result) return null;
  const gap: Gap = { base: mean(result.base), source: mean(result.source) };
  const [clean, corrupted] =
    direction === 'NOISING' ? [result.base, result.source] : [result.source, result.base];
  const isRecovery = judgeBaseline({ clean, corrupted }).verdict === 'OK';
  const values = result.singles.map((ofPairs) => {
    const value = mean(ofPairs);
    return isRecovery ? computeRecovery(value, gap) : value - gap.base;
  });
  const sizes = values.map(Math.abs);
  return {
    values,
    isRecovery,
    limit: Math.max(...sizes) || 1,
    top: rankLargest(sizes, TOP),
  };
}

/** Names a cell of the plan: `resid 2 @ 5 ·John`, `L1H2 z`. */
export function nameFirstCell({ kind, columns }: FirstResultPlan, row: number, column: number): string {
  const { word, section } = SITES[kind];
  if (section === 'outputs') return `${word} ${row} @ ${column} ${columns[column]!.text}`;
  return `${formatHead(row, column)} ${word}`;
}
