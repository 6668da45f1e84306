/**
 * The forward pass with interventions, written for clarity: float64, one position at a time, nothing skipped. Tests compare the
 * engine's patched runs with it.
 */
import { siteOfKind, type SweepKind } from '../../../domain/sites';
import type { Architecture } from '../models/architecture';
import type { BlockWeights, OuterWeights } from '../models/block-weights';
import type { Intervention } from '../patching/plan';

type Vector = readonly number[];

/** Activations of one layer, by position. */
interface LayerActivations {
  readonly residPre: Vector[];
  /** [position][head] */
  readonly q: Vector[][];
  readonly k: Vector[][];
  readonly v: Vector[][];
  readonly z: Vector[][];
  /** [head][dest][src] */
  readonly pattern: Vector[][];
  readonly attnOut: Vector[];
  readonly residMid: Vector[];
  readonly mlpOut: Vector[];
  readonly residPost: Vector[];
}

export interface ReferenceWeights {
  readonly architecture: Architecture;
  readonly outer: OuterWeights;
  readonly blocks: readonly BlockWeights[];
}

export interface ReferenceRun {
  readonly layers: readonly LayerActivations[];
  /** At the last position: [dVocab]. */
  readonly logits: Vector;
}

/**
 * Runs one prompt.
 *
 * @param interventions each replaces its activation by the value of `source`; what follows is computed from it.
 */
export function runReference(
  { architecture, outer, blocks }: ReferenceWeights,
  tokens: readonly number[],
  interventions: readonly Intervention[] = [],
  source: ReferenceRun | null = null,
): ReferenceRun {
  const { heads, dHead, dModel, dMlp, dVocab, norm } = architecture;
  const layers: LayerActivations[] = [];
  const row = (values: Float32Array, index: number): Vector => [
    ...values.subarray(index * dModel, (index + 1) * dModel),
  ];
  let residual = tokens.map((token, position) =>
    add(centre(row(outer.tokenEmbedding, token)), centre(row(outer.positionEmbedding, position))),
  );
  for (const [layer, weights] of blocks.entries()) {
    const here = interventions.filter((intervention) => intervention.layer === layer);
    const from = source?.layers[layer];
    /** Takes values of a whole layer, [position], from the source where they are patched. */
    const patchRows = (site: SweepKind, rows: Vector[], pick: (of: LayerActivations) => Vector[]): Vector[] =>
      rows.map((own, position) =>
        here.some((one) => one.site === site && (one.position ?? position) === position)
          ? pick(from!)[position]!
          : own,
      );
    /** Takes values of one head at one position from the source where they are patched. */
    const patchHead = (
      activation: string,
      head: number,
      position: number,
      own: Vector,
      pick: (of: LayerActivations) => Vector,
    ): Vector => {
      const isPatched = here.some(
        (one) =>
          (one.site === `HEAD_${activation}` || one.site === `HEAD_${activation}_BY_POS`) &&
          one.head === head &&
          (one.position ?? position) === position,
      );
      return isPatched ? pick(from!) : own;
    };
    const headIndices = Array.from({ length: heads }, (_, head) => head);
    const residPre = patchRows('RESID_PRE', residual, (of) => of.residPre);
    const normalised = residPre.map((values) => normalise(values, norm.epsilon));
    const project = (weight: Float32Array, bias: Float32Array | null): Vector[][] =>
      normalised.map((values) => {
        const all = multiply(values, weight, bias, heads * dHead);
        return headIndices.map((head) => all.slice(head * dHead, (head + 1) * dHead));
      });
    const patchVectors = (name: 'q' | 'k' | 'v', all: Vector[][]): Vector[][] =>
      all.map((byHead, position) =>
        byHead.map((own, head) =>
          patchHead(name.toUpperCase(), head, position, own, (of) => of[name][position]![head]!),
        ),
      );
    const q = patchVectors('q', project(weights.q, weights.qBias));
    const k = patchVectors('k', project(weights.k, weights.kBias));
    const v = patchVectors('v', project(weights.v, null));
    const pattern = headIndices.map((head) =>
      tokens.map((_, dest) => {
        const scores = k.slice(0, dest + 1).map((keys) => dot(q[dest]![head]!, keys[head]!));
        return softmax(scores).map((own, src) => {
          const isPatched = here.some(
            (one) =>
              siteOfKind(one.site).activation === 'pattern' &&
              one.head === head &&
              (one.position ?? dest) === dest &&
              (one.src ?? src) === src,
          );
          return isPatched ? from!.pattern[head]![dest]![src]! : own;
        });
      }),
    );
    const z = tokens.map((_, dest) =>
      headIndices.map((head) => {
        const mixed = Array.from({ length: dHead }, (_unused, i) =>
          pattern[head]![dest]!.reduce((sum, weight, src) => sum + weight * v[src]![head]![i]!, 0),
        );
        return patchHead('Z', head, dest, mixed, (of) => of.z[dest]![head]!);
      }),
    );
    const attnOut = patchRows(
      'ATTN_OUT',
      z.map((byHead) => multiply(byHead.flat(), weights.out, weights.outBias, dModel)),
      (of) => of.attnOut,
    );
    const residMid = patchRows(
      'RESID_MID',
      residPre.map((values, position) => add(values, attnOut[position]!)),
      (of) => of.residMid,
    );
    const mlpOut = patchRows(
      'MLP_OUT',
      residMid.map((values) => {
        const hidden = multiply(normalise(values, norm.epsilon), weights.mlpIn, weights.mlpInBias, dMlp);
        return multiply(hidden.map(geluTanh), weights.mlpOut, weights.mlpOutBias, dModel);
      }),
      (of) => of.mlpOut,
    );
    residual = patchRows(
      'RESID_POST',
      residMid.map((values, position) => add(values, mlpOut[position]!)),
      (of) => of.residPost,
    );
    layers.push({ residPre, q, k, v, z, pattern, attnOut, residMid, mlpOut, residPost: residual });
  }
  const last = normalise(residual.at(-1)!, norm.epsilon).map(
    (value, i) => value * outer.finalGain[i]! + outer.finalBias[i]!,
  );
  return {
    layers,
    logits: Array.from({ length: dVocab }, (_, token) => dot(last, row(outer.unembedding, token))),
  };
}

function add(a: Vector, b: Vector): Vector {
  return a.map((value, i) => value + b[i]!);
}

function dot(a: Vector, b: Vector): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}

function centre(values: Vector): Vector {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

function normalise(values: Vector, epsilon: number): Vector {
  const centred = centre(values);
  const scale = Math.sqrt(dot(centred, centred) / values.length + epsilon);
  return centred.map((value) => value / scale);
}

/** x W + b. @param weight [in, columns] */
function multiply(x: Vector, weight: Float32Array, bias: Float32Array | null, columns: number): number[] {
  return Array.from({ length: columns }, (_, column) =>
    x.reduce((sum, value, i) => sum + value * weight[i * columns + column]!, bias?.[column] ?? 0),
  );
}

function softmax(scores: Vector): Vector {
  const largest = Math.max(...scores);
  const exponentials = scores.map((score) => Math.exp(score - largest));
  const total = exponentials.reduce((sum, value) => sum + value, 0);
  return exponentials.map((value) => value / total);
}

function geluTanh(x: number): number {
  return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
}
