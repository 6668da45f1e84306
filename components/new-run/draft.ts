/** The experiment that is being written in the form. */
import type { Alignment } from '../../domain/alignment';
import type { PairFilter } from '../../domain/pair-filter';
import { END_ROLE, isSameRole } from '../../domain/roles';
import type {
  Direction,
  Metric,
  NewRunOptionsQuery,
  PositionsBy,
  PromptPairInput,
  SetRule,
  SweepKind,
} from '../generated/graphql';
import { pickUsualModel } from '../models/usual-model';
import { DEFAULT_METRIC } from '../sweep/metrics';
import type { AlignedPositions } from '../tokens/align';
import { NOTEBOOK_SWEEPS } from './sweep-choices';

/** The texts of a pair, in the order of their columns. */
export const PAIR_FIELDS = ['clean', 'corrupted', 'correct', 'incorrect'] as const;
export type PairField = (typeof PAIR_FIELDS)[number];
/** The fields that may hold several tokens. */
export type AnswerField = Extract<PairField, 'correct' | 'incorrect'>;

/** A role as it is marked: positions count from the first token of the text, so that BOS does not move them. */
export interface DraftRole {
  readonly name: string;
  readonly positions: readonly number[];
  /** Positions in the corrupted prompt, where they are others. */
  readonly corrupted?: readonly number[];
}

/** A pair without names of its tokens. */
export interface PlainPair extends Readonly<Record<PairField, string>> {
  /** Further tokens of the answers; with one, the answer is a set. */
  readonly more?: Readonly<Partial<Record<AnswerField, readonly string[]>>>;
  /** How the logits of a set become one score; MEAN when left out. */
  readonly rule?: SetRule;
}

/** A pair in the form. */
export interface DraftPair extends PlainPair {
  /** Named tokens, in the order in which they were marked. */
  readonly roles?: readonly DraftRole[];
  /**
   * The alignment that a person gave to prompts with different numbers of tokens; positions count from the first token of the text.
   * Left out for the automatic one.
   */
  readonly alignment?: Alignment;
}

/** A pair in the form; its id stays when pairs before it are added or removed. */
export interface DraftRow extends DraftPair {
  readonly id: number;
}

/** The prompt set that the pairs of the form were taken from. */
export interface DraftSet {
  /** `id@2`. */
  readonly id: string;
  readonly name: string;
  /** Indices of the pairs in the set, by their texts and roles. Older drafts have one for each text. */
  readonly indices: Readonly<Record<string, number | readonly number[]>>;
  /** Pairs of the set; not known of drafts that are older than runs of many pairs. */
  readonly pairCount?: number;
  /** Whether the run takes all pairs of the set, of which the form shows the first ones. */
  readonly usesAll?: boolean;
  /** Whether the run leaves out those that the model cannot use, where it takes all. */
  readonly leavesOutUnusable?: boolean;
}

export interface DraftSettings {
  readonly model: string;
  readonly sweeps: readonly SweepKind[];
  /** One or both; the first one is what lists and findings show. */
  readonly directions: readonly Direction[];
  readonly metrics: readonly Metric[];
  readonly prependBos: boolean;
  readonly recompute: boolean;
  /** Whether the edges between heads are computed too; false when left out. */
  readonly edges?: boolean;
  /** What position axes step along; INDEX when left out. */
  readonly positionsBy?: PositionsBy;
  /** Whether answers of several tokens are read as a whole; false when left out. */
  readonly wholeAnswers?: boolean;
  /** The prompt set that the pairs were taken from. It is named in the run while no pair is changed. */
  readonly set?: DraftSet;
  /** Half-width of the 95% intervals, as recovery, at which a run of a whole set stops; it computes all pairs when left out. */
  readonly stopInterval?: number;
  /** What pairs must satisfy to be computed; all are when left out. */
  readonly filter?: PairFilter;
}

export interface Draft extends DraftSettings {
  readonly pairs: readonly DraftPair[];
}

export const EMPTY_PAIR: DraftPair = { clean: '', corrupted: '', correct: '', incorrect: '' };

/** The texts with their roles and alignment, and the rule where there is a set. */
export function copyPair(pair: DraftPair): DraftPair {
  const { clean, corrupted, correct, incorrect, more, rule, roles, alignment } = pair;
  const texts = {
    clean,
    corrupted,
    correct,
    incorrect,
    ...(roles && roles.length > 0 && { roles }),
    ...(alignment && { alignment }),
  };
  return hasSet(pair) ? { ...texts, more: more!, ...(rule && { rule }) } : texts;
}

/** All tokens of an answer. */
export function listAnswers(pair: DraftPair, field: AnswerField): readonly string[] {
  return [pair[field], ...(pair.more?.[field] ?? [])];
}

/** Whether an answer of the pair is a set. */
export function hasSet({ more }: DraftPair): boolean {
  return Object.values(more ?? {}).some((texts) => texts.length > 0);
}

/** Whether nothing has been written in any of the pairs. */
export function areBlank(pairs: readonly DraftPair[]): boolean {
  return pairs.every((pair) => PAIR_FIELDS.every((field) => pair[field] === '') && !hasSet(pair));
}

/** The pair of a run or preset in the form. @param prependBos whether its positions count BOS. */
export function readPair(pair: SentPair, prependBos = true): DraftPair {
  const { clean, corrupted, correct, incorrect, rule } = pair;
  const more = (set: readonly string[] | null | undefined) => set?.slice(1) ?? [];
  return copyPair({
    clean,
    corrupted,
    correct,
    incorrect,
    more: { correct: more(pair.correctSet), incorrect: more(pair.incorrectSet) },
    rule: rule ?? 'MEAN',
    roles: (pair.roles ?? [])
      .filter(({ name }) => !isSameRole(name, END_ROLE))
      .map((role) => readRole(role, prependBos)),
    ...(pair.alignment && { alignment: readAlignment(pair.alignment, prependBos) }),
  });
}

/** A role of the API in the form. */
export function readRole(
  { name, cleanPositions, corruptedPositions = cleanPositions }: SentRole,
  prependBos: boolean,
): DraftRole {
  const shift = (positions: readonly number[]): number[] => positions.map((at) => at - countBos(prependBos));
  const isSame = String(cleanPositions) === String(corruptedPositions);
  return {
    name,
    positions: shift(cleanPositions),
    ...(!isSame && { corrupted: shift(corruptedPositions) }),
  };
}

/** An alignment of the API in the form: without BOS. */
function readAlignment(sent: AlignedPositions, prependBos: boolean): Alignment {
  const alignment = sent.map(({ clean, corrupted }) => [clean, corrupted] as const);
  return dropBos(alignment, prependBos);
}

/** The alignment of a pair at positions that do not count BOS. */
export function dropBos(alignment: Alignment, prependBos: boolean): Alignment {
  const bos = countBos(prependBos);
  return alignment
    .map(([clean, corrupted]) => [clean - bos, corrupted - bos] as const)
    .filter(([clean, corrupted]) => clean >= 0 && corrupted >= 0);
}

/** The alignment of a pair at positions that count BOS. */
export function addBos(alignment: Alignment, prependBos: boolean): Alignment {
  const bos = countBos(prependBos);
  const ofText = alignment.map(([clean, corrupted]) => [clean + bos, corrupted + bos] as const);
  return prependBos ? [[0, 0], ...ofText] : ofText;
}

/** A pair as the API has it. */
interface SentPair extends Readonly<Record<PairField, string>> {
  readonly correctSet?: readonly string[] | null;
  readonly incorrectSet?: readonly string[] | null;
  readonly rule?: SetRule;
  readonly roles?: readonly SentRole[];
  readonly alignment?: AlignedPositions | null;
}

interface SentRole {
  readonly name: string;
  readonly cleanPositions: readonly number[];
  /** Those of the clean prompt when left out. */
  readonly corruptedPositions?: readonly number[];
}

/** Names of the roles of all pairs, each once, in the order in which they occur. */
export function listRoleNames(pairs: readonly DraftPair[]): string[] {
  const names = pairs.flatMap(({ roles = [] }) => roles.map(({ name }) => name));
  return names.filter((name, at) => names.findIndex((other) => isSameRole(other, name)) === at);
}

/** Tokens before the first one of the text. */
export function countBos(prependBos: boolean): number {
  return prependBos ? 1 : 0;
}

/** The pair to send: each answer as one token or as a set. @param prependBos whether positions count BOS. */
export function sendPair(pair: DraftPair, prependBos: boolean): PromptPairInput {
  const answer = (field: AnswerField) => {
    const texts = listAnswers(pair, field);
    return texts.length === 1 ? { [field]: texts[0]! } : { [`${field}Set`]: texts };
  };
  const { clean, corrupted, rule, roles = [], alignment } = pair;
  const answers = { ...answer('correct'), ...answer('incorrect') };
  const place = (positions: readonly number[]): number[] => positions.map((at) => at + countBos(prependBos));
  const sent = roles.map(({ name, positions, corrupted: others = positions }) => ({
    name,
    cleanPositions: place(positions),
    corruptedPositions: place(others),
  }));
  return {
    clean,
    corrupted,
    ...answers,
    ...(hasSet(pair) && rule && { rule }),
    ...(sent.length > 0 && { roles: sent }),
    ...(alignment && {
      alignment: addBos(alignment, prependBos).map(([ofClean, ofCorrupted]) => ({
        clean: ofClean,
        corrupted: ofCorrupted,
      })),
    }),
  };
}

export const BOTH_DIRECTIONS: readonly Direction[] = ['DENOISING', 'NOISING'];

/** Presets are the notebook's experiments: one direction and one metric. */
export const PRESET_SETTINGS: Pick<DraftSettings, 'directions' | 'metrics'> = {
  directions: ['DENOISING'],
  metrics: [DEFAULT_METRIC],
};

/** The draft to begin with: a copied run, that of a finding to fork, a preset, or an empty pair. */
export function createDraft(options: NewRunOptionsQuery, preset: string): Draft {
  const usable = options.models.filter(({ installed }) => installed);
  const model = pickUsualModel(usable) ?? '';
  const run = options.finding?.run ?? options.run;
  if (run) {
    return {
      model: usable.some(({ id }) => id === run.model.id) ? run.model.id : model,
      pairs: run.pairs.map((pair) => readPair(pair, run.prependBos)),
      sweeps: run.sweepKinds,
      directions: run.directions,
      metrics: run.metrics,
      prependBos: run.prependBos,
      recompute: false,
      ...(run.edges && { edges: true }),
      ...(run.wholeAnswers && { wholeAnswers: true }),
      ...(run.positionsBy === 'ROLE' && { positionsBy: run.positionsBy }),
    };
  }
  const chosen = options.presets.find(({ id }) => id === preset);
  return {
    model,
    pairs: chosen?.pairs.map(copyPair) ?? [EMPTY_PAIR],
    sweeps: chosen?.sweeps ?? NOTEBOOK_SWEEPS,
    ...(chosen ? PRESET_SETTINGS : { directions: BOTH_DIRECTIONS, metrics: [DEFAULT_METRIC] }),
    prependBos: true,
    recompute: false,
  };
}
