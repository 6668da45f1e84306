/** What the steps of a wave share. */
import type { LoadedModel } from '../forward/model';
import type { PatchingLimits } from './limits';
import type { BatchShape } from './plan';
import type { RunPair } from './run-pair';
import type { Workspace } from './workspace';

export interface PatchingOptions {
  /** Awaited before each call of ONNX Runtime: it may yield, and cancel by throwing. */
  readonly beforeCall: () => Promise<void>;
  /** Receives the planned floating point operations of what has just been computed. */
  readonly onWork?: (flops: number) => void;
  /** DEFAULT_LIMITS when left out. */
  readonly limits?: PatchingLimits | undefined;
}

/** What all steps of a wave need. */
export interface WaveContext {
  readonly model: LoadedModel;
  readonly runs: RunPair;
  readonly batch: BatchShape;
  readonly workspace: Workspace;
  readonly maxRows: number;
  readonly beforeCall: () => Promise<void>;
}
