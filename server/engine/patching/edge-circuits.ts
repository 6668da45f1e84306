/**
 * Circuits of edges: runs in which every absent edge brings the ablation value of its sender to its receiver (EAP, MIB, ACDC). The rule
 * is that of TransformerLens' hook_q_input, hook_k_input, hook_v_input and hook_mlp_in: an input is the residual stream with the absent
 * senders' outputs replaced, and its LayerNorm is computed from the result. Output biases of attention are always present.
 *
 * The input is computed from the other end: the residual stream with every sender ablated, plus what the present senders differ by.
 * So a circuit of few edges costs little, and both ends are exact.
 */
import { computeHeads, sumEdges, type EdgeGraphs } from '../forward/edge-graphs';
import type { HeadWeights } from '../forward/head-weights';
import type { LoadedModel } from '../forward/model';
import { takePosition } from '../forward/take-position';
import { attentionWidth } from '../models/architecture';
import { shapeRows } from '../runtime/session';
import type { EdgeCircuitPlan, ReadSenders } from './edge-circuit-plan';
import { readResidual, type RunPair } from './run-pair';
import type { WorkBuffer } from './workspace';

/** The model with every sender at its ablation value, for the prompts of a batch. */
export interface AblatedStream {
  readonly prompts: number;
  readonly length: number;
  /** What the embeddings of the ablated run differ by: [row, dModel]. */
  readonly embeddings: Float32Array;
  readonly layers: readonly {
    /** Residual streams, with the output biases of attention: [row, dModel]. */
    readonly pre: Float32Array;
    readonly mid: Float32Array;
    /** [head, row, dHead] */
    readonly z: Float32Array;
    /** [row, dModel] */
    readonly mlp: Float32Array;
  }[];
  /** The last residual stream: [row, dModel]. */
  readonly post: Float32Array;
}

/** Sums up the ablation values. @param runs the run that is ablated, and the run that values come from. */
export async function createAblatedStream(
  { architecture, blocks }: LoadedModel,
  { base, source }: RunPair,
  beforeCall: () => Promise<void>,
): Promise<AblatedStream> {
  const { dModel, heads, dHead } = architecture;
  const width = attentionWidth(architecture);
  const layers: AblatedStream['layers'][number][] = [];
  const embedded = source.blocks[0]!.pre;
  let pre = embedded;
  for (const [layer, { z, mid: sourceMid }] of source.blocks.entries()) {
    const mid = new Float32Array(pre.length);
    await beforeCall();
    await blocks[layer]!.attentionOut.run(
      { x: shapeRows(pre, dModel), z: shapeRows(z, width) },
      { y: shapeRows(mid, dModel) },
    );
    const mlp = subtractRows(readResidual(source, layer, 'post'), sourceMid);
    layers.push({ pre, mid, z: groupByHead(z, heads, dHead), mlp });
    pre = mid.map((value, at) => value + mlp[at]!);
  }
  const { prompts, length } = base;
  return { prompts, length, embeddings: subtractRows(base.blocks[0]!.pre, embedded), layers, post: pre };
}

export interface EdgeCircuitRun {
  readonly model: LoadedModel;
  readonly graphs: EdgeGraphs;
  readonly weights: readonly HeadWeights[];
  readonly ablated: AblatedStream;
  /** Memory for what senders differ by, kept from circuit to circuit. */
  readonly buffer: WorkBuffer;
  readonly beforeCall: () => Promise<void>;
}

/** Computes one circuit. @returns the last residual stream at the last position: [prompt, dModel]. */
export async function runEdgeCircuit(run: EdgeCircuitRun, plan: EdgeCircuitPlan): Promise<Float32Array> {
  const { model, graphs, weights, ablated, buffer, beforeCall } = run;
  const { architecture, blocks } = model;
  const { dModel } = architecture;
  const { prompts, length } = ablated;
  const size = ablated.post.length;
  // The ablated residual stream of the place that is read, and then the senders.
  return buffer.lend((1 + plan.senders) * size, async (written) => {
    let computed = 0;
    /** Memory of the next senders. */
    const take = (count: number): Float32Array =>
      written.subarray((1 + computed) * size, (1 + (computed += count)) * size);
    const read = ({ before, present }: ReadSenders, stream: Float32Array) => {
      written.set(stream);
      return { present, written: written.subarray(0, (1 + before) * size) };
    };
    if (plan.hasEmbeddings) take(1).set(ablated.embeddings);
    for (const [layer, { heads, headInputs, mlp }] of plan.layers.entries()) {
      const values = ablated.layers[layer]!;
      if (heads.length > 0) {
        const call = {
          ...read(headInputs, values.pre),
          architecture,
          prompts,
          taken: heads,
          weights: weights[layer]!,
          ablatedZ: values.z,
        };
        await beforeCall();
        await computeHeads(graphs, call, take(heads.length));
      }
      if (mlp) {
        const x = new Float32Array(size);
        await beforeCall();
        await sumEdges(graphs, read(mlp, values.mid), x);
        const y = new Float32Array(size);
        await blocks[layer]!.mlp.run({ x: shapeRows(x, dModel) }, { y: shapeRows(y, dModel) });
        const difference = take(1);
        for (let i = 0; i < size; i++) difference[i] = y[i]! - x[i]! - values.mlp[i]!;
      }
    }
    const rows = takePosition(ablated.post, { prompts, length }, length - 1).slice();
    for (const sender of plan.logits) {
      const ofSender = written.subarray((1 + sender) * size, (2 + sender) * size);
      takePosition(ofSender, { prompts, length }, length - 1).forEach((value, i) => (rows[i]! += value));
    }
    return rows;
  });
}

function subtractRows(a: Float32Array, b: Float32Array): Float32Array {
  return a.map((value, at) => value - b[at]!);
}

/** [row, head, dHead] to [head, row, dHead]. */
function groupByHead(values: Float32Array, heads: number, dHead: number): Float32Array {
  const grouped = new Float32Array(values.length);
  const rows = values.length / heads / dHead;
  for (let row = 0; row < rows; row++)
    for (let head = 0; head < heads; head++) {
      const at = (row * heads + head) * dHead;
      grouped.set(values.subarray(at, at + dHead), (head * rows + row) * dHead);
    }
  return grouped;
}
