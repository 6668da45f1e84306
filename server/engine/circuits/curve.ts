/** Circuits of increasing size, made of the most important nodes, with random circuits of the same sizes as a control. */
import type { CircuitNode } from '../../../domain/circuit';
import { isSameNode } from '../../../domain/circuit';
import type { CircuitPartOptions, CircuitPartResults } from '../circuits';
import { drawOrder, listAll, measureMeans, subtract, type CircuitLab } from './lab';

type Options = CircuitPartOptions['curve'];
interface Ranked {
  readonly index: number;
  readonly effect: number | null;
}

export async function evaluateCurve(
  lab: CircuitLab,
  { order, ranking, sizes, seeds }: Options,
): Promise<CircuitPartResults['curve']> {
  const { nodes } = lab;
  const ranked = order ? order.map((node) => locate(nodes, node)) : await rankNodes(lab, ranking);
  const circuits = sizes.map((size) => new Set(ranked.slice(0, size).map(({ index }) => index)));
  const controls = seeds.map((seed) => drawOrder(nodes, seed));
  const random = circuits.flatMap((circuit) => controls.map((draw) => draw(circuit)));
  const means = await measureMeans(lab, [listAll(lab), new Set(), ...circuits, ...random]);
  const [model, empty, ...rest] = means;
  return {
    model: model!,
    empty: empty!,
    order: ranked.map(({ index, effect }) => ({ node: nodes[index]!, effect })),
    points: sizes.map((size, at) => ({
      size,
      circuit: rest[at]!,
      random: seeds.map((_, control) => rest[sizes.length + at * seeds.length + control]!),
    })),
  };
}

/** Nodes by their single effects m(M) - m(M \ {v}), the largest first. */
async function rankNodes(lab: CircuitLab, ranking: Options['ranking']): Promise<Ranked[]> {
  const all = listAll(lab);
  const [model, ...without] = await measureMeans(lab, [
    all,
    ...[...all].map((node) => subtract(all, [node])),
  ]);
  const score = (effect: number): number => (ranking === 'absolute' ? Math.abs(effect) : effect);
  return without
    .map((value, index) => ({ index, effect: model! - value }))
    .toSorted((a, b) => score(b.effect) - score(a.effect) || a.index - b.index);
}

function locate(nodes: readonly CircuitNode[], node: CircuitNode): Ranked {
  return { index: nodes.findIndex((other) => isSameNode(other, node)), effect: null };
}
