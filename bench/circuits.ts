/**
 * Circuits of edges: the time of one ablated run as a multiple of a forward pass of the same prompts in the same process. On the bundled
 * model, and at GPT-2 small's shape with seeded weights.
 */
import path from 'node:path';
import { countScopeEdges, listEdges } from '../domain/circuit-edges';
import type { EdgeSizes } from '../domain/edges';
import { createRandom, shuffle } from '../domain/random';
import type { Computation, Experiment } from '../server/engine/api';
import { createExperiment, readGolden, type GoldenCase } from '../server/engine/golden/read-golden';
import { writeSeededModel } from '../server/engine/golden/seeded-weights';
import { describeEngine, seconds, withEngine, withModelFolder } from './engine';
import { median } from './fit';
import { measureForward, measureTime } from './forward';
import { readSizes } from './model-sizes';

/** With the prompts that are compared: all runs of a circuit take one forward pass each in TransformerLens too. */
const CASES: readonly (readonly [name: GoldenCase, prompts: number])[] = [
  ['patchbay-mini', 4],
  ['gpt2-small-shape', 2],
];
const FRACTIONS = [0.001, 0.01, 0.1];
const ROUNDS = 3;
/** Draws the circuits. */
const SEED = 7;
/** Random circuits, beside the circuit, the whole model and the empty one. */
const SEEDS = [1, 2, 3, 4, 5];
const RUNS = 3 + SEEDS.length;

/** Prints one table for each model: medians of ROUNDS. */
export async function benchCircuits(): Promise<void> {
  console.log(await describeEngine());
  for (const [name, prompts] of CASES) {
    const golden = await readGolden(name);
    await withModelFolder(async (folder) => {
      if (golden.shape) await writeSeededModel(path.join(folder, name), golden.shape, golden.seed!);
      await withEngine(golden.shape ? folder : path.resolve('models'), async (core) => {
        const whole = createExperiment(name, golden.sets[0]!, 'DENOISING');
        const experiment = { ...whole, pairs: whole.pairs.slice(0, prompts) };
        await benchCase(core, experiment, await readSizes(name, core));
      });
    });
  }
}

async function benchCase(core: Computation, experiment: Experiment, sizes: EdgeSizes): Promise<void> {
  const scope = 'HEADS_AND_MLPS';
  const all = countScopeEdges(sizes, scope);
  console.log(
    `\n${experiment.model}: ${experiment.pairs.length} prompts of ${experiment.pairs[0]!.clean.length} tokens, ${all} edges; ${RUNS} runs of each circuit`,
  );
  const drawn = shuffle(listEdges(sizes, scope), createRandom(SEED));
  const evaluate = (count: number): Promise<number> =>
    measureTime(() =>
      core.edgeCircuit({
        experiment,
        edges: drawn.slice(0, count),
        scope,
        value: { kind: 'source' },
        metric: 'logit_diff',
        part: 'faithfulness',
        options: { seeds: SEEDS },
      }),
    );
  const counts = FRACTIONS.map((fraction) => Math.max(1, Math.round(all * fraction)));
  // Loads the model and compiles the graphs.
  await measureForward(core, experiment);
  await evaluate(1);
  const times = counts.map((): number[] => []);
  const forwards: number[] = [];
  // Rounds, so that a change of the machine's speed meets all of them.
  for (let round = 0; round < ROUNDS; round++) {
    forwards.push(await measureForward(core, experiment));
    for (const [at, count] of counts.entries()) times[at]!.push(await evaluate(count));
  }
  const forward = median(forwards);
  console.table([
    { work: 'forward pass', seconds: seconds(forward), 'one run, s': '', 'of a forward pass': '' },
    ...counts.map((count, at) => ({
      work: `circuit of ${count} edges`,
      seconds: seconds(median(times[at]!)),
      'one run, s': seconds(median(times[at]!) / RUNS),
      'of a forward pass': (median(times[at]!) / RUNS / forward).toFixed(2),
    })),
  ]);
}
