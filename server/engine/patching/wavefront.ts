/**
 * Computes planned patches together: rows enter at their entry points and go through the blocks side by side.
 *
 * Layer by layer, all rows under way pass the attention half and then, with those that have joined meanwhile, the MLP half,
 * in calls of at most MAX_ROWS rows, which read and write them where they stand.
 *
 * A local patch (plan.ts) is carried as one position until its next attention: until then the positions behind it, and
 * their queries, keys and values, are the base run's.
 */
import type { LoadedModel } from '../forward/model';
import { attend, projectHeads } from './attention';
import { residual, writeHeadRows, writeOutputRows, writePreRows, type Runs } from './entry-rows';
import { ENTRY_POINTS, type EntryPoint } from '../../../domain/sites';
import { flopsAt, type BatchShape, type Patch } from './plan';
import type { Wave, WavefrontOptions } from './wave';
import {
  asRows,
  chunksOf,
  copyPositions,
  gather,
  joinNeighbours,
  lengthOf,
  scatter,
  Scratch,
  splitRows,
  type PatchedRun,
} from './rows';

/** A patched run that has reached its end. */
export interface Arrival {
  readonly patch: Patch;
  /** The last residual stream at the last position: [prompt, dModel]. */
  readonly end: Float32Array;
}

/**
 * Runs patches, all at once: memory for their rows is the caller's concern.
 *
 * @param patches of any kinds.
 */
export async function runWave(
  model: LoadedModel,
  runs: Runs,
  patches: readonly Patch[],
  batch: BatchShape,
  options: WavefrontOptions,
): Promise<Arrival[]> {
  const { layers, dModel } = model.architecture;
  const wave: Wave = { model, runs, batch, options, scratch: new Scratch() };
  const patchedRuns = placed(patches, batch, dModel);
  const first = patches.reduce((least, { layer }) => Math.min(least, layer), layers);
  for (let layer = first; layer < layers; layer++) {
    /** What is under way once those that enter at this point have done so. */
    const after = (entry: EntryPoint): PatchedRun[] =>
      patchedRuns.filter(
        ({ patch }) =>
          patch.layer < layer ||
          (patch.layer === layer && ENTRY_POINTS.indexOf(patch.entry) <= ENTRY_POINTS.indexOf(entry)),
      );
    const at = (entry: EntryPoint): PatchedRun[] =>
      patchedRuns.filter(({ patch }) => patch.layer === layer && patch.entry === entry);
    enter(wave, layer, at('pre'));
    await attend(wave, layer, after('pre'));
    await enterHeads(wave, layer, at('heads'));
    enter(wave, layer, at('mid'));
    await passMlp(wave, layer, after('mid'));
    enter(wave, layer, at('post'));
    options.onWork?.(
      after('post').reduce((sum, { patch }) => sum + flopsAt(layer, patch, model.architecture, batch), 0),
    );
  }
  return patchedRuns;
}

/** Makes room for the rows of patches, in the order in which calls want them side by side: by start, then by layer. */
function placed(patches: readonly Patch[], { prompts, length }: BatchShape, d: number): PatchedRun[] {
  const each = prompts * d;
  const positions = patches.reduce((sum, { start }) => sum + length - start, 0);
  const slots = new Float32Array(positions * each);
  const ends = new Float32Array(patches.length * each);
  let offset = 0;
  return patches
    .toSorted(
      (a, b) =>
        a.start - b.start ||
        a.layer - b.layer ||
        ENTRY_POINTS.indexOf(a.entry) - ENTRY_POINTS.indexOf(b.entry),
    )
    .map((patch, index) => {
      const slot = slots.subarray(offset, (offset += (length - patch.start) * each));
      return { patch, slot, end: ends.subarray(index * each, (index + 1) * each), rows: slot };
    });
}

/** Allocates the rows of patched runs that enter at one point; the caller writes them. */
function place({ batch, model }: Wave, layer: number, entering: readonly PatchedRun[]): void {
  const isBehindAttention = layer === model.architecture.layers - 1 && entering[0]?.patch.entry !== 'pre';
  if (isBehindAttention) {
    for (const patchedRun of entering) patchedRun.rows = patchedRun.end;
    return;
  }
  const each = batch.prompts * model.architecture.dModel;
  const local = entering.filter(({ patch }) => patch.isLocal);
  const rows = new Float32Array(each * local.length);
  for (const [index, patchedRun] of local.entries()) {
    patchedRun.rows = rows.subarray(index * each, (index + 1) * each);
  }
}

/** The first position that a patched run carries. */
function firstPosition({ patch, rows, end }: PatchedRun, { length }: BatchShape): number {
  return rows === end ? length - 1 : patch.start;
}

/** Entry into the residual stream. */
function enter(wave: Wave, layer: number, entering: readonly PatchedRun[]): void {
  place(wave, layer, entering);
  for (const patchedRun of entering) {
    const write = patchedRun.patch.entry === 'pre' ? writePreRows : writeOutputRows;
    write(wave.runs, patchedRun.patch, firstPosition(patchedRun, wave.batch), patchedRun.rows);
  }
}

/** Entry at the heads' outputs: what is patched there reaches the residual stream. */
async function enterHeads(wave: Wave, layer: number, entering: readonly PatchedRun[]): Promise<void> {
  const { model, runs, batch, scratch } = wave;
  const { dModel } = model.architecture;
  place(wave, layer, entering);
  const pre = residual(runs.base, layer, 'pre');
  for (const chunk of chunksOf(entering, ({ rows }) => rows.length / dModel)) {
    const rows = chunk.map((patchedRun) => patchedRun.rows);
    const z = scratch.take('z', lengthOf(rows));
    let offset = 0;
    for (const patchedRun of chunk) {
      const from = firstPosition(patchedRun, batch);
      copyPositions(pre, batch.prompts, from, patchedRun.rows, dModel);
      const ofTraveller = z.subarray(offset, (offset += patchedRun.rows.length));
      writeHeadRows(runs, patchedRun.patch, from, model.architecture, ofTraveller);
    }
    await projectHeads(wave, layer, rows, z);
  }
}

/** The MLP half: resid_mid to resid_post of all patched runs, in place. */
async function passMlp(
  { model, scratch, options }: Wave,
  layer: number,
  patchedRuns: readonly PatchedRun[],
): Promise<void> {
  const { dModel } = model.architecture;
  const parts = splitRows(joinNeighbours(patchedRuns.map(({ rows }) => rows)), dModel);
  for (const chunk of chunksOf(parts, ({ length }) => length / dModel)) {
    const x = asRows(gather(chunk, scratch, 'rows'), dModel);
    await options.beforeCall();
    await model.blocks[layer]!.mlp.run({ x }, { y: x });
    scatter(x.data, chunk);
  }
}
