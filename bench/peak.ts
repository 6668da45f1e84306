/** What this machine's own matrix product reaches: the yardstick of every rate. */
import { GraphBuilder } from '../server/engine/onnx/graph';
import { createGraph } from '../server/engine/session';

/** The largest matrix product of a block of GPT-2 small: rows x dModel x dMlp. */
export const PEAK = { rows: 2048, inner: 768, columns: 3072 } as const;
const ATTEMPTS = 8;

/** The best rate of eight large matrix products in this process, in GFLOP/s. */
export async function measurePeak(): Promise<number> {
  const { rows, inner, columns } = PEAK;
  const graph = new GraphBuilder('peak');
  const x = graph.input('x', ['rows', inner]);
  const weights = graph.weights(new Float32Array(inner * columns).fill(0.5), [inner, columns]);
  graph.output(graph.node('MatMul', [x, weights]), 'y', ['rows', columns]);
  const product = await createGraph(graph.build());
  const input = { data: new Float32Array(rows * inner).fill(0.5), shape: [rows, inner] };
  let best = 0;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const started = performance.now();
    await product.run({ x: input }, ['y']);
    best = Math.max(best, (2 * rows * inner * columns) / (performance.now() - started) / 1e6);
  }
  await product.release();
  return best;
}
