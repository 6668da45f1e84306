/**
 * The attention half of patched runs: resid_pre to resid_mid, in place.
 *
 * Rows that carry the same positions share a call, with the base run's keys and values as its prefix. Behind the last
 * block's attention only the last position goes on.
 */
import { causalMask } from '../forward/forward';
import { attentionSizes, lastAttentionSizes, type AttentionSizes } from '../forward/attention-graphs';
import type { WithAndWithoutPrefix } from '../forward/model';
import type { NumberArray } from '../runtime/session';
import {
  asRows,
  chunksOf,
  copyPositions,
  gather,
  groupsOf,
  lengthOf,
  scatter,
  type Scratch,
  type PatchedRun,
} from './rows';
import type { Wave } from './wave';

/** Names of the arrays that an attention reads. */
const QKV = ['q', 'k', 'v'] as const;
/** One array each, [rows, dModel]. */
type Qkv = Readonly<Record<(typeof QKV)[number], Float32Array>>;

/** Passes all patched runs through the attention half of a block. */
export async function attend(wave: Wave, layer: number, patchedRuns: readonly PatchedRun[]): Promise<void> {
  const { layers, dModel } = wave.model.architecture;
  const rowsOf = ({ slot }: PatchedRun): number => slot.length / dModel;
  if (layer === layers - 1) {
    for (const patchedRun of patchedRuns) expand(wave, layer, patchedRun);
    for (const chunk of chunksOf(patchedRuns, rowsOf)) {
      for (const group of groupsOf(chunk)) await attendLast(wave, layer, group);
    }
    return;
  }
  const whole = patchedRuns.filter(({ rows, slot }) => rows === slot);
  const local = patchedRuns.filter(({ rows, slot }) => rows !== slot);
  for (const chunk of chunksOf(whole, rowsOf)) {
    const qkv = await project(
      wave,
      layer,
      chunk.map(({ slot }) => slot),
    );
    await attendChunk(wave, layer, chunk, qkv);
  }
  for (const chunk of chunksOf(local, rowsOf)) {
    const qkv = await projectLocal(wave, layer, chunk);
    await attendChunk(wave, layer, chunk, qkv);
  }
}

/**
 * Heads' outputs into the residual stream: rows become resid_mid, in place.
 *
 * @param rows resid_pre [prompt, position, dModel] each, together as many as `z`.
 */
export async function projectHeads(
  { model, scratch, options }: Wave,
  layer: number,
  rows: readonly Float32Array[],
  z: Float32Array,
): Promise<void> {
  const { dModel } = model.architecture;
  const x = asRows(gather(rows, scratch, 'rows'), dModel);
  await options.beforeCall();
  await model.blocks[layer]!.attentionOut.run({ x, z: asRows(z, dModel) }, { y: x });
  scatter(x.data, rows);
}

/** Queries, keys and values of rows, in scratch arrays whose names begin with `kept`. */
async function project(
  { model, scratch, options }: Wave,
  layer: number,
  rows: readonly Float32Array[],
  kept = '',
): Promise<Qkv> {
  const { dModel } = model.architecture;
  const x = asRows(gather(rows, scratch, 'rows'), dModel);
  const qkv = takeQkv(scratch, kept, x.data.length);
  await options.beforeCall();
  await model.blocks[layer]!.qkv.run(
    { x },
    { q: asRows(qkv.q, dModel), k: asRows(qkv.k, dModel), v: asRows(qkv.v, dModel) },
  );
  return qkv;
}

function takeQkv(scratch: Scratch, kept: string, length: number): Qkv {
  const take = (name: string): Float32Array => scratch.take(kept + name, length);
  return { q: take('q'), k: take('k'), v: take('v') };
}

/** Queries, keys and values of patched runs that carry one position; from here on they also carry all later positions, with the values of the base run. */
async function projectLocal(wave: Wave, layer: number, chunk: readonly PatchedRun[]): Promise<Qkv> {
  const { model, runs, batch, scratch } = wave;
  const { dModel: d } = model.architecture;
  const rows = chunk.map((patchedRun) => patchedRun.rows);
  const own = await project(wave, layer, rows, 'own ');
  const qkv = takeQkv(scratch, '', lengthOf(chunk.map(({ slot }) => slot)));
  let offset = 0;
  for (const [index, patchedRun] of chunk.entries()) {
    const { patch, slot } = patchedRun;
    const each = batch.prompts * d;
    for (const name of QKV) {
      const ofTraveller = qkv[name].subarray(offset, offset + slot.length);
      copyPositions(runs.base.blocks[layer]![name], batch.prompts, patch.start, ofTraveller, d);
      setFirstPosition(ofTraveller, own[name].subarray(index * each, (index + 1) * each), batch.prompts);
    }
    offset += slot.length;
    expand(wave, layer, patchedRun);
  }
  return qkv;
}

/** Extends a patched run that carries one position by the later positions of the base run. */
function expand({ model, runs, batch }: Wave, layer: number, patchedRun: PatchedRun): void {
  const { patch, slot, rows } = patchedRun;
  if (rows === slot) return;
  const { dModel: d } = model.architecture;
  copyPositions(runs.base.blocks[layer]!.pre, batch.prompts, patch.start, slot, d);
  setFirstPosition(slot, rows, batch.prompts);
  patchedRun.rows = slot;
}

/** Puts one position of each prompt [prompt, width] in the place of the first of [prompt, position, width]. */
function setFirstPosition(rows: Float32Array, first: Float32Array, prompts: number): void {
  const [apart, width] = [rows.length / prompts, first.length / prompts];
  for (let prompt = 0; prompt < prompts; prompt++) {
    rows.set(first.subarray(prompt * width, (prompt + 1) * width), prompt * apart);
  }
}

/** @param qkv of all positions that the patched runs carry. */
async function attendChunk(wave: Wave, layer: number, chunk: readonly PatchedRun[], qkv: Qkv): Promise<void> {
  const z = wave.scratch.take('z', qkv.q.length);
  let offset = 0;
  for (const group of groupsOf(chunk)) {
    const end = offset + group.length * group[0]!.slot.length;
    const [q, k, v] = QKV.map((name) => qkv[name].subarray(offset, end)) as [
      Float32Array,
      Float32Array,
      Float32Array,
    ];
    await attendGroup(wave, layer, group, { q, k, v }, z.subarray(offset, end));
    offset = end;
  }
  await projectHeads(
    wave,
    layer,
    chunk.map(({ slot }) => slot),
    z,
  );
}

/**
 * Attention of patched runs of one start.
 *
 * @param qkv [patch, prompt, position, dModel] each
 * @param z written: [patch, prompt, position, dModel]
 */
async function attendGroup(
  wave: Wave,
  layer: number,
  group: readonly PatchedRun[],
  qkv: Qkv,
  z: Float32Array,
): Promise<void> {
  const { model, options } = wave;
  const { dModel: d } = model.architecture;
  const { form, sizes, prefix } = placeOf(wave, layer, group);
  const rows = (data: Float32Array) => ({ data, shape: [sizes.runs * sizes.prompts, sizes.carried, d] });
  await options.beforeCall();
  await model.attention[form].run(
    {
      q: rows(qkv.q),
      k: rows(qkv.k),
      v: rows(qkv.v),
      mask: causalMask(sizes.carried),
      ...prefix,
      ...attentionSizes(model.architecture, sizes),
    },
    { z: { data: z, shape: [z.length / d, 1, d] } },
  );
}

/** The last block's attention half of patched runs of one start: from here on they carry the last position only. */
async function attendLast(wave: Wave, layer: number, group: readonly PatchedRun[]): Promise<void> {
  const { model, scratch, options } = wave;
  const { dModel: d } = model.architecture;
  const { form, sizes, prefix } = placeOf(wave, layer, group);
  const x = gather(
    group.map(({ slot }) => slot),
    scratch,
    'rows',
  );
  const ends = group.map(({ end }) => end);
  const y = asRows(gather(ends, scratch, 'ends'), d);
  await options.beforeCall();
  await model.lastAttention[form].run(
    {
      x: { data: x, shape: [sizes.runs * sizes.prompts, sizes.carried, d] },
      ...prefix,
      ...lastAttentionSizes(model.architecture, sizes),
    },
    { y },
  );
  scatter(y.data, ends);
  for (const patchedRun of group) patchedRun.rows = patchedRun.end;
}

/** How a group calls an attention graph: its form, its sizes, and the keys and values before its first position. */
interface AttentionPlace {
  readonly form: keyof WithAndWithoutPrefix;
  readonly sizes: AttentionSizes;
  readonly prefix: Readonly<Record<string, NumberArray>>;
}

function placeOf(wave: Wave, layer: number, group: readonly PatchedRun[]): AttentionPlace {
  const { prompts, length } = wave.batch;
  const { start } = group[0]!.patch;
  const sizes = { runs: group.length, prompts, prefix: start, carried: length - start };
  if (start === 0) return { form: 'whole', sizes, prefix: {} };
  const [prefixK, prefixV] = [prefixOf(wave, layer, start, 'k'), prefixOf(wave, layer, start, 'v')];
  return { form: 'behindPrefix', sizes, prefix: { prefixK, prefixV } };
}

/** The base run's keys or values before a position: [prompt * head, position, dHead]. */
function prefixOf(
  { runs, batch, model, scratch }: Wave,
  layer: number,
  start: number,
  name: 'k' | 'v',
): NumberArray {
  const { heads, dHead, dModel: d } = model.architecture;
  const values = runs.base.blocks[layer]![name];
  const data = scratch.take(`prefix ${name}`, batch.prompts * start * d);
  let to = 0;
  for (let prompt = 0; prompt < batch.prompts; prompt++) {
    for (let head = 0; head < heads; head++) {
      for (let position = 0; position < start; position++) {
        const at = (prompt * batch.length + position) * d + head * dHead;
        data.set(values.subarray(at, at + dHead), to);
        to += dHead;
      }
    }
  }
  return { data, shape: [batch.prompts * heads, start, dHead] };
}
