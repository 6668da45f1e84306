/** What the parts of an evaluation share: the members, the circuit, and the metric of any other circuit. */
import { mean } from '../../../domain/effect';
import { createRandom, shuffle } from '../../../domain/random';

/** Numbers of members: their indices in `CircuitLab.members`. */
export type MemberSet = ReadonlySet<number>;

/** Members are the nodes or the edges that a circuit can consist of. */
export interface CircuitLab<Member> {
  readonly members: readonly Member[];
  /** Kinds of members, which together are all: random circuits have as many of each as the circuit that they are compared with. */
  readonly kinds: readonly (readonly number[])[];
  readonly circuit: MemberSet;
  /** @throws Error for what is no member. */
  indexOf(member: Member): number;
  /**
   * The metric of each circuit, with all other members ablated: [prompt] each. All circuits of a call are computed together; a
   * circuit that was measured before is not computed again.
   */
  measure(circuits: readonly MemberSet[]): Promise<Float32Array[]>;
}

/** Measures circuits; see `CircuitLab.measure`. */
export type Measure = CircuitLab<unknown>['measure'];

/** Means over prompts of the metric of each circuit. */
export async function measureMeans(
  lab: { readonly measure: Measure },
  circuits: readonly MemberSet[],
): Promise<number[]> {
  return (await lab.measure(circuits)).map((values) => mean(values));
}

/** All members. */
export function listAll({ members }: { readonly members: readonly unknown[] }): MemberSet {
  return new Set(members.keys());
}

/** The members of a set that are not in another. */
export function subtract(set: MemberSet, removed: Iterable<number>): MemberSet {
  const left = new Set(set);
  for (const member of removed) left.delete(member);
  return left;
}

/**
 * An order of all members for each seed, of which prefixes are random circuits. Each kind is shuffled apart.
 *
 * @returns draws a circuit with as many members of each kind as another.
 */
export function drawOrder(
  { kinds }: { readonly kinds: readonly (readonly number[])[] },
  seed: number,
): (like: MemberSet) => MemberSet {
  const random = createRandom(seed);
  const orders = kinds.map((kind) => ({ kind, order: shuffle(kind, random) }));
  return (like) =>
    new Set(
      orders.flatMap(({ kind, order }) => order.slice(0, kind.filter((member) => like.has(member)).length)),
    );
}

/** A random circuit with as many members of each kind as another. */
export function drawCircuit(
  lab: { readonly kinds: readonly (readonly number[])[] },
  like: MemberSet,
  seed: number,
): MemberSet {
  return drawOrder(lab, seed)(like);
}
