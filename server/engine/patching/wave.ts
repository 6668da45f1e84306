/** What the steps of a wave share. */
import type { LoadedModel } from '../forward/model';
import type { Runs } from './entry-rows';
import type { BatchShape } from './plan';
import type { Scratch } from './rows';

export interface WavefrontOptions {
  /** Awaited before each call of ONNX Runtime: the place to yield, and to cancel by throwing. */
  readonly beforeCall: () => Promise<void>;
  /** Told the planned floating point operations of what has just been computed. */
  readonly onWork?: (flops: number) => void;
}

/** What all steps of a wave need. */
export interface Wave {
  readonly model: LoadedModel;
  readonly runs: Runs;
  readonly batch: BatchShape;
  readonly scratch: Scratch;
  readonly options: WavefrontOptions;
}
