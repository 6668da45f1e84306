/** Which function computes which metric. */
import { needAllLogits, type MetricId } from '../../../domain/metrics';
import { hasWholeAnswers } from '../../../domain/whole-answers';
import type { ByMetric } from '../api';
import { accuracy } from './accuracy';
import { klFromBase, klFromSource } from './kl';
import { createLastRowsOfRuns, createScratch, LOGIT_BYTES, type LastRows } from './last-rows';
import { logProb } from './log-prob';
import { logitDiff } from './logit-diff';
import type { MetricContext, MetricFactory } from './metric';
import { prob } from './prob';
import { probDiff } from './prob-diff';
import { rank } from './rank';

/** One factory for each row of domain/metrics.ts; a missing one does not compile. */
const METRIC_FACTORIES: Readonly<Record<MetricId, MetricFactory>> = {
  logit_diff: logitDiff,
  log_prob: logProb,
  prob,
  prob_diff: probDiff,
  rank,
  accuracy,
  kl_from_source: klFromSource,
  kl_from_base: klFromBase,
};

/** The metrics of one experiment, prepared for one batch of prompts. */
export interface MetricSet {
  readonly ids: readonly MetricId[];
  /** Values of all metrics of one run: [prompt] each. */
  compute(last: LastRows): Promise<ByMetric<Float32Array>>;
  /**
   * Values of all metrics of each of many runs, in their order. Runs share calls of the unembedding, within LOGIT_BYTES.
   *
   * @param runs last residual stream at the last position, [prompt, dModel] each.
   */
  computeRuns(runs: readonly Float32Array[], calls: UnembeddingCalls): AsyncGenerator<ByMetric<Float32Array>>;
}

/** What happens around each call of the unembedding. */
export interface UnembeddingCalls {
  /** Awaited before the call: it may yield, and cancel by throwing. */
  readonly before: () => Promise<void>;
  /** @param rows that have been unembedded. */
  readonly after: (rows: number) => void;
}

/** Prepares metrics for a batch of prompts. @param logitBytes of one call of the unembedding, at most; tests give small ones. */
export async function createMetrics(
  ids: readonly MetricId[],
  context: MetricContext,
  logitBytes = LOGIT_BYTES,
): Promise<MetricSet> {
  if (hasWholeAnswers(context.answers))
    throw new Error('Answers of several tokens reached the metrics of one token; expand them first.');
  const metrics = await Promise.all(
    ids.map(async (id) => [id, await METRIC_FACTORIES[id](context)] as const),
  );
  const compute = async (last: LastRows): Promise<ByMetric<Float32Array>> => {
    const values: Partial<Record<MetricId, Float32Array>> = {};
    for (const [id, metric] of metrics) values[id] = await metric(last);
    return values;
  };
  const { model, answers } = context;
  const prompts = answers.length;
  const logitsOfRun = prompts * model.architecture.dVocab;
  const perCall = Math.max(1, Math.floor(logitBytes / 4 / logitsOfRun));
  return {
    ids,
    compute,
    async *computeRuns(runs, { before, after }) {
      const needsLogits = needAllLogits(ids);
      const scratch = needsLogits ? createScratch(Math.min(perCall, runs.length) * logitsOfRun) : undefined;
      for (let at = 0; at < runs.length; at += perCall) {
        const group = runs.slice(at, at + perCall);
        const lasts = createLastRowsOfRuns(model, group, scratch);
        if (needsLogits) {
          await before();
          await lasts[0]!.logits();
          after(group.length * prompts);
        }
        for (const last of lasts) yield await compute(last);
      }
    },
  };
}

/** One thing for each metric. */
export function mapMetrics<T>(ids: readonly MetricId[], make: (id: MetricId) => T): ByMetric<T> {
  return Object.fromEntries(ids.map((id) => [id, make(id)]));
}
