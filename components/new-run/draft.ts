/** The experiment that is being written in the form. */
import type {
  Direction,
  Metric,
  NewRunOptionsQuery,
  PromptPairInput,
  SetRule,
  SweepKind,
} from '../generated/graphql';
import { DEFAULT_METRIC } from '../sweep/metrics';
import { NOTEBOOK_SWEEPS } from './sweep-choices';

/** The texts of a pair, in the order of their columns. */
export const PAIR_FIELDS = ['clean', 'corrupted', 'correct', 'incorrect'] as const;
export type PairField = (typeof PAIR_FIELDS)[number];
/** The fields that may hold several tokens. */
export type AnswerField = Extract<PairField, 'correct' | 'incorrect'>;

export interface DraftPair extends Readonly<Record<PairField, string>> {
  /** Further tokens of the answers; with one, the answer is a set. */
  readonly more?: Readonly<Partial<Record<AnswerField, readonly string[]>>>;
  /** How the logits of a set become one score; MEAN when left out. */
  readonly rule?: SetRule;
}

/** A pair in the form; its id stays when pairs before it are added or removed. */
export interface DraftRow extends DraftPair {
  readonly id: number;
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
}

export interface Draft extends DraftSettings {
  readonly pairs: readonly DraftPair[];
}

export const EMPTY_PAIR: DraftPair = { clean: '', corrupted: '', correct: '', incorrect: '' };

/** The texts alone, with the rule where there is a set. */
export function copyPair(pair: DraftPair): DraftPair {
  const { clean, corrupted, correct, incorrect, more, rule } = pair;
  const texts = { clean, corrupted, correct, incorrect };
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

/** The pair of a run or preset in the form. */
export function readPair(pair: SentPair): DraftPair {
  const { clean, corrupted, correct, incorrect, rule } = pair;
  const more = (set: readonly string[] | null | undefined) => set?.slice(1) ?? [];
  return copyPair({
    clean,
    corrupted,
    correct,
    incorrect,
    more: { correct: more(pair.correctSet), incorrect: more(pair.incorrectSet) },
    rule: rule ?? 'MEAN',
  });
}

/** A pair as the API has it. */
interface SentPair extends Readonly<Record<PairField, string>> {
  readonly correctSet?: readonly string[] | null;
  readonly incorrectSet?: readonly string[] | null;
  readonly rule?: SetRule;
}

/** The pair to send: each answer as one token or as a set. */
export function sendPair(pair: DraftPair): PromptPairInput {
  const answer = (field: AnswerField) => {
    const texts = listAnswers(pair, field);
    return texts.length === 1 ? { [field]: texts[0]! } : { [`${field}Set`]: texts };
  };
  const { clean, corrupted, rule } = pair;
  const answers = { ...answer('correct'), ...answer('incorrect') };
  return { clean, corrupted, ...answers, ...(hasSet(pair) && rule && { rule }) };
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
  const model = usable[0]?.id ?? '';
  const run = options.finding?.run ?? options.run;
  if (run) {
    return {
      model: usable.some(({ id }) => id === run.model.id) ? run.model.id : model,
      pairs: run.pairs.map(readPair),
      sweeps: run.sweepKinds,
      directions: run.directions,
      metrics: run.metrics,
      prependBos: run.prependBos,
      recompute: false,
      ...(run.edges && { edges: true }),
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
