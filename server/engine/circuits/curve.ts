/** Circuits of increasing size, made of the most important members, with random circuits of the same sizes as a control. */
import { MAX_LISTED_MEMBERS } from '../../../domain/limits';
import type { CircuitPartOptions, CircuitPartResults } from '../circuits';
import { drawOrder, listAll, measureMeans, subtract, type CircuitLab } from './lab';

type Ranking = CircuitPartOptions<unknown>['curve']['ranking'];
interface Ranked {
  readonly index: number;
  readonly effect: number | null;
}

export async function evaluateCurve<Member>(
  lab: CircuitLab<Member>,
  { order, ranking, sizes, seeds }: CircuitPartOptions<Member>['curve'],
): Promise<CircuitPartResults<Member>['curve']> {
  const { members } = lab;
  const ranked = order
    ? order.map((member): Ranked => ({ index: lab.indexOf(member), effect: null }))
    : await rankMembers(lab, ranking);
  const circuits = sizes.map((size) => new Set(ranked.slice(0, size).map(({ index }) => index)));
  const controls = seeds.map((seed) => drawOrder(lab, seed));
  const random = circuits.flatMap((circuit) => controls.map((draw) => draw(circuit)));
  const means = await measureMeans(lab, [listAll(lab), new Set(), ...circuits, ...random]);
  const [model, empty, ...rest] = means;
  return {
    model: model!,
    empty: empty!,
    count: members.length,
    order: ranked
      .slice(0, MAX_LISTED_MEMBERS)
      .map(({ index, effect }) => ({ member: members[index]!, effect })),
    points: sizes.map((size, at) => ({
      size,
      circuit: rest[at]!,
      random: seeds.map((_, control) => rest[sizes.length + at * seeds.length + control]!),
    })),
  };
}

/** Members by their single effects m(M) - m(M \ {v}), the largest first. */
async function rankMembers<Member>(lab: CircuitLab<Member>, ranking: Ranking): Promise<Ranked[]> {
  const all = listAll(lab);
  const [model, ...without] = await measureMeans(lab, [
    all,
    ...[...all].map((member) => subtract(all, [member])),
  ]);
  const score = (effect: number): number => (ranking === 'absolute' ? Math.abs(effect) : effect);
  return without
    .map((value, index) => ({ index, effect: model! - value }))
    .toSorted((a, b) => score(b.effect) - score(a.effect) || a.index - b.index);
}
