/**
 * Estimates the time of a run, and learns from the runs of this process.
 *
 * The guess adds arithmetic at a fixed rate and a fixed cost per call; the ratio of measured to guessed time corrects it. The
 * ratio differs between small and large runs (large matrix products are faster), so it is kept by model and order of magnitude.
 */

/** Floating point operations per second assumed before the first run: a lower bound for two cores of a current processor. */
const UNMEASURED_RATE = 1e11;
/** Cost of one call of ONNX Runtime besides arithmetic, in ms, and calls per layer of a sweep. */
const CALL_MS = 0.2;
const CALLS_PER_LAYER = 6;

/** Planned work of a run. */
export interface PlannedWork {
  readonly model: string;
  readonly flops: number;
  /** Layers computed, summed over sweeps and batches. */
  readonly layers: number;
}

export interface RunTimeEstimator {
  /** Estimated time in ms. */
  estimate(work: PlannedWork): number;
  /** Records the measured time of a run, in ms. */
  learn(work: PlannedWork, elapsedMs: number): void;
}

export function createRunTimeEstimator(): RunTimeEstimator {
  /** Latest ratio of measured to guessed time for each model and order of magnitude. */
  const measured = new Map<string, { model: string; size: number; ratio: number }>();
  const guess = ({ flops, layers }: PlannedWork): number =>
    (flops / UNMEASURED_RATE) * 1000 + layers * CALLS_PER_LAYER * CALL_MS;
  /** Order of magnitude of the operations. */
  const findSize = ({ flops }: PlannedWork): number => Math.floor(Math.log10(Math.max(1, flops)));

  return {
    estimate(work) {
      const size = findSize(work);
      // A run of the same size on another model is a better guide than one of another size on this model.
      const distance = (known: { model: string; size: number }): number =>
        Math.abs(known.size - size) + (known.model === work.model ? 0 : 0.5);
      const [nearest] = [...measured.values()].toSorted((a, b) => distance(a) - distance(b));
      return guess(work) * (nearest?.ratio ?? 1);
    },
    learn(work, elapsedMs) {
      const { model } = work;
      const size = findSize(work);
      measured.set(`${size} ${model}`, { model, size, ratio: elapsedMs / guess(work) });
    },
  };
}
