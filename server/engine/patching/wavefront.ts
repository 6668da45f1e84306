/**
 * Computes planned patches together: rows enter at their entry points and go through the blocks side by side.
 *
 * Layer by layer, all rows under way pass the attention half and then, with those that have joined meanwhile, the MLP half,
 * in calls of at most MAX_ROWS rows, which read and write them where they stand.
 *
 * A local patch (plan.ts) is carried as one position until its next attention: until then the positions behind it, and
 * their queries, keys and values, are the base run's.
 */
import type { Gpt2Model } from '../gpt2/model';
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
  type Traveller,
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
  model: Gpt2Model,
  runs: Runs,
  patches: readonly Patch[],
  batch: BatchShape,
  options: WavefrontOptions,
): Promise<Arrival[]> {
  const { layers, dModel } = model.config;
  const wave: Wave = { model, runs, batch, options, scratch: new Scratch() };
  const travellers = placed(patches, batch, dModel);
  const first = patches.reduce((least, { layer }) => Math.min(least, layer), layers);
  for (let layer = first; layer < layers; layer++) {
    /** What is under way once those that enter at this point have done so. */
    const after = (entry: EntryPoint): Traveller[] =>
      travellers.filter(
        ({ patch }) =>
          patch.layer < layer ||
          (patch.layer === layer && ENTRY_POINTS.indexOf(patch.entry) <= ENTRY_POINTS.indexOf(entry)),
      );
    const at = (entry: EntryPoint): Traveller[] =>
      travellers.filter(({ patch }) => patch.layer === layer && patch.entry === entry);
    enter(wave, layer, at('pre'));
    await attend(wave, layer, after('pre'));
    await enterHeads(wave, layer, at('heads'));
    enter(wave, layer, at('mid'));
    await passMlp(wave, layer, after('mid'));
    enter(wave, layer, at('post'));
    options.onWork?.(
      after('post').reduce((sum, { patch }) => sum + flopsAt(layer, patch, model.config, batch), 0),
    );
  }
  return travellers;
}

/** Makes room for the rows of patches, in the order in which calls want them side by side: by start, then by layer. */
function placed(patches: readonly Patch[], { prompts, length }: BatchShape, d: number): Traveller[] {
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

/** Gives travellers that enter at one point what they carry from now on; what is in it is the caller's to write. */
function place({ batch, model }: Wave, layer: number, entering: readonly Traveller[]): void {
  const isBehindAttention = layer === model.config.layers - 1 && entering[0]?.patch.entry !== 'pre';
  if (isBehindAttention) {
    for (const traveller of entering) traveller.rows = traveller.end;
    return;
  }
  const each = batch.prompts * model.config.dModel;
  const local = entering.filter(({ patch }) => patch.isLocal);
  const rows = new Float32Array(each * local.length);
  for (const [index, traveller] of local.entries()) {
    traveller.rows = rows.subarray(index * each, (index + 1) * each);
  }
}

/** The first position that a traveller carries. */
function firstPosition({ patch, rows, end }: Traveller, { length }: BatchShape): number {
  return rows === end ? length - 1 : patch.start;
}

/** Entry into the residual stream. */
function enter(wave: Wave, layer: number, entering: readonly Traveller[]): void {
  place(wave, layer, entering);
  for (const traveller of entering) {
    const write = traveller.patch.entry === 'pre' ? writePreRows : writeOutputRows;
    write(wave.runs, traveller.patch, firstPosition(traveller, wave.batch), traveller.rows);
  }
}

/** Entry at the heads' outputs: what is patched there reaches the residual stream. */
async function enterHeads(wave: Wave, layer: number, entering: readonly Traveller[]): Promise<void> {
  const { model, runs, batch, scratch } = wave;
  const { dModel } = model.config;
  place(wave, layer, entering);
  const pre = residual(runs.base, layer, 'pre');
  for (const chunk of chunksOf(entering, ({ rows }) => rows.length / dModel)) {
    const rows = chunk.map((traveller) => traveller.rows);
    const z = scratch.take('z', lengthOf(rows));
    let offset = 0;
    for (const traveller of chunk) {
      const from = firstPosition(traveller, batch);
      copyPositions(pre, batch.prompts, from, traveller.rows, dModel);
      const ofTraveller = z.subarray(offset, (offset += traveller.rows.length));
      writeHeadRows(runs, traveller.patch, from, model.config, ofTraveller);
    }
    await projectHeads(wave, layer, rows, z);
  }
}

/** The MLP half: resid_mid to resid_post of all travellers, in place. */
async function passMlp(
  { model, scratch, options }: Wave,
  layer: number,
  travellers: readonly Traveller[],
): Promise<void> {
  const { dModel } = model.config;
  const parts = splitRows(joinNeighbours(travellers.map(({ rows }) => rows)), dModel);
  for (const chunk of chunksOf(parts, ({ length }) => length / dModel)) {
    const x = asRows(gather(chunk, scratch, 'rows'), dModel);
    await options.beforeCall();
    await model.blocks[layer]!.mlp.run({ x }, { y: x });
    scatter(x.data, chunk);
  }
}
