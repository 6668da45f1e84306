/**
 * What receivers of path patching become: queries, keys and values of heads along the direct path, as a run from which patches
 * take values.
 */
import type { BlockCache, RunCache } from '../forward/forward';
import { computeNormScale } from '../forward/norm-scale';
import { attentionWidth } from '../models/architecture';
import { projectRows } from './attention-calls';
import type { PatchedRun } from './patched-run';
import type { WaveContext } from './wave-context';
import type { Qkv } from './workspace';

/** Arrays that receivers read, by layer. */
export type ReceiverArrays = ReadonlyMap<number, ReadonlySet<keyof Qkv>>;

const QKV = ['q', 'k', 'v'] as const;

/** Values that receivers take, for one run each: the base run's blocks, with noted layers replaced. */
export class ReceiverValues {
  private readonly blocks: BlockCache[];

  /** @param names of the arrays that receivers read, by layer. */
  constructor(
    private readonly base: RunCache,
    private readonly names: ReceiverArrays,
  ) {
    this.blocks = [...base.blocks];
  }

  /**
   * Takes queries, keys and values of positions from `first` on.
   *
   * @param qkv [prompt, position, heads * dHead] each; copied.
   */
  note(layer: number, first: number, qkv: Qkv): void {
    const { prompts, length } = this.base;
    const block = this.base.blocks[layer]!;
    const replace = (name: keyof Qkv): Float32Array => {
      const all = block[name].slice();
      const [stride, count] = [all.length / prompts, qkv[name].length / prompts];
      const width = stride / length;
      for (let prompt = 0; prompt < prompts; prompt++)
        all.set(qkv[name].subarray(prompt * count, (prompt + 1) * count), prompt * stride + first * width);
      return all;
    };
    const replaced = [...this.names.get(layer)!].map((name) => [name, replace(name)] as const);
    this.blocks[layer] = { ...block, ...Object.fromEntries(replaced) };
  }

  read(): RunCache {
    return { ...this.base, blocks: this.blocks };
  }
}

/** Changes queries, keys and values so that they come from a LayerNorm with the base run's scale, in place. */
export type FreezeNorm = (run: PatchedRun, qkv: Qkv) => void;

/**
 * Prepares frozen norms of one layer.
 *
 * Queries are W (x - mean) / scale + b, so those with another scale are b + (q - b) scale / otherScale. The bias b is what a row
 * of zeros gives.
 */
export async function createFreezeNorm(wave: WaveContext, layer: number): Promise<FreezeNorm> {
  const { batch, model, runs } = wave;
  const { architecture } = model;
  const { dModel } = architecture;
  const width = attentionWidth(architecture);
  const bias: Qkv = {
    q: new Float32Array(width),
    k: new Float32Array(width),
    v: new Float32Array(width),
  };
  await projectRows(wave, layer, [new Float32Array(dModel)], bias);
  const { pre } = runs.base.blocks[layer]!;
  const readScale = (values: Float32Array, row: number): number =>
    computeNormScale(values.subarray(row * dModel, (row + 1) * dModel), architecture.norm.epsilon);
  return ({ rows, patch: { start } }, qkv) => {
    const count = rows.length / dModel / batch.prompts;
    for (let row = 0; row < rows.length / dModel; row++) {
      const position = Math.floor(row / count) * batch.length + start + (row % count);
      const ratio = readScale(rows, row) / readScale(pre, position);
      for (const name of QKV) {
        const values = qkv[name].subarray(row * width, (row + 1) * width);
        for (let i = 0; i < width; i++) values[i] = bias[name][i]! + (values[i]! - bias[name][i]!) * ratio;
      }
    }
  };
}
