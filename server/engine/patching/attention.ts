/**
 * The attention half of travellers: resid_pre to resid_mid, in place.
 *
 * Rows that carry the same positions share a call, with the base run's keys and values as its prefix. Behind the last
 * block's attention only the last position goes on.
 */
import { causalMask } from '../gpt2/forward';
import { attentionSizes, lastAttentionSizes, type AttentionSizes } from '../gpt2/attention-graphs';
import type { WithAndWithoutPrefix } from '../gpt2/model';
import type { NumberArray } from '../session';
import {
  asRows,
  chunksOf,
  copyPositions,
  gather,
  groupsOf,
  lengthOf,
  scatter,
  type Scratch,
  type Traveller,
} from './rows';
import type { Wave } from './wave';

/** Names of the arrays that an attention reads. */
const QKV = ['q', 'k', 'v'] as const;
/** One array each, [rows, dModel]. */
type Qkv = Readonly<Record<(typeof QKV)[number], Float32Array>>;

/** Passes all travellers through the attention half of a block. */
export async function attend(wave: Wave, layer: number, travellers: readonly Traveller[]): Promise<void> {
  const { layers, dModel } = wave.model.config;
  const rowsOf = ({ slot }: Traveller): number => slot.length / dModel;
  if (layer === layers - 1) {
    for (const traveller of travellers) expand(wave, layer, traveller);
    for (const chunk of chunksOf(travellers, rowsOf)) {
      for (const group of groupsOf(chunk)) await attendLast(wave, layer, group);
    }
    return;
  }
  const whole = travellers.filter(({ rows, slot }) => rows === slot);
  const local = travellers.filter(({ rows, slot }) => rows !== slot);
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
  const { dModel } = model.config;
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
  const { dModel } = model.config;
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

/** Queries, keys and values of travellers that carry one position, and from now on all behind it too, as the base run has them. */
async function projectLocal(wave: Wave, layer: number, chunk: readonly Traveller[]): Promise<Qkv> {
  const { model, runs, batch, scratch } = wave;
  const { dModel: d } = model.config;
  const rows = chunk.map((traveller) => traveller.rows);
  const own = await project(wave, layer, rows, 'own ');
  const qkv = takeQkv(scratch, '', lengthOf(chunk.map(({ slot }) => slot)));
  let offset = 0;
  for (const [index, traveller] of chunk.entries()) {
    const { patch, slot } = traveller;
    const each = batch.prompts * d;
    for (const name of QKV) {
      const ofTraveller = qkv[name].subarray(offset, offset + slot.length);
      copyPositions(runs.base.blocks[layer]![name], batch.prompts, patch.start, ofTraveller, d);
      setFirstPosition(ofTraveller, own[name].subarray(index * each, (index + 1) * each), batch.prompts);
    }
    offset += slot.length;
    expand(wave, layer, traveller);
  }
  return qkv;
}

/** Gives a traveller that carries one position those behind it, which are the base run's. */
function expand({ model, runs, batch }: Wave, layer: number, traveller: Traveller): void {
  const { patch, slot, rows } = traveller;
  if (rows === slot) return;
  const { dModel: d } = model.config;
  copyPositions(runs.base.blocks[layer]!.pre, batch.prompts, patch.start, slot, d);
  setFirstPosition(slot, rows, batch.prompts);
  traveller.rows = slot;
}

/** Puts one position of each prompt [prompt, width] in the place of the first of [prompt, position, width]. */
function setFirstPosition(rows: Float32Array, first: Float32Array, prompts: number): void {
  const [apart, width] = [rows.length / prompts, first.length / prompts];
  for (let prompt = 0; prompt < prompts; prompt++) {
    rows.set(first.subarray(prompt * width, (prompt + 1) * width), prompt * apart);
  }
}

/** @param qkv of all positions that the travellers carry. */
async function attendChunk(wave: Wave, layer: number, chunk: readonly Traveller[], qkv: Qkv): Promise<void> {
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
 * Attention of travellers of one start.
 *
 * @param qkv [traveller, prompt, position, dModel] each
 * @param z written: [traveller, prompt, position, dModel]
 */
async function attendGroup(
  wave: Wave,
  layer: number,
  group: readonly Traveller[],
  qkv: Qkv,
  z: Float32Array,
): Promise<void> {
  const { model, options } = wave;
  const { dModel: d } = model.config;
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
      ...attentionSizes(model.config, sizes),
    },
    { z: { data: z, shape: [z.length / d, 1, d] } },
  );
}

/** The last block's attention half of travellers of one start: what they carry from now on is the last position. */
async function attendLast(wave: Wave, layer: number, group: readonly Traveller[]): Promise<void> {
  const { model, scratch, options } = wave;
  const { dModel: d } = model.config;
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
      ...lastAttentionSizes(model.config, sizes),
    },
    { y },
  );
  scatter(y.data, ends);
  for (const traveller of group) traveller.rows = traveller.end;
}

/** How a group calls an attention graph: its form, its sizes, and the keys and values before its first position. */
interface AttentionPlace {
  readonly form: keyof WithAndWithoutPrefix;
  readonly sizes: AttentionSizes;
  readonly prefix: Readonly<Record<string, NumberArray>>;
}

function placeOf(wave: Wave, layer: number, group: readonly Traveller[]): AttentionPlace {
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
  const { heads, dHead, dModel: d } = model.config;
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
