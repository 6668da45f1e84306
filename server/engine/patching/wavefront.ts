/**
 * Computes planned patches together: patched runs enter where their first intervention is, and pass the layers side by side.
 *
 * In each layer all patched runs pass the attention half and then, with those that have entered meanwhile, the MLP half. Calls
 * have at most `maxRows` rows, and read and write them in place.
 *
 * A local patch (plan.ts) is carried as one position until its next attention: until then its later positions, and their
 * queries, keys and values, are the base run's.
 */
import type { EntryPoint } from '../../../domain/sites';
import type { LoadedModel } from '../forward/model';
import { attentionWidth } from '../models/architecture';
import { passAttention } from './attention';
import { projectHeads } from './attention-calls';
import { countLayerFlops } from './flops';
import { replaceHeadOutputs } from './head-rows';
import { listPresent, listSteps, type HeadSteps } from './layer-steps';
import { DEFAULT_LIMITS } from './limits';
import { passMlp } from './mlp';
import { packEvenly } from './packing';
import { allocateRuns, getFirstPosition, type PatchedRun } from './patched-run';
import type { BatchShape, Patch } from './plan';
import { prepareStep, replaceResidual, type PreparedStep } from './residual-rows';
import { copyPositions, countNumbers } from './rows';
import { readResidual, type ResidualPoint, type RunPair } from './run-pair';
import type { PatchingOptions, WaveContext } from './wave-context';
import { Workspace } from './workspace';

/**
 * Runs patches all at once. The caller limits how many, by the memory of their rows.
 *
 * @returns the last residual stream at the last position of each patch, in their order: [prompt, dModel].
 */
export async function runWave(
  model: LoadedModel,
  runs: RunPair,
  patches: readonly Patch[],
  batch: BatchShape,
  options: PatchingOptions,
): Promise<Float32Array[]> {
  const { layers, dModel } = model.architecture;
  const { maxRows } = options.limits ?? DEFAULT_LIMITS;
  const { beforeCall } = options;
  const wave: WaveContext = { model, runs, batch, workspace: new Workspace(), maxRows, beforeCall };
  const { inCallOrder, inPatchOrder } = allocateRuns(patches, batch, dModel);
  const first = patches.reduce((least, { interventions: [{ layer }] }) => Math.min(least, layer), layers);
  for (let layer = first; layer < layers; layer++) {
    await passLayer(wave, layer, inCallOrder);
    const done = listPresent(inCallOrder, layer, 'post').reduce(
      (sum, { patch }) => sum + countLayerFlops(layer, patch, model.architecture, batch),
      0,
    );
    options.onWork?.(done);
  }
  return inPatchOrder.map((run) => run.readResult());
}

/** Passes one block. Patched runs enter, and are patched, before, between and after its halves. */
async function passLayer(
  wave: WaveContext,
  layer: number,
  patchedRuns: readonly PatchedRun[],
): Promise<void> {
  const steps = listSteps(patchedRuns, layer);
  const prepare = (point: ResidualPoint): PreparedStep[] =>
    steps[point].map((step) => prepareStep(wave, layer, step));
  patchResidual(wave, layer, 'pre', prepare('pre'));

  const mid = prepare('mid');
  await passAttention(wave, layer, listPresent(patchedRuns, layer, 'pre'), steps.heads);
  await enterHeads(wave, layer, steps.heads);
  patchResidual(wave, layer, 'mid', mid);

  const post = prepare('post');
  // An MLP whose output is replaced at every position need not be computed.
  const computed = listPresent(patchedRuns, layer, 'mid').filter(({ patch }) => !isMlpReplaced(patch, layer));
  await passMlp(wave, layer, computed);
  patchResidual(wave, layer, 'post', post);
}

/** Whether a patch replaces what the MLP of a layer adds, at every position. */
function isMlpReplaced({ interventions }: Patch, layer: number): boolean {
  return interventions.some(
    ({ layer: own, position, entry }) =>
      own === layer && position === null && entry.point === 'post' && entry.addedTo === 'mid',
  );
}

/** Lets patched runs enter with what they carry at this point. Their rows are not written yet. */
function enter(
  { batch, model }: WaveContext,
  layer: number,
  point: EntryPoint,
  runs: readonly PatchedRun[],
): void {
  if (layer === model.architecture.layers - 1 && point !== 'pre') {
    for (const run of runs) run.enterLast();
    return;
  }
  const local = runs.filter(({ patch }) => patch.isLocal);
  const perRun = batch.prompts * model.architecture.dModel;
  const rows = new Float32Array(local.length * perRun);
  for (const [at, run] of local.entries()) run.enterSingle(rows.subarray(at * perRun, (at + 1) * perRun));
  for (const run of runs) if (!run.patch.isLocal) run.enterSuffix();
}

/** Patches the residual stream at one point of a layer. Runs that enter here begin as the base run. */
function patchResidual(
  wave: WaveContext,
  layer: number,
  point: ResidualPoint,
  steps: readonly PreparedStep[],
): void {
  const { runs, batch, model } = wave;
  const unpatched = readResidual(runs.base, layer, point);
  const entering = [...new Set(steps.map(({ run }) => run))].filter((run) => !run.hasEntered);
  enter(wave, layer, point, entering);
  for (const run of entering) {
    const first = getFirstPosition(run, batch);
    copyPositions(unpatched, batch.prompts, first, run.rows, model.architecture.dModel);
  }
  for (const step of steps) replaceResidual(wave, layer, step);
}

/** Lets runs enter at the heads' outputs, which are projected into the residual stream. */
async function enterHeads(wave: WaveContext, layer: number, steps: HeadSteps): Promise<void> {
  const { model, runs, batch, workspace, maxRows } = wave;
  const { dModel } = model.architecture;
  const width = attentionWidth(model.architecture);
  const { pre, z: unpatched } = runs.base.blocks[layer]!;
  const entering = [...steps.keys()].filter((run) => !run.hasEntered);
  enter(wave, layer, 'heads', entering);
  for (const chunk of packEvenly(entering, maxRows, ({ rows }) => rows.length / dModel)) {
    const rows = chunk.map((run) => run.rows);
    await workspace.z.lend((countNumbers(rows) / dModel) * width, async (z) => {
      let offset = 0;
      for (const run of chunk) {
        const first = getFirstPosition(run, batch);
        copyPositions(pre, batch.prompts, first, run.rows, dModel);
        const ofRun = z.subarray(offset, (offset += (run.rows.length / dModel) * width));
        copyPositions(unpatched, batch.prompts, first, ofRun, width);
        const values = run.patch.values ?? runs.source;
        replaceHeadOutputs(wave, layer, steps.get(run)!, values, null, first, ofRun);
      }
      await projectHeads(wave, layer, rows, z);
    });
  }
}
