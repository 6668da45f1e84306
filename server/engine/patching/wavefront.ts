/**
 * Computes a planned sweep: patched rows enter at their doors and go through the blocks together.
 *
 * Layer by layer, all rows under way pass the attention half and then, with those that have joined meanwhile, the MLP
 * half, in calls of at most MAX_ROWS rows. Rows that carry the same positions share a call of the attention, with the base
 * run's keys and values as its prefix.
 */
import { causalMask } from '../gpt2/forward';
import type { Gpt2Model } from '../gpt2/model';
import { logitDiff } from '../gpt2/unembed';
import { headRows, outputRows, preRows, slicePositions, type Runs } from './entry-rows';
import { KINDS } from './kinds';
import { chunksOf, gather, groupsOf, scatter, type Traveller } from './rows';
import { flopsAt, type BatchShape, type Patch, type SweepPlan } from './plan';

/** Bytes that the rows under way may take; a larger sweep is computed in several waves. */
const WAVE_BYTES = 192 * 2 ** 20;

/** Token ids that a prompt's metric compares. */
export interface Answers {
  readonly correct: number;
  readonly incorrect: number;
}

export interface WavefrontOptions {
  /** Awaited before each call of ONNX Runtime: the place to yield, and to cancel by throwing. */
  readonly beforeCall: () => Promise<void>;
  /** Told the planned floating point operations of what has just been computed. */
  readonly onWork?: (flops: number) => void;
}

/**
 * Raw logit differences of a sweep, [prompt, ...shape], in logits.
 *
 * @param answers one a prompt.
 */
export async function runSweep(
  model: Gpt2Model,
  runs: Runs,
  plan: SweepPlan,
  batch: BatchShape,
  answers: readonly Answers[],
  options: WavefrontOptions,
): Promise<Float32Array> {
  const cells = plan.shape.reduce((product, length) => product * length, 1);
  const values = new Float32Array(batch.prompts * cells);
  lastLogitDiffs(model, runs.base.post, batch.prompts, answers).forEach((value, prompt) => {
    values.fill(value, prompt * cells, (prompt + 1) * cells);
  });
  for (const wave of wavesOf(plan.patches, batch, model.config.dModel)) {
    for (const { patch, rows } of await runWave(model, runs, plan, wave, batch, options)) {
      lastLogitDiffs(model, rows, batch.prompts, answers).forEach((value, prompt) => {
        values[prompt * cells + patch.cell] = value;
      });
    }
  }
  return values;
}

/**
 * The last residual stream at the last position after the patch of one cell: [prompt, dModel].
 *
 * @param cell row-major in the plan's shape.
 */
export async function runCell(
  model: Gpt2Model,
  runs: Runs,
  plan: SweepPlan,
  cell: number,
  batch: BatchShape,
  options: WavefrontOptions,
): Promise<Float32Array> {
  const patch = plan.patches.find((candidate) => candidate.cell === cell);
  // A cell that is not planned is the base run.
  const rows = patch ? (await runWave(model, runs, plan, [patch], batch, options))[0]!.rows : runs.base.post;
  const d = model.config.dModel;
  const carried = rows.length / batch.prompts / d;
  return slicePositions(rows, batch.prompts, carried - 1, d);
}

/**
 * The metric at the last position of each prompt: [prompt], in logits.
 *
 * @param rows [prompt, any number of positions, dModel].
 */
export function lastLogitDiffs(
  model: Gpt2Model,
  rows: Float32Array,
  prompts: number,
  answers: readonly Answers[],
): Float32Array {
  const d = model.config.dModel;
  return Float32Array.from({ length: prompts }, (_, prompt) => {
    const end = (rows.length / prompts) * (prompt + 1);
    const { correct, incorrect } = answers[prompt]!;
    return logitDiff(model, rows.subarray(end - d, end), correct, incorrect);
  });
}

/** Splits patches, in order of depth, so that the rows of each part fit WAVE_BYTES. */
function wavesOf(patches: readonly Patch[], batch: BatchShape, d: number): Patch[][] {
  const waves: Patch[][] = [];
  let room = 0;
  for (const patch of patches) {
    const bytes = batch.prompts * (batch.length - patch.start) * d * 4;
    if (waves.length === 0 || bytes > room) {
      waves.push([]);
      room = WAVE_BYTES;
    }
    waves.at(-1)!.push(patch);
    room -= bytes;
  }
  return waves;
}

async function runWave(
  model: Gpt2Model,
  runs: Runs,
  plan: SweepPlan,
  wave: readonly Patch[],
  batch: BatchShape,
  options: WavefrontOptions,
): Promise<Traveller[]> {
  const { config } = model;
  const { dModel: d, layers } = config;
  const { activation } = KINDS[plan.kind];
  const travellers: Traveller[] = [];
  for (let layer = wave[0]!.layer; layer < layers; layer++) {
    const isLast = layer === layers - 1;
    /** First position that is needed after this layer's attention. */
    const neededFrom = (patch: Patch): number => (isLast ? batch.length - 1 : patch.start);
    const entering = wave.filter((patch) => patch.layer === layer);
    const door = entering[0]?.door;
    if (door === 'pre') {
      travellers.push(
        ...entering.map((patch) => ({ patch, from: patch.start, rows: preRows(runs, patch, d) })),
      );
    }
    await attend(model, runs, layer, travellers, neededFrom, batch, options);
    if (door === 'z' && activation) {
      const joining = entering.map((patch) => {
        const from = neededFrom(patch);
        const rows = slicePositions(runs.base.blocks[layer]!.pre, batch.prompts, from, d);
        return { patch, from, rows, z: headRows(runs, patch, activation, from, config) };
      });
      await projectHeads(model, layer, joining, options);
      travellers.push(...joining);
    }
    if (door === 'mid') {
      travellers.push(...entering.map((patch) => enter(runs, patch, neededFrom(patch), d)));
    }
    await passMlp(model, layer, travellers, options);
    if (door === 'post') {
      travellers.push(...entering.map((patch) => enter(runs, patch, neededFrom(patch), d)));
    }
    options.onWork?.(travellers.reduce((sum, { patch }) => sum + flopsAt(layer, patch, config, batch), 0));
  }
  return travellers;
}

function enter(runs: Runs, patch: Patch, from: number, d: number): Traveller {
  return { patch, from, rows: outputRows(runs, patch, from, d) };
}

/** The attention half: resid_pre to resid_mid of all travellers, in place. */
async function attend(
  model: Gpt2Model,
  runs: Runs,
  layer: number,
  travellers: readonly Traveller[],
  neededFrom: (patch: Patch) => number,
  batch: BatchShape,
  options: WavefrontOptions,
): Promise<void> {
  const { dModel: d } = model.config;
  const byStart = [...travellers].sort((a, b) => a.from - b.from);
  for (const chunk of chunksOf(byStart, d)) {
    const x = gather(
      chunk.map(({ rows }) => rows),
      d,
    );
    await options.beforeCall();
    const qkv = (await model.blocks[layer]!.qkv.run({ x }, ['qkv']))['qkv']!;
    const joining: (Traveller & { z: Float32Array })[] = [];
    let offset = 0;
    for (const group of groupsOf(chunk)) {
      const size = group.length * group[0]!.rows.length * 3;
      const z = await attendGroup(
        model,
        runs,
        layer,
        group,
        qkv.subarray(offset, offset + size),
        batch,
        options,
      );
      offset += size;
      const each = z.length / group.length;
      group.forEach((traveller, index) => {
        const from = neededFrom(traveller.patch);
        const skipped = from - traveller.from;
        const ofTraveller = z.subarray(index * each, (index + 1) * each);
        if (skipped > 0) traveller.rows = slicePositions(traveller.rows, batch.prompts, skipped, d);
        traveller.from = from;
        joining.push(Object.assign(traveller, { z: slicePositions(ofTraveller, batch.prompts, skipped, d) }));
      });
    }
    await projectHeads(model, layer, joining, options);
  }
}

/**
 * Attention of travellers that carry the same positions.
 *
 * @param qkv [traveller, prompt, position, 3 dModel].
 * @returns z [traveller, prompt, position, dModel].
 */
async function attendGroup(
  model: Gpt2Model,
  { base }: Runs,
  layer: number,
  group: readonly Traveller[],
  qkv: Float32Array,
  { prompts, length }: BatchShape,
  options: WavefrontOptions,
): Promise<Float32Array> {
  const { heads, dHead, dModel: d } = model.config;
  const start = group[0]!.from;
  const carried = length - start;
  const inputs = {
    qkv: { data: qkv, shape: [group.length * prompts, carried, 3 * d] },
    shape: { data: BigInt64Array.from([group.length, prompts * heads, carried, dHead], BigInt), shape: [4] },
    mask: causalMask(carried),
  };
  await options.beforeCall();
  if (start === 0) return (await model.attention.whole.run(inputs, ['z']))['z']!;
  const prefix = (values: Float32Array) => ({
    data: prefixOf(values, length, start, dHead),
    shape: [1, prompts * heads, start, dHead],
  });
  const { k, v } = base.blocks[layer]!;
  const sizes = { data: BigInt64Array.from([start, carried], BigInt), shape: [2] };
  const behind = { ...inputs, prefixK: prefix(k), prefixV: prefix(v), sizes };
  return (await model.attention.behindPrefix.run(behind, ['z']))['z']!;
}

/** The first `count` positions of [sequence, position, dHead]. */
function prefixOf(values: Float32Array, length: number, count: number, dHead: number): Float32Array {
  const sequences = values.length / length / dHead;
  const result = new Float32Array(sequences * count * dHead);
  for (let sequence = 0; sequence < sequences; sequence++) {
    const begin = sequence * length * dHead;
    result.set(values.subarray(begin, begin + count * dHead), sequence * count * dHead);
  }
  return result;
}

/** Heads' outputs into the residual stream: rows and z become resid_mid, in place. */
async function projectHeads(
  model: Gpt2Model,
  layer: number,
  travellers: readonly (Traveller & { z: Float32Array })[],
  options: WavefrontOptions,
): Promise<void> {
  const { dModel: d } = model.config;
  for (const chunk of chunksOf(travellers, d)) {
    const x = gather(
      chunk.map(({ rows }) => rows),
      d,
    );
    const z = gather(
      chunk.map((traveller) => traveller.z),
      d,
    );
    await options.beforeCall();
    scatter((await model.blocks[layer]!.attentionOut.run({ x, z }, ['y']))['y']!, chunk);
  }
}

/** The MLP half: resid_mid to resid_post of all travellers, in place. */
async function passMlp(
  model: Gpt2Model,
  layer: number,
  travellers: readonly Traveller[],
  options: WavefrontOptions,
): Promise<void> {
  const { dModel: d } = model.config;
  for (const chunk of chunksOf(travellers, d)) {
    const x = gather(
      chunk.map(({ rows }) => rows),
      d,
    );
    await options.beforeCall();
    scatter((await model.blocks[layer]!.mlp.run({ x }, ['y']))['y']!, chunk);
  }
}
