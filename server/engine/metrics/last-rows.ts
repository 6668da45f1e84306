/** What every metric is computed from: the residual stream after the last layer, at the last position. */
import type { LoadedModel } from '../forward/model';
import { logits } from '../forward/unembed';

export interface LastRows {
  /** hook_resid_post of the last layer: [prompt, dModel]. */
  readonly rows: Float32Array;
  /** Logits of each prompt, centred over the vocabulary: [dVocab] each. Computed at the first call and kept. */
  logits(): Promise<readonly Float32Array[]>;
}

/** @param rows [prompt, dModel] */
export function createLastRows(model: LoadedModel, rows: Float32Array): LastRows {
  let kept: Promise<readonly Float32Array[]> | undefined;
  return { rows, logits: () => (kept ??= logits(model, rows)) };
}
