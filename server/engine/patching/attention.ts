/**
 * The attention half of travellers: resid_pre to resid_mid, in place.
 *
 * Rows that carry the same positions share a call, with the base run's keys and values as its prefix. In the last block
 * only the last position goes on.
 */
import { causalMask } from '../gpt2/forward';
import { asRows, chunksOf, copyPositions, gather, groupsOf, scatter, type Traveller } from './rows';
import type { Wave } from './wave';

/** Passes all travellers through the attention half of a block. */
export async function attend(wave: Wave, layer: number, travellers: readonly Traveller[]): Promise<void> {
  const { dModel: d } = wave.model.config;
  const rowsOf = ({ slot }: Traveller): number => slot.length / d;
  const isWhole = ({ rows, slot }: Traveller): boolean => rows === slot;
  const whole = travellers.filter(isWhole);
  const local = travellers.filter((traveller) => !isWhole(traveller));
  for (const chunk of chunksOf(whole, rowsOf)) {
    const qkv = await project(
      wave,
      layer,
      chunk.map(({ slot }) => slot),
      'qkv',
    );
    await attendChunk(wave, layer, chunk, qkv);
  }
  for (const chunk of chunksOf(local, rowsOf)) {
    const qkv = await expand(wave, layer, chunk);
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

/** Queries, keys and values of rows: [rows, 3 dModel]. */
async function project(
  { model, scratch, options }: Wave,
  layer: number,
  rows: readonly Float32Array[],
  name: string,
): Promise<Float32Array> {
  const { dModel: d } = model.config;
  const x = gather(rows, scratch, 'rows');
  const qkv = scratch.take(name, 3 * x.length);
  await options.beforeCall();
  await model.blocks[layer]!.qkv.run({ x: asRows(x, d) }, { qkv: asRows(qkv, 3 * d) });
  return qkv;
}

/**
 * Turns travellers that carry one position into such that carry all from it on.
 *
 * @returns their queries, keys and values [traveller, prompt, position, 3 dModel]: the base run's behind the first position.
 */
async function expand(wave: Wave, layer: number, chunk: readonly Traveller[]): Promise<Float32Array> {
  const { model, runs, batch, scratch } = wave;
  const { dModel: d } = model.config;
  // A patched resid_pre is the source run's, and so are its query, key and value.
  const isSource = chunk[0]!.patch.door === 'pre';
  const own = isSource
    ? null
    : await project(
        wave,
        layer,
        chunk.map(({ rows }) => rows),
        'ownQkv',
      );
  const qkv = scratch.take('qkv', 3 * chunk.reduce((sum, { slot }) => sum + slot.length, 0));
  const [base, source] = [runs.base.blocks[layer]!, runs.source.blocks[layer]!];
  let offset = 0;
  for (const [index, traveller] of chunk.entries()) {
    const { patch, slot, rows } = traveller;
    const carried = batch.length - patch.start;
    const ofTraveller = qkv.subarray(offset, (offset += 3 * slot.length));
    copyPositions(base.pre, batch.prompts, patch.start, slot, d);
    copyPositions(base.qkv, batch.prompts, patch.start, ofTraveller, 3 * d);
    for (let prompt = 0; prompt < batch.prompts; prompt++) {
      slot.set(rows.subarray(prompt * d, (prompt + 1) * d), prompt * carried * d);
      const at = own ? index * batch.prompts + prompt : prompt * batch.length + patch.start;
      ofTraveller.set((own ?? source.qkv).subarray(at * 3 * d, (at + 1) * 3 * d), prompt * carried * 3 * d);
    }
    traveller.rows = slot;
  }
  return qkv;
}

/** @param qkv [traveller, prompt, position, 3 dModel], as long as the travellers' slots want. */
async function attendChunk(
  wave: Wave,
  layer: number,
  chunk: readonly Traveller[],
  qkv: Float32Array,
): Promise<void> {
  const { model, batch, scratch } = wave;
  const { dModel: d } = model.config;
  const z = scratch.take('z', qkv.length / 3);
  let offset = 0;
  for (const group of groupsOf(chunk)) {
    const size = group.length * group[0]!.slot.length;
    const part = [offset, (offset += size)] as const;
    await attendGroup(wave, layer, group, qkv.subarray(3 * part[0], 3 * part[1]), z.subarray(...part));
  }
  if (layer < model.config.layers - 1) {
    await projectHeads(
      wave,
      layer,
      chunk.map(({ slot }) => slot),
      z,
    );
    return;
  }
  const zEnds = scratch.take('zEnds', chunk.length * chunk[0]!.end.length);
  offset = 0;
  for (const [index, traveller] of chunk.entries()) {
    const { slot, end } = traveller;
    const last = slot.length / end.length - 1;
    copyPositions(slot, batch.prompts, last, end, d);
    const ofTraveller = z.subarray(offset, (offset += slot.length));
    copyPositions(
      ofTraveller,
      batch.prompts,
      last,
      zEnds.subarray(index * end.length, (index + 1) * end.length),
      d,
    );
    traveller.rows = end;
  }
  await projectHeads(
    wave,
    layer,
    chunk.map(({ end }) => end),
    zEnds,
  );
}

/**
 * Attention of travellers of one start.
 *
 * @param qkv [traveller, prompt, position, 3 dModel]
 * @param z written: [traveller, prompt, position, dModel]
 */
async function attendGroup(
  wave: Wave,
  layer: number,
  group: readonly Traveller[],
  qkv: Float32Array,
  z: Float32Array,
): Promise<void> {
  const { model, batch, options } = wave;
  const { heads, dHead, dModel: d } = model.config;
  const { start } = group[0]!.patch;
  const { prompts, length } = batch;
  const carried = length - start;
  const sequences = group.length * prompts;
  const inputs = {
    qkv: { data: qkv, shape: [sequences, carried, 3 * d] },
    shape: { data: BigInt64Array.from([group.length, prompts * heads, carried, dHead], BigInt), shape: [4] },
    mask: causalMask(carried),
  };
  const outputs = { z: { data: z, shape: [sequences, carried, d] } };
  await options.beforeCall();
  if (start === 0) {
    await model.attention.whole.run(inputs, outputs);
    return;
  }
  const sizes = { data: BigInt64Array.from([start, carried], BigInt), shape: [2] };
  const [prefixK, prefixV] = [prefixOf(wave, layer, start, 1), prefixOf(wave, layer, start, 2)];
  await model.attention.behindPrefix.run({ ...inputs, prefixK, prefixV, sizes }, outputs);
}

/** The base run's keys (1) or values (2) before a position: [1, prompt * head, position, dHead]. */
function prefixOf({ runs, batch, model, scratch }: Wave, layer: number, start: number, which: 1 | 2) {
  const { heads, dHead, dModel: d } = model.config;
  const { qkv } = runs.base.blocks[layer]!;
  const data = scratch.take(`prefix ${which}`, batch.prompts * start * d);
  let to = 0;
  for (let prompt = 0; prompt < batch.prompts; prompt++) {
    for (let head = 0; head < heads; head++) {
      for (let position = 0; position < start; position++) {
        const at = ((prompt * batch.length + position) * 3 + which) * d + head * dHead;
        for (let i = 0; i < dHead; i++) data[to++] = qkv[at + i]!;
      }
    }
  }
  return { data, shape: [1, batch.prompts * heads, start, dHead] };
}
