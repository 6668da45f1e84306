/** How much is computed at once. Results do not depend on these limits; speed and memory do. */
import { MAX_ROWS } from '../forward/forward';

export interface PatchingLimits {
  /** Bytes that the rows of one wave may take; a larger sweep is computed in several waves. */
  readonly waveBytes: number;
  /** Rows of one call of ONNX Runtime. */
  readonly maxRows: number;
}

export const DEFAULT_LIMITS: PatchingLimits = { waveBytes: 192 * 2 ** 20, maxRows: MAX_ROWS };
