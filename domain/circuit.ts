/**
 * Circuits: sets of nodes, and the arithmetic of how well a circuit stands for the whole model.
 *
 * A node is a head or an MLP layer. The nodes outside a circuit are ablated; m(C) is the metric of that run, m(M) that of the
 * unablated model, and m(empty) that of the model with every node ablated.
 *
 * Sources: Wang et al. 2022 (arXiv 2211.00593) for faithfulness, completeness and minimality; Hanna et al. 2024
 * (arXiv 2403.17806) for the normalisation; Mueller et al. 2025, MIB (arXiv 2504.13151) for CPR and CMD.
 */

/** A head, or the MLP of a layer. */
export interface CircuitNode {
  readonly layer: number;
  /** Null for the MLP. */
  readonly head: number | null;
}

/** Which nodes a circuit consists of. HEADS: MLPs are never ablated, as in Wang et al. */
export type NodeScope = 'HEADS_AND_MLPS' | 'HEADS';

/** All nodes of a model: heads by layer, then MLPs by layer. The index in this list is the number of a node. */
export function listNodes(
  { layers, heads }: { readonly layers: number; readonly heads: number },
  scope: NodeScope,
): CircuitNode[] {
  const each = Array.from({ length: layers }, (_, layer) => layer);
  const ofHeads = each.flatMap((layer) => Array.from({ length: heads }, (_, head) => ({ layer, head })));
  return scope === 'HEADS' ? ofHeads : [...ofHeads, ...each.map((layer) => ({ layer, head: null }))];
}

/** `L9H9` or `MLP 0`. */
export function nameNode({ layer, head }: CircuitNode): string {
  return head === null ? `MLP ${layer}` : `L${layer}H${head}`;
}

/** Orders nodes by layer; in a layer heads come before the MLP. */
export function compareNodes(a: CircuitNode, b: CircuitNode): number {
  return a.layer - b.layer || (a.head ?? Infinity) - (b.head ?? Infinity) || 0;
}

export function isSameNode(a: CircuitNode, b: CircuitNode): boolean {
  return a.layer === b.layer && a.head === b.head;
}

/** A text that names nodes, as nodes and as what could not be read. */
export interface ParsedNodes {
  /** Each once, ordered. */
  readonly nodes: readonly CircuitNode[];
  /** Parts that name no node of the model. */
  readonly unknown: readonly string[];
}

/**
 * Reads nodes from a text such as `L9H9, 10.0, mlp 0`, separated by commas, semicolons or line breaks.
 *
 * @param sizes of the model; nodes outside are unknown.
 */
export function parseNodes(
  text: string,
  { layers, heads }: { readonly layers: number; readonly heads: number },
): ParsedNodes {
  const nodes: CircuitNode[] = [];
  const unknown: string[] = [];
  for (const part of text.split(/[,;\n]/)) {
    const word = part.trim();
    if (word === '') continue;
    const match = /^(?:l?(\d+)(?:h|\.)(\d+)|(?:mlp|m)\s*(\d+))$/i.exec(word);
    const node = match && {
      layer: Number(match[1] ?? match[3]),
      head: match[2] === undefined ? null : Number(match[2]),
    };
    if (!node || node.layer >= layers || (node.head ?? 0) >= heads) unknown.push(word);
    else if (!nodes.some((known) => isSameNode(known, node))) nodes.push(node);
  }
  return { nodes: nodes.toSorted(compareNodes), unknown };
}

/** Metrics of the unablated model and of the model with every node ablated. */
export interface CircuitGap {
  readonly model: number;
  readonly empty: number;
}

/**
 * (m(C) - m(empty)) / (m(M) - m(empty)).
 *
 * @param minGap smallest |m(M) - m(empty)| that is divided by, in the metric's unit.
 * @returns null where the gap is smaller, or not a number.
 */
export function computeFaithfulness(
  circuit: number,
  { model, empty }: CircuitGap,
  minGap: number,
): number | null {
  const gap = model - empty;
  return Math.abs(gap) >= minGap ? (circuit - empty) / gap : null;
}

/** A circuit of the size curve. */
export interface CurvePoint {
  /** Number of nodes divided by that of all nodes. */
  readonly fraction: number;
  readonly faithfulness: number | null;
}

/** CPR and CMD of a curve; null where a faithfulness is undefined. */
export interface CurveAreas {
  /** Area under the curve. 1 for a circuit of any size that does as well as the model. */
  readonly cpr: number | null;
  /** Area between the curve and 1. 0 is best. */
  readonly cmd: number | null;
}

/**
 * CPR and CMD as MIB defines them: trapezoids over the fractions, from the smallest circuit to all nodes.
 *
 * @param points at least two, by increasing fraction.
 */
export function computeAreas(points: readonly CurvePoint[]): CurveAreas {
  let [cpr, cmd] = [0, 0];
  for (const [index, point] of points.entries()) {
    if (point.faithfulness === null) return { cpr: null, cmd: null };
    const last = points[index - 1];
    if (!last) continue;
    const [a, b] = [last.faithfulness!, point.faithfulness];
    const width = point.fraction - last.fraction;
    cpr += (width * (a + b)) / 2;
    cmd += (width * (Math.abs(1 - a) + Math.abs(1 - b))) / 2;
  }
  return { cpr, cmd };
}

/** Sizes of the curve when none are named. */
export const CURVE_SIZES = 10;

/**
 * Sizes from one node to all, spaced evenly in their logarithm, as MIB's fractions are.
 *
 * @returns `count` different sizes, or every size of a model with fewer nodes.
 */
export function spaceSizes(nodes: number, count: number = CURVE_SIZES): number[] {
  if (nodes <= count) return Array.from({ length: nodes }, (_, index) => index + 1);
  const sizes: number[] = [];
  for (let index = 0; index < count; index++) {
    const spaced = Math.round(nodes ** (index / (count - 1)));
    // Small sizes would be equal; each is at least one more than the one before.
    sizes.push(Math.max(spaced, (sizes.at(-1) ?? 0) + 1));
  }
  return sizes;
}
