/**
 * `npm run bench`: every sweep kind at GPT-2 small's shape, against what the machine's own matrix product reaches.
 *
 * Seeded weights, eight prompts of 16 tokens that differ at position 11, as the notebook's do. Each sweep's raw logit
 * differences are compared with TransformerLens' golden arrays on the way.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { createCore } from '../server/engine/core';
import { compareSweep, experimentOf, readGolden } from '../server/engine/golden/read-golden';
import { writeSeededModel } from '../server/engine/golden/seeded-weights';
import { GraphBuilder } from '../server/engine/onnx/graph';
import { chooseProvider, createGraph, RUNTIME } from '../server/engine/session';
import { SWEEP_KINDS, type SweepResult } from '../server/engine/types';

const CASE = 'gpt2-small-shape';
/** The largest matrix product of a block: rows x dModel x dMlp. */
const PEAK = { rows: 2048, inner: 768, columns: 3072 };

const folder = await mkdtemp(path.join(tmpdir(), 'patchbay-bench-'));
try {
  const golden = await readGolden(CASE);
  await writeSeededModel(path.join(folder, CASE), golden.shape!, golden.seed!);
  console.log(
    `${cpus()[0]?.model.trim()}, ${availableParallelism()} threads, ${RUNTIME} on ${await chooseProvider()}`,
  );
  const peak = await measurePeak();
  console.log(
    `matrix product ${PEAK.rows} x ${PEAK.inner} x ${PEAK.columns}: ${peak.toFixed(0)} GFLOP/s (best of 8)\n`,
  );
  const core = createCore({ folders: [folder] });
  const [set] = golden.sets;
  const loading = performance.now();
  await core.predict(CASE, set!.pairs[0]!.clean, 1);
  console.log(`weights on disk to first answer: ${((performance.now() - loading) / 1000).toFixed(2)} s`);

  const sweeps: SweepResult[] = [];
  const started = performance.now();
  const provenance = await core.run(experimentOf(CASE, set!, 'DENOISING'), SWEEP_KINDS, {
    onEvent: (event) => {
      if (event.type === 'sweep') sweeps.push(event.sweep);
    },
  });
  const totalMs = performance.now() - started;
  const after = await measurePeak();
  const best = Math.max(peak, after);
  const rows = sweeps.map((sweep) => {
    const expected = set!.sweeps.find(
      ({ kind, direction }) => kind === sweep.kind && direction === 'DENOISING',
    );
    const rate = sweep.flops / sweep.elapsedMs / 1e6;
    return {
      sweep: sweep.kind,
      seconds: (sweep.elapsedMs / 1000).toFixed(2),
      'plan GFLOP': (sweep.flops / 1e9).toFixed(1),
      'GFLOP/s': rate.toFixed(0),
      'of peak': `${((100 * rate) / best).toFixed(0)}%`,
      'largest |difference|': expected
        ? compareSweep(set!, expected, sweep.values).difference.toExponential(1)
        : 'no golden array',
    };
  });
  console.table(rows);
  const flops = sweeps.reduce((sum, sweep) => sum + sweep.flops, 0);
  const rate = flops / totalMs / 1e6;
  console.log(
    `the whole notebook: ${(totalMs / 1000).toFixed(2)} s, ${(flops / 1e12).toFixed(2)} TFLOP, ${rate.toFixed(0)} GFLOP/s`,
  );
  console.log(
    `that is ${((100 * rate) / best).toFixed(0)}% of the matrix product (${peak.toFixed(0)} before, ${after.toFixed(0)} after)`,
  );
  console.log(
    `checks: ${provenance.checks.map(({ name, maxAbsDifference }) => `${name} ${maxAbsDifference.toExponential(1)}`).join(', ')}`,
  );
  console.log(`peak memory of this process: ${(process.resourceUsage().maxRSS / 2 ** 20).toFixed(2)} GiB`);
  await core.close();
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** The best rate of eight large matrix products, in GFLOP/s. */
async function measurePeak(): Promise<number> {
  const { rows, inner, columns } = PEAK;
  const graph = new GraphBuilder('peak');
  const x = graph.input('x', ['rows', inner]);
  const weights = graph.weights(new Float32Array(inner * columns).fill(0.5), [inner, columns]);
  graph.output(graph.node('MatMul', [x, weights]), 'y', ['rows', columns]);
  const product = await createGraph(graph.build());
  const input = { data: new Float32Array(rows * inner).fill(0.5), shape: [rows, inner] };
  const output = { data: new Float32Array(rows * columns), shape: [rows, columns] };
  let best = 0;
  for (let attempt = 0; attempt < 8; attempt++) {
    const started = performance.now();
    await product.run({ x: input }, { y: output });
    best = Math.max(best, (2 * rows * inner * columns) / (performance.now() - started) / 1e6);
  }
  await product.release();
  return best;
}
