/**
 * The attention half of patched runs: resid_pre to resid_mid, in place.
 *
 * Rows that carry the same positions share a call, with the base run's keys and values as its prefix. After the last block's
 * attention only the last position is carried.
 */
import { attentionSizes, lastAttentionSizes, type AttentionSizes } from '../forward/attention-graphs';
import { causalMask } from '../forward/forward';
import type { WithAndWithoutPrefix } from '../forward/model';
import { attentionWidth } from '../models/architecture';
import type { NumberArray } from '../runtime/session';
import { replaceHeadOutputs } from './head-rows';
import type { HeadSteps } from './layer-steps';
import { groupAdjacent, packEvenly } from './packing';
import { getFirstPosition, type PatchedRun } from './patched-run';
import { copyPositions, readJoined, replaceFirstPosition, shapeRows, updateJoined } from './rows';
import type { WaveContext } from './wave-context';
import type { Qkv } from './workspace';

/** Names of the arrays that an attention reads. */
const QKV = ['q', 'k', 'v'] as const;

/**
 * Passes all patched runs through the attention half of a block.
 *
 * @param patchedHeads of the runs that reach this layer with heads to patch in it.
 */
export async function passAttention(
  wave: WaveContext,
  layer: number,
  patchedRuns: readonly PatchedRun[],
  patchedHeads: HeadSteps,
): Promise<void> {
  if (layer === wave.model.architecture.layers - 1) {
    await passLastAttention(wave, layer, patchedRuns, patchedHeads);
    return;
  }
  const suffixes = patchedRuns.filter(({ carried }) => carried.phase === 'suffix');
  const singles = patchedRuns.filter(({ carried }) => carried.phase === 'single');
  for (const chunk of packRuns(wave, suffixes)) await attendSuffixes(wave, layer, chunk, patchedHeads);
  for (const chunk of packRuns(wave, singles)) await attendSingles(wave, layer, chunk);
}

/** The last block's attention half: from here on, runs carry the last position only. */
async function passLastAttention(
  wave: WaveContext,
  layer: number,
  patchedRuns: readonly PatchedRun[],
  patchedHeads: HeadSteps,
): Promise<void> {
  for (const run of patchedRuns) if (run.carried.phase === 'single') extendToSuffix(wave, layer, run);
  // The graph for the last position alone does not show the heads.
  const [withHeads, plain] = [
    patchedRuns.filter((run) => patchedHeads.has(run)),
    patchedRuns.filter((run) => !patchedHeads.has(run)),
  ];
  for (const chunk of packRuns(wave, plain)) {
    for (const group of groupByStart(chunk)) await attendLast(wave, layer, group);
  }
  for (const chunk of packRuns(wave, withHeads)) {
    await attendSuffixes(wave, layer, chunk, patchedHeads);
    for (const run of chunk) reduceToLast(wave, run);
  }
}

/**
 * Adds the heads' outputs to the residual stream: rows become resid_mid, in place.
 *
 * @param rows resid_pre [prompt, position, dModel] each, together as many rows as `z`.
 * @param z [row, heads * dHead]
 */
export async function projectHeads(
  { model, workspace, beforeCall }: WaveContext,
  layer: number,
  rows: readonly Float32Array[],
  z: Float32Array,
): Promise<void> {
  const { architecture, blocks } = model;
  await updateJoined(rows, workspace.rows, async (all) => {
    const x = shapeRows(all, architecture.dModel);
    await beforeCall();
    await blocks[layer]!.attentionOut.run({ x, z: shapeRows(z, attentionWidth(architecture)) }, { y: x });
  });
}

/** Splits patched runs into chunks of one call, by the rows that they have after this attention. */
function packRuns({ model, maxRows }: WaveContext, patchedRuns: readonly PatchedRun[]): PatchedRun[][] {
  return packEvenly(patchedRuns, maxRows, ({ suffixLength }) => suffixLength / model.architecture.dModel);
}

function groupByStart(patchedRuns: readonly PatchedRun[]): PatchedRun[][] {
  return groupAdjacent(patchedRuns, ({ patch }) => patch.start);
}

/** Attention of patched runs that carry all positions from their start on. */
async function attendSuffixes(
  wave: WaveContext,
  layer: number,
  chunk: readonly PatchedRun[],
  patchedHeads: HeadSteps,
): Promise<void> {
  await wave.workspace.suffix.lend(countHeadNumbers(wave, chunk), async (qkv) => {
    await project(wave, layer, chunk, qkv);
    await attend(wave, layer, chunk, qkv, patchedHeads);
  });
}

/** Attention of patched runs that carry one position. From here on they carry all later positions too, from the base run. */
async function attendSingles(wave: WaveContext, layer: number, chunk: readonly PatchedRun[]): Promise<void> {
  const { model, runs, batch, workspace } = wave;
  const { dModel } = model.architecture;
  const width = attentionWidth(model.architecture);
  const perRun = batch.prompts * width;
  await workspace.suffix.lend(countHeadNumbers(wave, chunk), async (qkv) => {
    await workspace.single.lend(chunk.length * perRun, async (single) => {
      await project(wave, layer, chunk, single);
      let offset = 0;
      for (const [index, run] of chunk.entries()) {
        const end = offset + (run.suffixLength / dModel) * width;
        for (const name of QKV) {
          const ofRun = qkv[name].subarray(offset, end);
          copyPositions(runs.base.blocks[layer]![name], batch.prompts, run.patch.start, ofRun, width);
          const first = single[name].subarray(index * perRun, (index + 1) * perRun);
          replaceFirstPosition(ofRun, first, batch.prompts);
        }
        offset = end;
        extendToSuffix(wave, layer, run);
      }
    });
    await attend(wave, layer, chunk, qkv, new Map());
  });
}

/** How many numbers q, k, v or z of patched runs have over all positions from their starts on. */
function countHeadNumbers({ model }: WaveContext, chunk: readonly PatchedRun[]): number {
  const { dModel } = model.architecture;
  const rows = chunk.reduce((sum, { suffixLength }) => sum + suffixLength / dModel, 0);
  return rows * attentionWidth(model.architecture);
}

/** Queries, keys and values of the rows that patched runs carry. @param qkv written. */
async function project(
  { model, workspace, beforeCall }: WaveContext,
  layer: number,
  chunk: readonly PatchedRun[],
  { q, k, v }: Qkv,
): Promise<void> {
  const { architecture, blocks } = model;
  const width = attentionWidth(architecture);
  const rows = chunk.map((run) => run.rows);
  await readJoined(rows, workspace.rows, async (all) => {
    await beforeCall();
    await blocks[layer]!.qkv.run(
      { x: shapeRows(all, architecture.dModel) },
      { q: shapeRows(q, width), k: shapeRows(k, width), v: shapeRows(v, width) },
    );
  });
}

/** Extends a patched run that carries one position by the later positions of the base run's resid_pre. */
function extendToSuffix({ model, runs, batch }: WaveContext, layer: number, run: PatchedRun): void {
  const first = run.rows;
  const rows = run.extendToSuffix();
  const { pre } = runs.base.blocks[layer]!;
  copyPositions(pre, batch.prompts, run.patch.start, rows, model.architecture.dModel);
  replaceFirstPosition(rows, first, batch.prompts);
}

/** Keeps the last position of a patched run that carries several. */
function reduceToLast({ model, batch }: WaveContext, run: PatchedRun): void {
  const suffix = run.rows;
  const { dModel } = model.architecture;
  copyPositions(suffix, batch.prompts, batch.length - 1 - run.patch.start, run.reduceToLast(), dModel);
}

/** Attention and its projection into the residual stream. @param qkv of all positions that the patched runs carry. */
async function attend(
  wave: WaveContext,
  layer: number,
  chunk: readonly PatchedRun[],
  qkv: Qkv,
  patchedHeads: HeadSteps,
): Promise<void> {
  const { dModel } = wave.model.architecture;
  const width = attentionWidth(wave.model.architecture);
  await wave.workspace.z.lend(qkv.q.length, async (z) => {
    let offset = 0;
    for (const group of groupByStart(chunk)) {
      const perRun = (group[0]!.suffixLength / dModel) * width;
      const end = offset + group.length * perRun;
      await attendGroup(wave, layer, group, sliceQkv(qkv, offset, end), z.subarray(offset, end));
      for (const run of group) {
        const heads = patchedHeads.get(run);
        const [own, ofRun] = [
          sliceQkv(qkv, offset, offset + perRun),
          z.subarray(offset, offset + perRun),
        ] as const;
        if (heads) replaceHeadOutputs(wave, layer, heads, own, getFirstPosition(run, wave.batch), ofRun);
        offset += perRun;
      }
    }
    const rows = chunk.map((run) => run.rows);
    await projectHeads(wave, layer, rows, z);
  });
}

function sliceQkv({ q, k, v }: Qkv, begin: number, end: number): Qkv {
  return { q: q.subarray(begin, end), k: k.subarray(begin, end), v: v.subarray(begin, end) };
}

/**
 * Attention of patched runs of one start.
 *
 * @param qkv [patched run, prompt, position, heads * dHead] each
 * @param z written: [patched run, prompt, position, heads * dHead]
 */
async function attendGroup(
  wave: WaveContext,
  layer: number,
  group: readonly PatchedRun[],
  qkv: Qkv,
  z: Float32Array,
): Promise<void> {
  const { architecture, attention } = wave.model;
  const width = attentionWidth(architecture);
  await withPrefix(wave, layer, group, async ({ form, sizes, prefix }) => {
    const sequences = (data: Float32Array): NumberArray => ({
      data,
      shape: [sizes.runs * sizes.prompts, sizes.carried, width],
    });
    await wave.beforeCall();
    await attention[form].run(
      {
        q: sequences(qkv.q),
        k: sequences(qkv.k),
        v: sequences(qkv.v),
        mask: causalMask(sizes.carried),
        ...prefix,
        ...attentionSizes(architecture, sizes),
      },
      { z: { data: z, shape: [z.length / width, 1, width] } },
    );
  });
}

/** The last block's attention half of patched runs of one start, for the last position alone. */
async function attendLast(wave: WaveContext, layer: number, group: readonly PatchedRun[]): Promise<void> {
  const { model, workspace } = wave;
  const { dModel } = model.architecture;
  const suffixes = group.map((run) => run.rows);
  await withPrefix(wave, layer, group, ({ form, sizes, prefix }) =>
    readJoined(suffixes, workspace.rows, (x) =>
      updateJoined(
        group.map((run) => run.reduceToLast()),
        workspace.lastRows,
        async (y) => {
          await wave.beforeCall();
          await model.lastAttention[form].run(
            {
              x: { data: x, shape: [sizes.runs * sizes.prompts, sizes.carried, dModel] },
              ...prefix,
              ...lastAttentionSizes(model.architecture, sizes),
            },
            { y: shapeRows(y, dModel) },
          );
        },
      ),
    ),
  );
}

/** How a group calls an attention graph: its form, its sizes, and the keys and values before its first position. */
interface AttentionCall {
  readonly form: keyof WithAndWithoutPrefix;
  readonly sizes: AttentionSizes;
  readonly prefix: Readonly<Record<string, NumberArray>>;
}

/** Lends the prefix of a group of one start, which is the base run's, while `use` calls an attention graph. */
async function withPrefix(
  wave: WaveContext,
  layer: number,
  group: readonly PatchedRun[],
  use: (call: AttentionCall) => Promise<void>,
): Promise<void> {
  const { prompts, length } = wave.batch;
  const { start } = group[0]!.patch;
  const sizes = { runs: group.length, prompts, prefix: start, carried: length - start };
  if (start === 0) return use({ form: 'whole', sizes, prefix: {} });
  const { heads, dHead } = wave.model.architecture;
  const { k, v } = wave.runs.base.blocks[layer]!;
  const count = prompts * heads * start * dHead;
  await wave.workspace.prefixK.lend(count, (prefixK) =>
    wave.workspace.prefixV.lend(count, (prefixV) =>
      use({
        form: 'behindPrefix',
        sizes,
        prefix: {
          prefixK: copyPrefix(wave, k, start, prefixK),
          prefixV: copyPrefix(wave, v, start, prefixV),
        },
      }),
    ),
  );
}

/** Keys or values [prompt, position, heads * dHead] of positions before `start`, as [prompt * head, position, dHead]. */
function copyPrefix(
  { batch, model }: WaveContext,
  values: Float32Array,
  start: number,
  into: Float32Array,
): NumberArray {
  const { heads, dHead } = model.architecture;
  let to = 0;
  for (let prompt = 0; prompt < batch.prompts; prompt++) {
    for (let head = 0; head < heads; head++) {
      for (let position = 0; position < start; position++) {
        const at = ((prompt * batch.length + position) * heads + head) * dHead;
        into.set(values.subarray(at, at + dHead), to);
        to += dHead;
      }
    }
  }
  return { data: into, shape: [batch.prompts * heads, start, dHead] };
}
