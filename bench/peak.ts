/** The rate of this machine's matrix product, with which all rates are compared. */
import { GraphBuilder } from '../server/engine/runtime/onnx/graph';
import { createGraph } from '../server/engine/runtime/session';

/** The largest matrix product of a block of GPT-2 small: dModel x dMlp. */
const INNER = 768;
const COLUMNS = 3072;
/** Rows of a call. The best number depends on the machine. */
const ROWS = [512, 1024, 2048];
const DURATION_MS = 250;

/** Rates of the matrix product in GFLOP/s. */
export interface Peak {
  /** Sustained for a quarter of a second: comparable with a sweep, which takes seconds. */
  readonly sustained: number;
  /** Rate of the fastest single call. */
  readonly best: number;
}

/** Description for tables. */
export const PEAK_TEXT = `matrix product of ${ROWS.join(', ')} x ${INNER} x ${COLUMNS}, the best of them, each for ${DURATION_MS} ms`;

/** Creates the matrix product. It can be measured repeatedly, because the speed of a shared machine changes. */
export async function withPeak<T>(work: (measure: () => Promise<Peak>) => Promise<T>): Promise<T> {
  const graph = new GraphBuilder('peak');
  const x = graph.input('x', ['rows', INNER]);
  const weights = graph.weights(new Float32Array(INNER * COLUMNS).fill(0.5), [INNER, COLUMNS]);
  graph.output(graph.node('MatMul', [x, weights]), 'y', ['rows', COLUMNS]);
  const product = await createGraph(graph.build());
  const calls = ROWS.map((rows) => ({
    flops: 2 * rows * INNER * COLUMNS,
    x: { data: new Float32Array(rows * INNER).fill(0.5), shape: [rows, INNER] },
    y: { data: new Float32Array(rows * COLUMNS), shape: [rows, COLUMNS] },
  }));
  const measure = async (): Promise<Peak> => {
    let [sustained, best] = [0, 0];
    for (const { flops, x: input, y } of calls) {
      await product.run({ x: input }, { y });
      const started = performance.now();
      let [now, count] = [started, 0];
      while (now - started < DURATION_MS) {
        await product.run({ x: input }, { y });
        const ended = performance.now();
        best = Math.max(best, flops / (ended - now) / 1e6);
        now = ended;
        count++;
      }
      sustained = Math.max(sustained, (count * flops) / (now - started) / 1e6);
    }
    return { sustained, best };
  };
  try {
    return await work(measure);
  } finally {
    await product.release();
  }
}
