/** The experiment that is being written in the form. */
import type { Direction, Metric, NewRunOptionsQuery, SweepKind } from '../generated/graphql';
import { DEFAULT_METRIC } from '../sweep/metrics';
import { NOTEBOOK_SWEEPS } from './sweep-choices';

/** The texts of a pair, in the order of their columns. */
export const PAIR_FIELDS = ['clean', 'corrupted', 'correct', 'incorrect'] as const;
export type PairField = (typeof PAIR_FIELDS)[number];
export type DraftPair = Readonly<Record<PairField, string>>;

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
}

export interface Draft extends DraftSettings {
  readonly pairs: readonly DraftPair[];
}

export const EMPTY_PAIR: DraftPair = { clean: '', corrupted: '', correct: '', incorrect: '' };

/** The four texts alone. */
export function copyPair({ clean, corrupted, correct, incorrect }: DraftPair): DraftPair {
  return { clean, corrupted, correct, incorrect };
}

/** Whether nothing has been written in any of the pairs. */
export function areBlank(pairs: readonly DraftPair[]): boolean {
  return pairs.every((pair) => PAIR_FIELDS.every((field) => pair[field] === ''));
}

export const BOTH_DIRECTIONS: readonly Direction[] = ['DENOISING', 'NOISING'];

/** Presets are the notebook's experiments: one direction and one metric. */
export const PRESET_SETTINGS: Pick<DraftSettings, 'directions' | 'metrics'> = {
  directions: ['DENOISING'],
  metrics: [DEFAULT_METRIC],
};

/** The draft to begin with: a copied run, a preset, or an empty pair. */
export function createDraft(options: NewRunOptionsQuery, preset: string): Draft {
  const usable = options.models.filter(({ installed }) => installed);
  const model = usable[0]?.id ?? '';
  const { run } = options;
  if (run) {
    return {
      model: usable.some(({ id }) => id === run.model.id) ? run.model.id : model,
      pairs: run.pairs.map(copyPair),
      sweeps: run.sweepKinds,
      directions: run.directions,
      metrics: run.metrics,
      prependBos: run.prependBos,
      recompute: false,
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
