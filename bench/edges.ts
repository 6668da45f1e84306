/**
 * Every edge between heads, exactly, and how well approximations rank the same edges: edge attribution patching and attribution
 * patching by TransformerLens (edges.py). On the bundled model, and at GPT-2 small's shape with seeded weights.
 */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { countEdges, countEdgesInto, type EdgeSizes } from '../domain/edges';
import { mean } from '../domain/effect';
import { createExperiment, readGolden, type GoldenCase } from '../server/engine/golden/read-golden';
import { writeSeededModel } from '../server/engine/golden/seeded-weights';
import { createCore } from '../server/engine/worker/core';
import { readMetric, type EdgeResult, type Experiment } from '../server/engine/api';
import { describeEngine, engineThreads, seconds, withModelFolder } from './engine';
import { readSizes } from './model-sizes';
import { findPython } from './peer-process';
import { rankCorrelation } from './statistics';

const CASES: readonly GoldenCase[] = ['patchbay-mini', 'gpt2-small-shape'];
/** Edges that TransformerLens computes exactly too. */
const SAMPLED = 40;
/** Strongest edges that an approximation should find. */
const STRONGEST = 0.01;

interface Approximation {
  readonly ms: number;
  /** Changes of the logit difference, the mean over prompts. */
  readonly changes: readonly number[];
}

interface PythonAnswer {
  readonly versions: Readonly<Record<string, string>>;
  readonly threads: number;
  readonly eap: Approximation;
  readonly attribution: Approximation;
  readonly exact: Approximation;
}

/** Prints one table for each model. @param cases names of models; all when left out. */
export async function benchEdges(cases: readonly string[] = CASES): Promise<void> {
  console.log(await describeEngine());
  const python = findPython();
  if (python === null)
    console.log('No Python with TransformerLens: exact values only. See models/reference/README.md.');
  for (const name of CASES) if (cases.includes(name)) await benchCase(name, python);
}

async function benchCase(name: GoldenCase, python: string | null): Promise<void> {
  const golden = await readGolden(name);
  const set = golden.sets[0]!;
  const experiment: Experiment = { ...createExperiment(name, set, 'DENOISING'), edges: true };
  await withModelFolder(async (folder) => {
    if (golden.shape) await writeSeededModel(path.join(folder, name), golden.shape, golden.seed!);
    const core = createCore({ folders: [golden.shape ? folder : path.resolve('models')] });
    const { flops, estimatedMs } = await core.estimate(experiment, []);
    const edges: EdgeResult[] = [];
    // Loads the model.
    const { values } = await core.baseline(experiment);
    const base = mean(readMetric(values, 'logit_diff').corrupted);
    const sizes = await readSizes(name, core);
    console.log(
      `\n${name}, ${experiment.pairs.length} prompts of ${experiment.pairs[0]!.clean.length} tokens: ${countEdges(sizes)} edges, ` +
        `planned ${flops.toExponential(2)} operations, estimated ${seconds(estimatedMs)} s`,
    );
    const started = performance.now();
    await core.run(experiment, [], {
      onEvent(event) {
        if (event.type !== 'edges') return;
        edges.push(event.edges);
        console.log(`  receivers of layer ${event.edges.layer}: ${seconds(event.edges.elapsedMs)} s`);
      },
    });
    const ms = performance.now() - started;
    await core.close();
    const exact = edges.flatMap((layer) => readChanges(layer, sizes, base));
    const rate = flops / ms / 1e6;
    const rows = [{ method: 'exact (Patchbay)', seconds: seconds(ms), note: `${rate.toFixed(0)} GFLOP/s` }];
    if (python === null) return console.table(rows);
    const sample = pickSample(exact.length);
    const answer = await askPython(python, { case: name, set: set.name, direction: 'DENOISING', sample });
    const largest = Math.max(
      ...sample.map((at, index) => Math.abs(exact[at]! - answer.exact.changes[index]!)),
    );
    console.log(
      `torch ${answer.versions['torch']}, transformer_lens ${answer.versions['transformer_lens']}, ${answer.threads} threads; ` +
        `${SAMPLED} edges by hooks differ by at most ${largest.toExponential(1)} logits`,
    );
    const all = (answer.exact.ms / sample.length) * exact.length;
    console.table([
      ...rows,
      { method: 'exact (TransformerLens hooks)', seconds: seconds(all), note: `from ${sample.length} edges` },
      ...(['attribution', 'eap'] as const).map((method) => ({
        method: method === 'eap' ? 'EAP (TransformerLens)' : 'attribution patching (TransformerLens)',
        seconds: seconds(answer[method].ms),
        ...compareRanks(exact, answer[method].changes),
      })),
    ]);
  });
}

/** Rank correlations with the exact values, and the share of the strongest edges that are found. */
function compareRanks(exact: readonly number[], approximate: readonly number[]) {
  const sizes = [exact, approximate].map((changes) => changes.map(Math.abs));
  const count = Math.max(10, Math.round(STRONGEST * exact.length));
  const strongest = sizes.map(
    (list) =>
      new Set(
        list
          .map((_, at) => at)
          .toSorted((a, b) => list[b]! - list[a]!)
          .slice(0, count),
      ),
  );
  const found = [...strongest[0]!].filter((at) => strongest[1]!.has(at)).length;
  return {
    'Spearman, signed': rankCorrelation(exact, approximate).toFixed(3),
    'Spearman, size': rankCorrelation(sizes[0]!, sizes[1]!).toFixed(3),
    'strongest found': `${found} of ${count}`,
  };
}

/** Mean change of each edge into a layer. */
function readChanges({ layer, values }: EdgeResult, sizes: EdgeSizes, base: number): number[] {
  const raw = readMetric(values, 'logit_diff');
  const count = countEdgesInto(layer, sizes);
  const prompts = raw.length / count;
  return Array.from({ length: count }, (_, index) => {
    let sum = 0;
    for (let prompt = 0; prompt < prompts; prompt++) sum += raw[prompt * count + index]!;
    return sum / prompts - base;
  });
}

/** Numbers of edges, spread over all by a fixed step. */
function pickSample(count: number): number[] {
  return Array.from({ length: SAMPLED }, (_, index) => Math.floor(((index + 0.5) * count) / SAMPLED));
}

/** Runs edges.py. */
async function askPython(python: string, request: object): Promise<PythonAnswer> {
  const child = spawn(python, [path.resolve('bench', 'edges.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { OMP_NUM_THREADS: String(engineThreads()), ...process.env, TQDM_DISABLE: '1' },
  });
  child.stdin.end(JSON.stringify(request));
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('close', resolve);
    child.once('error', reject);
  });
  if (code !== 0) throw new Error(`bench/edges.py ended with status ${code}.`);
  return JSON.parse(text) as PythonAnswer;
}
