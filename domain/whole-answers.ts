/**
 * Answers of several tokens that are read as a whole (teacher forcing).
 *
 * The log-probability of an answer a1..an after a prompt is the sum of log p(ai | prompt, a1..a(i-1)). Each term is the
 * log-probability of one token at the last position of the prompt with the tokens before it, so a pair becomes several pairs of
 * one-token answers. Both prompts of a pair get the same tokens. Attention is causal: each term equals what is read at the
 * position before its token in one run on the prompt with the whole answer, patched or not.
 *
 * A step of a position axis is a position of the original prompt. A site over all positions is patched at all positions of the
 * prompt with the tokens before the term's.
 */
import type { AlignedPair } from './alignment';
import type { TokenPair, WholeAnswers } from './experiment';
import { describeMetric, type MetricId } from './metrics';
import type { Direction } from './effect';
import { countSteps, groupPairs, isOneLength, type PairGroup } from './pair-groups';
import type { RoleSteps } from './roles';

/**
 * What a term is of. `decision`: the first token in which the answers differ, of both answers, or the answers of a pair of
 * one-token answers. `shared`: a token before it. `correct`, `incorrect`: a token of that answer after it.
 */
export type TermPart = 'decision' | 'shared' | 'correct' | 'incorrect';

/** One term, which is one pair of the expanded experiment. */
export interface Term {
  /** Index of its pair. */
  readonly pair: number;
  readonly part: TermPart;
}

interface Asked {
  readonly pairs: readonly TokenPair[];
  readonly direction?: Direction | undefined;
  readonly directions?: readonly Direction[] | undefined;
  readonly roles?: RoleSteps | undefined;
  readonly metrics?: readonly MetricId[] | undefined;
}

/** The same with prompts and whole answers alone. */
interface AskedOfPrompts extends Omit<Asked, 'pairs'> {
  readonly pairs: readonly (AlignedPair & Pick<TokenPair, 'whole'>)[];
}

/** An experiment with a pair for each term. */
export interface Expansion<T extends Asked> {
  /** Its metrics are those that the metrics of whole answers are computed from. */
  readonly experiment: T;
  /** Of its pairs, in their order: the decisions of all pairs first. */
  readonly terms: readonly Term[];
}

/** Whether a pair has an answer that is read as a whole. */
export function hasWholeAnswers(pairs: readonly Pick<TokenPair, 'whole'>[]): boolean {
  return pairs.some(({ whole }) => whole !== undefined);
}

/** Number of tokens with which both answers begin. */
export function countSharedTokens({ correct, incorrect }: WholeAnswers): number {
  const most = Math.min(correct.length, incorrect.length);
  let shared = 0;
  while (shared < most && correct[shared] === incorrect[shared]) shared++;
  return shared;
}

/** Metrics of whole answers that need the log-probability itself, and not only the difference of two. */
function needsLogProb(metrics: readonly MetricId[]): boolean {
  return metrics.some((metric) => describeMetric(metric).wholeAnswers === 'log-probability');
}

/** Those of some metrics that are not defined for answers of several tokens. */
export function listUndefinedMetrics(metrics: readonly MetricId[]): MetricId[] {
  return metrics.filter((metric) => describeMetric(metric).wholeAnswers === 'undefined');
}

/** Why metrics cannot be computed for whole answers, and what to choose; null when they can. */
export function describeUndefinedMetrics(metrics: readonly MetricId[]): string | null {
  const titles = listUndefinedMetrics(metrics).map((id) => `'${describeMetric(id).title}'`);
  if (titles.length === 0) return null;
  const verb = titles.length === 1 ? 'is' : 'are';
  return (
    `${titles.join(', ')} ${verb} not defined for answers of several tokens. ` +
    `Choose '${describeMetric('log_prob').title}', or use the first tokens of the answers.`
  );
}

/**
 * The experiment whose one-token answers are the terms of these answers; the experiment itself when no answer has several tokens.
 *
 * Terms that all of the metrics cancel are left out: tokens with which both answers begin, for the difference of two
 * log-probabilities.
 */
export function expandWholeAnswers<T extends Asked>(experiment: T): T {
  return listTerms(experiment)?.experiment ?? experiment;
}

/**
 * The groups of pairs that the engine computes: those of the terms where answers are read as a whole. Which cells equal the base
 * run follows from them. Where only terms behind tokens of the answers are read, END of the last layer is one of these cells.
 */
export function groupComputedPairs({ pairs, ...asked }: AskedOfPrompts): PairGroup[] {
  // The tokens of other answers do not matter.
  const answered = pairs.map((pair) => ({ correct: 0, incorrect: 1, ...pair }));
  return groupPairs(expandWholeAnswers({ ...asked, pairs: answered }));
}

/** The same with its terms; null when no answer has several tokens. */
export function listTerms<T extends Asked>(experiment: T): Expansion<T> | null {
  const { pairs, metrics = ['logit_diff'] } = experiment;
  if (!hasWholeAnswers(pairs)) return null;
  const isLogProbNeeded = needsLogProb(metrics);
  const decisions: (Term & { readonly as: TokenPair })[] = [];
  const others: typeof decisions = [];
  for (const [index, { whole, ...pair }] of pairs.entries()) {
    if (!whole) {
      decisions.push({ pair: index, part: 'decision', as: pair });
      continue;
    }
    const shared = countSharedTokens(whole);
    const [right, wrong] = [whole.correct[shared], whole.incorrect[shared]];
    if (right === undefined || wrong === undefined)
      throw new Error(`The answers ${whole.correct.join(' ')} and ${whole.incorrect.join(' ')} begin alike.`);
    const at = (part: TermPart, before: readonly number[], correct: number): Term & { as: TokenPair } => {
      // The checks of a run need answers that differ; another term's incorrect answer is not read.
      const incorrect = part === 'decision' || correct !== wrong ? wrong : right;
      const extend = (prompt: readonly number[]): readonly number[] => [...prompt, ...before];
      const { clean, corrupted, alignment } = pair;
      // The tokens of the answer stand for each other.
      const ofAnswer = before.map((_, i) => [clean.length + i, corrupted.length + i] as const);
      const as = {
        clean: extend(clean),
        corrupted: extend(corrupted),
        ...(alignment && { alignment: [...alignment, ...ofAnswer] }),
        correct,
        incorrect,
      };
      return { pair: index, part, as };
    };
    decisions.push(at('decision', whole.correct.slice(0, shared), right));
    if (isLogProbNeeded)
      for (let i = 0; i < shared; i++)
        others.push(at('shared', whole.correct.slice(0, i), whole.correct[i]!));
    for (const side of ['correct', 'incorrect'] as const)
      for (let i = shared + 1; i < whole[side].length; i++)
        others.push(at(side, whole[side].slice(0, i), whole[side][i]!));
  }
  const terms = [...decisions, ...others];
  const roles = expandRoles(experiment, terms);
  const expanded: T = {
    ...experiment,
    pairs: terms.map(({ as }) => as),
    ...(roles && { roles }),
    metrics: isLogProbNeeded || others.length > 0 ? ['logit_diff', 'log_prob'] : (['logit_diff'] as const),
  };
  return { experiment: expanded, terms: terms.map(({ pair, part }) => ({ pair, part })) };
}

/**
 * The steps of position axes stay those of the original base prompts: each position of theirs becomes a role. Of prompts of
 * unequal lengths the positions of the source prompts are not read; they only have to be there.
 */
function expandRoles(experiment: Asked, terms: readonly Term[]): RoleSteps | undefined {
  const { pairs, roles } = experiment;
  if (roles) {
    const { positions, corruptedPositions } = roles;
    return {
      ...roles,
      positions: terms.map(({ pair }) => positions[pair]!),
      ...(corruptedPositions && {
        corruptedPositions: terms.map(({ pair }) => corruptedPositions[pair]!),
      }),
    };
  }
  const steps = countSteps(experiment);
  if (steps === null) return undefined;
  const place = (length: number): number[][] =>
    Array.from({ length: steps }, (_, step) => [Math.min(step, length - 1)]);
  const placeAll = (side: 'clean' | 'corrupted'): number[][][] => {
    const placed = pairs.map((pair) => place(pair[side].length));
    return terms.map(({ pair }) => placed[pair]!);
  };
  return {
    names: Array.from({ length: steps }, (_, step) => String(step)),
    positions: placeAll('clean'),
    ...(!isOneLength(pairs) && { corruptedPositions: placeAll('corrupted') }),
  };
}
