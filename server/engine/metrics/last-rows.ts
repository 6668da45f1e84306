/** What every metric is computed from: the residual stream after the last layer, at the last position. */
import type { LoadedModel } from '../forward/model';
import { computeLogits, computeLogSumExps, splitLogits } from '../forward/unembed';

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

/** Arrays that several groups of runs use after one another: [run, prompt, dVocab] or longer. */
export interface LogitScratch {
  readonly logits: Float32Array;
  readonly probabilities: Float32Array;
}

/** Bytes of logits, and of their probabilities, that one call computes. More rows than these make the call no faster. */
export const LOGIT_BYTES = 48 * 2 ** 20;

/** New arrays. @param length rows x dVocab */
export function createScratch(length: number): LogitScratch {
  return { logits: new Float32Array(length), probabilities: new Float32Array(length) };
}

/**
 * Several runs, whose logits are computed in one call when those of one of them are asked for. The weights of the unembedding
 * are read once for all of them.
 *
 * @param runs [prompt, dModel] each.
 * @param scratch new arrays when left out. Overwriting it ends the use of these runs.
 */
export function createLastRowsOfRuns(
  model: LoadedModel,
  runs: readonly Float32Array[],
  scratch?: LogitScratch,
): LastRows[] {
  let ofAll: Promise<Float32Array> | undefined;
  let rowLogits: Promise<readonly Float32Array[]> | undefined;
  let rowSums: Promise<readonly number[]> | undefined;
  const computeAll = (): Promise<Float32Array> =>
    (ofAll ??= computeLogits(model, joinRows(runs), scratch?.logits));
  const readLogits = (): Promise<readonly Float32Array[]> =>
    (rowLogits ??= computeAll().then((all) => splitLogits(model, all)));
  const readSums = (): Promise<readonly number[]> =>
    (rowSums ??= computeAll().then((all) => computeLogSumExps(model, all, scratch?.probabilities)));
  let before = 0;
  return runs.map((rows) => {
    const first = before;
    before += rows.length / model.architecture.dModel;
    const end = before;
    return {
      rows,
      logits: async () => (await readLogits()).slice(first, end),
      logSumExps: async () => (await readSums()).slice(first, end),
    };
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
