/**
 * Path patching and joint patches at GPT-2 small's shape: times as multiples of a HEAD_Z sweep and of one forward pass of the same
 * process. Seeded weights, eight prompts of 16 tokens that differ at position 11.
 *
 * Targets: all heads to the logits at most 0.25 of the sweep, all heads to receivers in two layers at most 1, a joint patch at
 * most one forward pass.
 */
import path from 'node:path';
import { createExperiment, readGolden } from '../server/engine/golden/read-golden';
import { writeSeededModel } from '../server/engine/golden/seeded-weights';
import type { Computation, Experiment } from '../server/engine/api';
import type { PatchedSite, PatchPath } from '../server/engine/interventions';
import { describeEngine, measureSweep, seconds, withEngine, withModelFolder } from './engine';
import { measureForward, measureTime } from './forward';

const CASE = 'gpt2-small-shape';
const ROUNDS = 3;

/** What is measured: its name, a function that computes it, and what it is compared with. */
interface Measure {
  readonly name: string;
  readonly unit: 'sweep' | 'forward' | null;
  readonly run: () => Promise<number>;
}

/** Prints the table: the median of three rounds, and the ratio of medians. */
export async function benchPaths(): Promise<void> {
  const golden = await readGolden(CASE);
  const experiment = createExperiment(CASE, golden.sets[0]!, 'DENOISING');
  const { n_layer: layers, n_head: heads } = golden.shape!;
  await withModelFolder(async (folder) => {
    await writeSeededModel(path.join(folder, CASE), golden.shape!, golden.seed!);
    console.log(await describeEngine());
    await withEngine(folder, async (core) => {
      const measures = listMeasures(core, experiment, layers, heads);
      const times = measures.map((): number[] => []);
      for (const measure of measures) await measure.run();
      // Rounds, so that a change of the machine's speed meets all of them.
      for (let round = 0; round < ROUNDS; round++)
        for (const [index, measure] of measures.entries()) times[index]!.push(await measure.run());
      const medians = times.map((list) => list.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)]!);
      const readMedian = (name: string): number => medians[measures.findIndex((one) => one.name === name)]!;
      console.table(
        measures.map(({ name, unit }, index) => ({
          work: name,
          seconds: seconds(medians[index]!),
          'of a HEAD_Z sweep': unit === 'sweep' ? (medians[index]! / readMedian(SWEEP)).toFixed(2) : '',
          'of a forward pass': unit === 'forward' ? (medians[index]! / readMedian(FORWARD)).toFixed(2) : '',
        })),
      );
    });
  });
}

const SWEEP = 'HEAD_Z sweep, 144 patched runs';
const FORWARD = 'forward pass, 8 prompts';

function listMeasures(core: Computation, experiment: Experiment, layers: number, heads: number): Measure[] {
  const site = (kind: PatchedSite['site'], layer: number, head: number | null): PatchedSite => ({
    site: kind,
    layer,
    head,
    position: null,
    src: null,
  });
  const everyHead = Array.from({ length: layers }, (_, layer) =>
    Array.from({ length: heads }, (_unused, head) => site('HEAD_Z', layer, head)),
  ).flat();
  const everyMlp = Array.from({ length: layers }, (_, layer) => site('MLP_OUT', layer, null));
  const receivers = (kind: PatchedSite['site']): PatchedSite[] =>
    [layers - 3, layers - 2].flatMap((layer) =>
      Array.from({ length: heads }, (_, head) => site(kind, layer, head)),
    );
  const toHeads = (kind: PatchedSite['site'], mlps: PatchPath['mlps'] = 'recomputed'): PatchPath => ({
    receivers: receivers(kind),
    mlps,
    layerNorm: 'recomputed',
  });
  const intervene = (sets: readonly (readonly PatchedSite[])[], way: PatchPath | null) => () =>
    measureTime(() => core.intervene({ experiment, sets, value: { kind: 'source' }, path: way }));
  const senders = everyHead.map((head) => [head]);
  return [
    { name: SWEEP, unit: null, run: async () => (await measureSweep(core, experiment, 'HEAD_Z')).ms },
    { name: FORWARD, unit: null, run: () => measureForward(core, experiment) },
    {
      name: 'all heads to the logits, MLPs recomputed',
      unit: 'sweep',
      run: intervene(senders, { receivers: [], mlps: 'recomputed', layerNorm: 'recomputed' }),
    },
    {
      name: 'all heads to the logits, MLPs frozen',
      unit: 'sweep',
      run: intervene(senders, { receivers: [], mlps: 'frozen', layerNorm: 'recomputed' }),
    },
    ...(['HEAD_Q', 'HEAD_K', 'HEAD_V'] as const).map((kind) => ({
      name: `all heads to ${kind} of layers ${layers - 3} and ${layers - 2}`,
      unit: 'sweep' as const,
      run: intervene(senders, toHeads(kind)),
    })),
    {
      name: 'the same to HEAD_Q, MLPs frozen',
      unit: 'sweep',
      run: intervene(senders, toHeads('HEAD_Q', 'frozen')),
    },
    { name: 'joint patch of one head', unit: 'forward', run: intervene([[everyHead[0]!]], null) },
    { name: 'joint patch of all heads', unit: 'forward', run: intervene([everyHead], null) },
    {
      name: 'joint patch of all heads and MLPs',
      unit: 'forward',
      run: intervene([[...everyHead, ...everyMlp]], null),
    },
  ];
}
