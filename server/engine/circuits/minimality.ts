/**
 * Whether every member of a circuit matters: for a member v the largest change m(C \ (K u {v})) - m(C \ K) over knock-outs K
 * (Wang et al. 2022, section 4). The search takes K empty and K = {w} for other members w of the circuit, at most `others` of
 * them. The paper chooses K among the nodes of v's own group; here a circuit has no groups.
 */
import { createRandom, shuffle } from '../../../domain/random';
import type { CircuitPartOptions, CircuitPartResults, MemberChange } from '../circuits';
import { drawCircuit, measureMeans, subtract, type CircuitLab, type MemberSet } from './lab';

type Options = CircuitPartOptions<unknown>['minimality'];

export async function evaluateMinimality<Member>(
  lab: CircuitLab<Member>,
  { others, seed, seeds }: Options,
): Promise<CircuitPartResults<Member>['minimality']> {
  const { circuit, members } = lab;
  const own = [...circuit].toSorted((a, b) => a - b);
  const searched = shuffle(own, createRandom(seed)).slice(0, others);
  const without = await measureWithout(lab, own, searched);
  const changes = own.map((v): MemberChange<Member> => {
    const alone = without(v) - without();
    let [largest, knockedOut]: [number, number | null] = [alone, null];
    for (const w of searched) {
      if (w === v) continue;
      const change = without(v, w) - without(w);
      if (Math.abs(change) > Math.abs(largest)) [largest, knockedOut] = [change, w];
    }
    return {
      member: members[v]!,
      alone,
      largest,
      knockedOut: knockedOut === null ? null : members[knockedOut]!,
    };
  });
  const random: number[] = [];
  for (const control of seeds) {
    const other = drawCircuit(lab, circuit, control);
    random.push(await averageChange(lab, other));
  }
  return { members: changes, isExhaustive: searched.length === own.length, random };
}

/** Measures the circuit without each member, and without each pair of a member and a searched one. */
async function measureWithout<Member>(
  lab: CircuitLab<Member>,
  own: readonly number[],
  searched: readonly number[],
): Promise<(...removed: number[]) => number> {
  const makeKey = (removed: readonly number[]): string => removed.toSorted((a, b) => a - b).join(' ');
  const removals = new Map<string, readonly number[]>([['', []]]);
  for (const v of own) {
    removals.set(makeKey([v]), [v]);
    for (const w of searched) if (w !== v) removals.set(makeKey([v, w]), [v, w]);
  }
  const means = await measureMeans(
    lab,
    [...removals.values()].map((removed) => subtract(lab.circuit, removed)),
  );
  const byKey = new Map([...removals.keys()].map((key, index) => [key, means[index]!]));
  return (...removed) => byKey.get(makeKey(removed))!;
}

/** Mean |m(C \ {v}) - m(C)| over the members of a circuit; 0 for one without any. */
async function averageChange<Member>(lab: CircuitLab<Member>, circuit: MemberSet): Promise<number> {
  if (circuit.size === 0) return 0;
  const [whole, ...without] = await measureMeans(lab, [
    circuit,
    ...[...circuit].map((member) => subtract(circuit, [member])),
  ]);
  return without.reduce((sum, value) => sum + Math.abs(value - whole!), 0) / without.length;
}
