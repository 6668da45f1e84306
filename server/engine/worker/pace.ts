/**
 * How long work takes on this machine, learned from the runs of this process.
 *
 * Arithmetic and the cost of calls are guessed first; measured runs then say how far off that guess is. Small runs and large
 * ones are off by different factors (large products are much faster), so a run is judged by measured ones of its own size.
 */

/** Floating point operations a second, before anything has been measured: what two cores of a current processor do at least. */
const UNMEASURED_RATE = 1e11;
/** What a call of ONNX Runtime costs beside its arithmetic, in ms, and how many a layer of a sweep makes. */
const CALL_MS = 0.2;
const CALLS_PER_LAYER = 6;

/** Work as it is planned. */
export interface PlannedWork {
  readonly model: string;
  readonly flops: number;
  /** Layers that are passed through, over all sweeps and batches. */
  readonly layers: number;
}

export interface Pace {
  /** Estimated time in ms. */
  estimate(work: PlannedWork): number;
  /** Takes in how long work took, in ms. */
  learn(work: PlannedWork, elapsedMs: number): void;
}

export function createPace(): Pace {
  /** Measured over guessed time, the newest for each model and order of magnitude. */
  const measured = new Map<string, { model: string; size: number; ratio: number }>();
  const guess = ({ flops, layers }: PlannedWork): number =>
    (flops / UNMEASURED_RATE) * 1000 + layers * CALLS_PER_LAYER * CALL_MS;
  const sizeOf = ({ flops }: PlannedWork): number => Math.floor(Math.log10(Math.max(1, flops)));

  return {
    estimate(work) {
      const size = sizeOf(work);
      // Another model's run of the same size tells more than this one's of a far smaller size.
      const distance = (known: { model: string; size: number }): number =>
        Math.abs(known.size - size) + (known.model === work.model ? 0 : 0.5);
      const [nearest] = [...measured.values()].toSorted((a, b) => distance(a) - distance(b));
      return guess(work) * (nearest?.ratio ?? 1);
    },
    learn(work, elapsedMs) {
      const { model } = work;
      const size = sizeOf(work);
      measured.set(`${size} ${model}`, { model, size, ratio: elapsedMs / guess(work) });
    },
  };
}
