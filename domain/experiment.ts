/**
 * An experiment as data: what is asked for, without what computes it. Two experiments with the same canonical form give the
 * same numbers on the same model and engine version.
 */
import type { Alignment } from './alignment';
import type { Direction } from './effect';
import { DEFAULT_METRIC, type MetricId } from './metrics';
import type { RoleSteps } from './roles';
import type { SweepKind } from './sites';
import type { StopRule } from './stop-rule';

/** One prompt pair as token ids, BOS included if wanted. */
export interface TokenPair {
  readonly clean: readonly number[];
  readonly corrupted: readonly number[];
  /** Which positions stand for each other, where the prompts have different lengths; absent where they have the same. */
  readonly alignment?: Alignment | undefined;
  /** The answer that is right for the clean prompt. */
  readonly correct: Answer;
  /** The answer that is right for the corrupted prompt. */
  readonly incorrect: Answer;
  /** How the logits of a set become one score; MEAN when left out. One token has one logit under either rule. */
  readonly rule?: SetRule | undefined;
  /**
   * Answers that are read as a whole, when one of them has several tokens. Then `correct` and `incorrect` are the first tokens, and
   * there is no set.
   */
  readonly whole?: WholeAnswers | undefined;
}

/**
 * The token ids of both answers of a pair, in order, when they are read as a whole: see whole-answers.ts. One answer has several at
 * least, and neither begins with the other.
 */
export interface WholeAnswers {
  readonly correct: readonly number[];
  readonly incorrect: readonly number[];
}

/** A token id, or the ids of a set of tokens, each once, at least one. */
export type Answer = number | readonly number[];

/**
 * The score of a set of tokens, in logits. MEAN: the mean of their logits. LOGSUMEXP: log(sum(exp(logit))), the logit of any of
 * them. Metrics are computed from the score as from a logit: the log-probability is the score minus the log-sum-exp of all logits.
 */
export const SET_RULES = ['MEAN', 'LOGSUMEXP'] as const;
export type SetRule = (typeof SET_RULES)[number];

/** The rule of pairs that name none. */
export const DEFAULT_RULE = 'MEAN' satisfies SetRule;

/** The token ids of an answer. */
export function listAnswerTokens(answer: Answer): readonly number[] {
  return typeof answer === 'number' ? [answer] : answer;
}

/** A sweep over the cells of one site. */
export interface Intervention {
  readonly site: SweepKind;
  /** Which cells are patched. `each-cell`: every cell of the site, in a patched run of its own. */
  readonly where: 'each-cell';
  /** What replaces the activation. `source-run`: the same activation of the source run. */
  readonly value: 'source-run';
}

/** What is patched with what, on which prompts, and what is measured. */
export interface ExperimentSpec {
  /** Model id: the name of its directory. */
  readonly model: string;
  readonly direction: Direction;
  /** All directions, each once, `direction` first; `direction` alone when left out. */
  readonly directions?: readonly Direction[] | undefined;
  readonly pairs: readonly TokenPair[];
  /** Makes the roles the steps of position axes; absent for positions by index. */
  readonly roles?: RoleSteps | undefined;
  /** Each site once; their order does not change the numbers. */
  readonly interventions: readonly Intervention[];
  /** Whether the effect of every edge between heads is computed too; false when left out. See edges.ts. */
  readonly edges?: boolean | undefined;
  /** When a run of several batches ends before its last pair; never when left out. See stop-rule.ts. */
  readonly stopWhen?: StopRule | undefined;
  /** Each metric once, at least one. The first is read where none is named, so their order matters. */
  readonly metrics: readonly MetricId[];
}

/** A value that JSON writes in one way only: no objects, whose keys have no order. */
export type Canonical = string | number | readonly Canonical[];

/** The interventions of a list of sweep kinds: each cell of a kind, patched from the source run. */
export function listInterventions(kinds: readonly SweepKind[]): Intervention[] {
  return kinds.map((site) => ({ site, where: 'each-cell', value: 'source-run' }));
}

/**
 * The canonical form of an experiment, to be digested:
 *
 * `[model, direction, pairs, interventions]`, followed by `metrics` unless the only metric is the default one, and by
 * `['directions', ...]` if there are several, by `['edges']` if edges are computed, by `['roles', names, positions]` if
 * positions are by role, and by `['stop', interval, minPairs, sweep]` if the run may stop early, `''` for every sweep. A pair is
 * `[clean, corrupted, correct, incorrect]`, where an answer is a token id, or the ids of a set in ascending order; a set of one
 * token is that token. `LOGSUMEXP` follows where a set has that rule, and `['alignment', ...]` where the prompts have different
 * lengths. Where answers are read as a whole, the answers are their first tokens, and `['whole', correct, incorrect]` follows. Roles whose positions differ in the corrupted prompts are followed by those positions. An
 * intervention is its site; interventions are sorted by code unit. Directions and metrics are in their order, because the first
 * of each is what is read when none is named.
 *
 * Digests of this form are stored and identify results that already exist. So an addition to it must leave the form of
 * experiments that do not use the addition unchanged: append an element only when it differs from its default.
 */
export function canonicalize({
  model,
  direction,
  directions = [direction],
  pairs,
  interventions,
  edges = false,
  roles,
  stopWhen,
  metrics,
}: ExperimentSpec): readonly Canonical[] {
  const form: Canonical[] = [
    model,
    direction,
    pairs.map(canonicalizePair),
    interventions.map(({ site }) => site).toSorted(),
  ];
  if (metrics.length !== 1 || metrics[0] !== DEFAULT_METRIC) form.push(metrics);
  if (directions.length > 1) form.push(['directions', ...directions]);
  if (edges) form.push(['edges']);
  if (roles) {
    const { names, positions, corruptedPositions } = roles;
    form.push(['roles', names, positions, ...(corruptedPositions ? [corruptedPositions] : [])]);
  }
  if (stopWhen) form.push(['stop', stopWhen.interval, stopWhen.minPairs, stopWhen.sweep ?? '']);
  return form;
}

function canonicalizePair({
  clean,
  corrupted,
  alignment,
  correct,
  incorrect,
  rule = DEFAULT_RULE,
  whole,
}: TokenPair): Canonical {
  const answers = [correct, incorrect].map((answer) => {
    const tokens = listAnswerTokens(answer).toSorted((a, b) => a - b);
    return tokens.length === 1 ? tokens[0]! : tokens;
  });
  const form: Canonical[] = [clean, corrupted, ...answers];
  if (whole) form.push(['whole', whole.correct, whole.incorrect]);
  const hasSet = answers.some((answer) => typeof answer !== 'number');
  if (hasSet && rule !== DEFAULT_RULE) form.push(rule);
  if (alignment) form.push(['alignment', ...alignment]);
  return form;
}
