/** Conditions of a search on results: what they compare, and those that are written as a cell of a claim, `z[9.9 | noising] > 0.3`. */
import type { Steps } from '../../domain/cell-pattern';
import { parseCells } from '../../domain/claim/parse-cells';
import { wordOfKind, wordOfMetric } from '../../domain/claim/words';
import type { Direction } from '../../domain/effect';
import { DEFAULT_METRIC, describeMetric, titleInSentence, type MetricId } from '../../domain/metrics';
import { SITES, SWEEP_KINDS, type SweepKind } from '../../domain/sites';
import { TextError } from '../../domain/text-error';

/** The cells that a condition is about. */
export interface ConditionPlace {
  readonly kind: SweepKind;
  readonly layer: number;
  readonly head: number | null;
  /** Null for a kind without positions, for a role, and for any position. */
  readonly position: number | null;
  /** Name of the role instead of a position; null for others. */
  readonly role: string | null;
  /** Name of the role of an entry's source; null for others. */
  readonly srcRole: string | null;
  /** Source position of an entry of a pattern; null for other cells. */
  readonly src: number | null;
}

export interface ResultCondition extends ConditionPlace {
  /** As typed. */
  readonly text: string;
  /** Null for the first direction of each run. */
  readonly direction: Direction | null;
  readonly metric: MetricId;
  /** Recovery, or the metric after the patch in its unit. */
  readonly form: 'recovery' | 'raw';
  readonly comparison: '>' | '>=' | '<' | '<=' | '=';
  /** Compares absolute values. */
  readonly isAbsolute: boolean;
  readonly value: number;
  /** Tolerance of `=`: half a unit of the last digit typed, at most LARGEST_TOLERANCE; 0 for other comparisons. */
  readonly tolerance: number;
}

/** Null where the search decides: `direction:` and `metric:`, otherwise the first direction and the logit difference. */
export interface ConditionQualifiers {
  readonly direction: Direction | null;
  readonly metric: MetricId | null;
  readonly form: ResultCondition['form'];
}

/** A condition before `direction:` and `metric:` of its search are known. */
export type DraftCondition = Omit<ResultCondition, 'metric'> & {
  readonly metric: MetricId | null;
  /** The character of the search where it begins. */
  readonly at: number;
};

/** Words of activations as claims and searches have them, the longest first, for a regular expression. */
export const ACTIVATION_WORDS = [
  ...new Set(SWEEP_KINDS.flatMap((kind) => [wordOfKind(kind), SITES[kind].word])),
]
  .toSorted((a, b) => b.length - a.length)
  .join('|');

/**
 * Reads the cell of a claim as the place and the qualifiers of a condition.
 *
 * @param brackets where they begin and end in `text`, brackets included.
 * @throws TextError for several cells other than all positions, and for `change`.
 */
export function readCell(
  text: string,
  word: string,
  at: number,
  brackets: { readonly start: number; readonly end: number },
): ConditionPlace & ConditionQualifiers {
  const { kind, pattern, qualifiers } = parseCells(text, word, at, brackets);
  const { direction, metric, form } = qualifiers;
  if (form === 'change') {
    throw new TextError('A search compares recovery or raw values; write recovery or raw.', brackets.start);
  }
  const position = readStep(pattern.position);
  const src = readStep(pattern.src);
  return {
    kind,
    layer: readIndex(pattern.layer),
    head: pattern.head === null ? null : readIndex(pattern.head),
    position: position.index,
    role: position.name,
    src: src.index,
    srcRole: src.name,
    direction,
    metric,
    form,
  };
}

/**
 * A condition with what its search says for all.
 *
 * @throws TextError where recovery is not defined of the metric.
 */
export function completeCondition(
  { at, ...draft }: DraftCondition,
  search: { readonly direction: Direction | null; readonly metric: MetricId | null },
): ResultCondition {
  const metric = draft.metric ?? search.metric ?? DEFAULT_METRIC;
  if (draft.form === 'recovery' && !describeMetric(metric).hasRecovery) {
    const word = wordOfMetric(metric);
    const message = `Recovery is not defined of the ${titleInSentence(metric)}; compare its raw value, such as z[9.9 | ${word}, raw] < 3.`;
    throw new TextError(message, at);
  }
  return { ...draft, metric, direction: draft.direction ?? search.direction };
}

/** One step, or any. */
function readStep(steps: Steps | null): { index: number | null; name: string | null } {
  if (steps === null || (steps.type === 'range' && steps.from === null && steps.to === null))
    return { index: null, name: null };
  if (steps.type === 'range')
    throw new TextError('A search compares one position; write its number, or * for any.', steps.at);
  return typeof steps.step === 'number'
    ? { index: steps.step, name: null }
    : { index: null, name: steps.step };
}

function readIndex(steps: Steps): number {
  const { index } = readStep(steps);
  if (index === null)
    throw new TextError(
      'A search compares one cell; write the number of its layer and of its head.',
      steps.at,
    );
  return index;
}
