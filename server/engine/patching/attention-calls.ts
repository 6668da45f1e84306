/** The calls of ONNX Runtime that make up the attention half of patched runs. */
import { attentionSizes, lastAttentionSizes, type AttentionSizes } from '../forward/attention-graphs';
import { causalMask } from '../forward/forward';
import type { WithAndWithoutPrefix } from '../forward/model';
import { attentionWidth } from '../models/architecture';
import { shapeRows, type NumberArray } from '../runtime/session';
import type { PatchedRun } from './patched-run';
import { readJoined, updateJoined } from './rows';
import type { WaveContext } from './wave-context';
import type { Qkv } from './workspace';

/** Queries, keys and values of the rows that patched runs carry. @param qkv written. */
export function projectQkv(
  wave: WaveContext,
  layer: number,
  chunk: readonly PatchedRun[],
  qkv: Qkv,
): Promise<void> {
  return projectRows(
    wave,
    layer,
    chunk.map((run) => run.rows),
    qkv,
  );
}

/** Queries, keys and values of rows of resid_pre, [row, dModel] each. @param qkv written. */
export async function projectRows(
  { model, workspace, beforeCall }: WaveContext,
  layer: number,
  rows: readonly Float32Array[],
  { q, k, v }: Qkv,
): Promise<void> {
  const { architecture, blocks } = model;
  const width = attentionWidth(architecture);
  await readJoined(rows, workspace.rows, async (all) => {
    await beforeCall();
    await blocks[layer]!.qkv.run(
      { x: shapeRows(all, architecture.dModel) },
      { q: shapeRows(q, width), k: shapeRows(k, width), v: shapeRows(v, width) },
    );
  });
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

/**
 * Attention of patched runs of one start.
 *
 * @param qkv [patched run, prompt, position, heads * dHead] each
 * @param z written: [patched run, prompt, position, heads * dHead]
 */
export async function attendGroup(
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
export async function attendLast(
  wave: WaveContext,
  layer: number,
  group: readonly PatchedRun[],
): Promise<void> {
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
