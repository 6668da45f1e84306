/** What every metric is computed from: the residual stream after the last layer, at the last position. */
import type { LoadedModel } from '../forward/model';
import { computeLogits } from '../forward/unembed';
import { computeLogSumExp } from './log-sum-exp';

export interface LastRows {
  /** hook_resid_post of the last layer: [prompt, dModel]. */
  readonly rows: Float32Array;
  /**
   * Logits of each prompt, up to a constant of the prompt: [dVocab] each. Metrics do not depend on the constant. Computed at
   * the first call and kept.
   */
  logits(): Promise<readonly Float32Array[]>;
  /** log(sum(exp(logit))) of each prompt, in nats, of the same logits. Computed at the first call and kept. */
  logSumExps(): Promise<readonly number[]>;
}

/** One run. @param rows [prompt, dModel] */
export function createLastRows(model: LoadedModel, rows: Float32Array): LastRows {
  return createLastRowsOfRuns(model, [rows])[0]!;
}

/**
 * Several runs, whose logits are computed in one call when those of the first one are asked for. The weights of the
 * unembedding are read once for all of them.
 *
 * @param runs [prompt, dModel] each.
 * @param scratch receives the logits, [run, prompt, dVocab] or longer. A new array when left out. Overwriting it ends the use
 *   of these runs.
 */
export function createLastRowsOfRuns(
  model: LoadedModel,
  runs: readonly Float32Array[],
  scratch?: Float32Array,
): LastRows[] {
  let kept: Promise<readonly Float32Array[]> | undefined;
  let before = 0;
  return runs.map((rows) => {
    const first = before;
    before += rows.length / model.architecture.dModel;
    const end = before;
    let keptSums: Promise<readonly number[]> | undefined;
    const logits = async (): Promise<readonly Float32Array[]> => {
      kept ??= computeLogits(model, joinRows(runs), scratch);
      return (await kept).slice(first, end);
    };
    const logSumExps = async (): Promise<readonly number[]> => (await logits()).map(computeLogSumExp);
    return { rows, logits, logSumExps: () => (keptSums ??= logSumExps()) };
  });
}

/** [run, prompt, dModel] */
function joinRows(runs: readonly Float32Array[]): Float32Array {
  if (runs.length === 1) return runs[0]!;
  const joined = new Float32Array(runs.reduce((sum, rows) => sum + rows.length, 0));
  let offset = 0;
  for (const rows of runs) {
    joined.set(rows, offset);
    offset += rows.length;
  }
  return joined;
}
