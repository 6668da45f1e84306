/** What the steps of /learn are made from: prompts, sizes of the model, and stored results. */
import type { Direction } from '../../domain/effect';
import type { PairTexts } from '../../domain/presets';
import type { DemoExample, DemoValues } from '../demo/example';
import type {
  InterveneInput,
  LearnPredictionFragment,
  LearnSavedHeadsQuery,
  LearnSavedPredictionsQuery,
  Site,
} from '../generated/graphql';

/** Texts of the operations that the steps send. */
export interface LearnRequests {
  readonly patch: string;
  readonly predict: string;
}

/** The activations of a head, in the order of the page. */
export const HEAD_PARTS = [
  { id: 'z', site: 'Z', label: 'output z' },
  { id: 'q', site: 'Q', label: 'queries q' },
  { id: 'k', site: 'K', label: 'keys k' },
  { id: 'v', site: 'V', label: 'values v' },
  { id: 'pattern', site: 'PATTERN', label: 'pattern' },
] as const satisfies readonly { id: string; site: Site; label: string }[];
export type HeadPart = (typeof HEAD_PARTS)[number]['id'];

export interface TokenShare {
  readonly text: string;
  readonly probability: number;
}

export interface Lesson {
  /** About one word that decides a fact. */
  readonly fact: DemoExample;
  /** About the subject of a clause. */
  readonly name: DemoExample;
  readonly heads: number;
  /** Stored values by part of a head, [layer, head]. */
  readonly savedHeads: Readonly<Partial<Record<HeadPart, DemoValues>>>;
  /** Stored predictions of the fact's prompts. */
  readonly savedPredictions: {
    readonly clean: readonly TokenShare[];
    readonly corrupted: readonly TokenShare[];
  } | null;
}

/** Patches of one part of every head of a pair. */
export function createHeadsInput(
  { model, pair, layers }: DemoExample,
  heads: number,
  part: HeadPart,
  direction: Direction,
): InterveneInput {
  const { site } = HEAD_PARTS.find(({ id }) => id === part)!;
  return {
    model,
    pairs: [pair],
    direction,
    sites: Array.from({ length: layers * heads }, (_, index) => ({
      site,
      layer: Math.floor(index / heads),
      head: index % heads,
    })),
  };
}

/** One patch of the residual stream. */
export function createCellInput(
  { model, pair }: DemoExample,
  layer: number,
  position: number,
): InterveneInput {
  return { model, pairs: [pair], sites: [{ site: 'RESID_PRE', layer, position }] };
}

/** Stored values of heads, by part; none of a finding about other prompts. */
export function readSavedHeads(
  query: LearnSavedHeadsQuery | undefined,
  pair: PairTexts,
): Partial<Record<HeadPart, DemoValues>> {
  const run = query?.findings.edges[0]?.node.run;
  if (!run || !isPair(run.pairs[0], pair)) return {};
  const saved: Partial<Record<HeadPart, DemoValues>> = {};
  for (const { id } of HEAD_PARTS) {
    const sweep = run[id];
    const unpatched = sweep?.unpatched.perPrompt[0];
    if (sweep && unpatched)
      saved[id] = { base: unpatched.corrupted, source: unpatched.clean, patched: sweep.values };
  }
  return saved;
}

/** Stored predictions of both prompts of a pair; null where no finding keeps them. */
export function readSavedPredictions(
  query: LearnSavedPredictionsQuery | undefined,
  pair: PairTexts,
): Lesson['savedPredictions'] {
  const run = query?.findings.edges[0]?.node.run;
  if (!run?.sweep || !isPair(run.pairs[0], pair)) return null;
  const { base, source } = run.sweep.patched;
  return { clean: toShares(source), corrupted: toShares(base) };
}

/** Rows that are shown. */
const SHOWN = 6;

/** The first rows of predictions. */
export function toShares(predictions: readonly LearnPredictionFragment[]): TokenShare[] {
  return predictions.slice(0, SHOWN).map(({ token: { text }, probability }) => ({ text, probability }));
}

function isPair(
  stored: { readonly clean: string; readonly corrupted: string } | undefined,
  { clean, corrupted }: PairTexts,
): boolean {
  return stored?.clean === clean && stored.corrupted === corrupted;
}
