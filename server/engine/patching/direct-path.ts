/**
 * The direct path of path patching (Wang et al. 2022, arXiv 2211.00593, appendix B): a run in which every head keeps its output
 * z of the base run, and senders are replaced. What senders write reaches later layers through the residual stream and, unless
 * they are frozen, the MLPs.
 *
 * No position reads another one here, so each is computed alone and no attention is.
 */
import type { MlpRule } from '../interventions';
import { attentionWidth } from '../models/architecture';
import { projectHeads, projectQkv } from './attention-calls';
import { replaceHeadOutputs } from './head-rows';
import { listSteps, type HeadSteps } from './layer-steps';
import { passMlp } from './mlp';
import { packEvenly } from './packing';
import { getFirstPosition, type PatchedRun } from './patched-run';
import { prepareStep, replaceResidual } from './residual-rows';
import { copyPositions, countNumbers } from './rows';
import { readResidual } from './run-pair';
import type { WaveContext } from './wave-context';
import type { Qkv } from './workspace';

export interface DirectPathOptions {
  readonly mlps: MlpRule;
  /** Layers whose queries, keys and values are reported. The path ends at the last of them; if there is none, after the last layer. */
  readonly reported: ReadonlySet<number>;
  /** Receives queries, keys and values that a run has in a layer: [prompt, carried position, heads * dHead]. */
  readonly report: (run: PatchedRun, layer: number, qkv: Qkv) => void;
  /** Awaited when some runs of a layer were reported, and then again for others. */
  readonly afterReport?: (layer: number) => Promise<void>;
  /** Called when all runs of a layer were reported. */
  readonly onLayer?: (layer: number) => void;
}

/**
 * Passes runs along the direct path, in place. Each enters where its first sender is and then carries all positions from its
 * start on.
 *
 * @param patchedRuns their interventions are the senders.
 */
export async function passDirectPath(
  wave: WaveContext,
  patchedRuns: readonly PatchedRun[],
  options: DirectPathOptions,
): Promise<void> {
  const { mlps, reported } = options;
  const { dModel, layers } = wave.model.architecture;
  const last = reported.size > 0 ? Math.max(...reported) : layers - 1;
  for (let layer = 0; layer <= last; layer++) {
    for (const run of patchedRuns) {
      if (run.patch.interventions[0].layer !== layer) continue;
      copyPositions(
        wave.runs.base.blocks[layer]!.pre,
        wave.batch.prompts,
        run.patch.start,
        run.enterSuffix(),
        dModel,
      );
    }
    const present = patchedRuns.filter(({ hasEntered }) => hasEntered);
    if (present.length === 0) continue;
    const steps = listSteps(present, layer);
    for (const step of steps.pre) replaceResidual(wave, layer, { ...step, addedTo: null });
    if (reported.has(layer)) await reportHeadInputs(wave, layer, present, options);
    if (layer === last && reported.has(layer)) return;
    const mid = steps.mid.map((step) => prepareStep(wave, layer, step));
    await addHeads(wave, layer, present, steps.heads);
    for (const step of mid) replaceResidual(wave, layer, step);
    const post = steps.post.map((step) => prepareStep(wave, layer, step));
    if (mlps === 'recomputed') await passMlp(wave, layer, present);
    else for (const run of present) addBaseOutput(wave, layer, run, ['mid', 'post']);
    for (const step of post) replaceResidual(wave, layer, step);
  }
}

/** Reports queries, keys and values that runs have before the attention of a layer. */
async function reportHeadInputs(
  wave: WaveContext,
  layer: number,
  present: readonly PatchedRun[],
  { report, afterReport, onLayer }: DirectPathOptions,
): Promise<void> {
  const { dModel } = wave.model.architecture;
  const width = attentionWidth(wave.model.architecture);
  for (const chunk of packEvenly(present, wave.maxRows, ({ rows }) => rows.length / dModel)) {
    const numbers = (countNumbers(chunk.map(({ rows }) => rows)) / dModel) * width;
    await wave.workspace.suffix.lend(numbers, async (qkv) => {
      await projectQkv(wave, layer, chunk, qkv);
      let offset = 0;
      for (const run of chunk) {
        const end = offset + (run.rows.length / dModel) * width;
        const part = (values: Float32Array): Float32Array => values.subarray(offset, end);
        report(run, layer, { q: part(qkv.q), k: part(qkv.k), v: part(qkv.v) });
        offset = end;
      }
      await afterReport?.(layer);
    });
  }
  onLayer?.(layer);
}

/** The attention half: adds the base run's attention output, with the outputs of senders replaced. */
async function addHeads(
  wave: WaveContext,
  layer: number,
  present: readonly PatchedRun[],
  senders: HeadSteps,
): Promise<void> {
  const { model, runs, batch, workspace, maxRows } = wave;
  const { dModel } = model.architecture;
  const width = attentionWidth(model.architecture);
  for (const run of present) if (!senders.has(run)) addBaseOutput(wave, layer, run, ['pre', 'mid']);
  const withSenders = present.filter((run) => senders.has(run));
  for (const chunk of packEvenly(withSenders, maxRows, ({ rows }) => rows.length / dModel)) {
    const rows = chunk.map((run) => run.rows);
    await workspace.z.lend((countNumbers(rows) / dModel) * width, async (z) => {
      let offset = 0;
      for (const run of chunk) {
        const first = getFirstPosition(run, batch);
        const ofRun = z.subarray(offset, (offset += (run.rows.length / dModel) * width));
        copyPositions(runs.base.blocks[layer]!.z, batch.prompts, first, ofRun, width);
        const values = run.patch.values ?? runs.source;
        replaceHeadOutputs(wave, layer, senders.get(run)!, values, null, first, ofRun);
      }
      await projectHeads(wave, layer, rows, z);
    });
  }
}

/** Adds what a half-block of the base run adds to the residual stream. */
function addBaseOutput(
  { runs: { base }, batch: { prompts }, model }: WaveContext,
  layer: number,
  run: PatchedRun,
  [before, after]: readonly ['pre', 'mid'] | readonly ['mid', 'post'],
): void {
  const { dModel } = model.architecture;
  const [inputs, outputs] = [readResidual(base, layer, before), readResidual(base, layer, after)];
  const { rows } = run;
  const count = rows.length / prompts;
  for (let prompt = 0; prompt < prompts; prompt++) {
    const at = prompt * base.length * dModel + run.patch.start * dModel;
    for (let i = 0; i < count; i++) rows[prompt * count + i]! += outputs[at + i]! - inputs[at + i]!;
  }
}
