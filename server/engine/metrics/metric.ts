/** What a metric is: a function from the last residual stream of a run to one number for each prompt. */
import type { TokenPair } from '../../../domain/experiment';
import type { LoadedModel } from '../forward/model';
import type { LastRows } from './last-rows';

/** Answers of a prompt: token ids or sets of them, and the rule of the sets. None is read as a whole: see whole-answers.ts. */
export type Answers = Pick<TokenPair, 'correct' | 'incorrect' | 'rule' | 'whole'>;

/** What a metric may depend on, for one batch of prompts. */
export interface MetricContext {
  readonly model: LoadedModel;
  /** One for each prompt. */
  readonly answers: readonly Answers[];
  /** The unpatched runs, for metrics that compare with one of them. */
  readonly base: LastRows;
  readonly source: LastRows;
}

/**
 * Raw values, [prompt], in the unit of the metric's row in domain/metrics.ts.
 *
 * A metric that needs all logits asks `last.logits()`; metrics of the same run share them.
 */
export type Metric = (last: LastRows) => Float32Array | Promise<Float32Array>;

/** Prepares a metric for a batch of prompts, so that what is the same for all patched runs is computed once. */
export type MetricFactory = (context: MetricContext) => Metric | Promise<Metric>;
