/**
 * Whether a circuit has all that the model uses: under every knock-out K of its members, circuit and model should do alike
 * (Wang et al. 2022, section 4). Knock-outs are random sets, and the nested sets of a greedy search that makes the difference
 * large: each step compares some members drawn at random and keeps the one with the largest difference.
 */
import { createRandom, shuffle } from '../../../domain/random';
import type { CircuitPartOptions, CircuitPartResults, Knockout } from '../circuits';
import { drawCircuit, listAll, measureMeans, subtract, type CircuitLab, type MemberSet } from './lab';

type Options = CircuitPartOptions<unknown>['completeness'];

export async function evaluateCompleteness<Member>(
  lab: CircuitLab<Member>,
  options: Options,
): Promise<CircuitPartResults<Member>['completeness']> {
  const drawn = drawKnockouts(lab.circuit, options);
  const measured = await measureKnockouts(lab, lab.circuit, drawn);
  const greedy = await searchGreedily(lab, options);
  return {
    knockouts: [...measured.map((one) => ({ ...one, isGreedy: false })), ...greedy],
    random: await measureRandomCircuits(lab, options),
  };
}

/** Random subsets: each member of the circuit with a probability of one half, as in the paper. Empty sets are drawn again. */
function drawKnockouts(
  circuit: MemberSet,
  { knockouts, seed }: Pick<Options, 'knockouts' | 'seed'>,
): MemberSet[] {
  if (circuit.size === 0) return [];
  const random = createRandom(seed);
  return Array.from({ length: knockouts }, () => {
    for (;;) {
      const drawn = new Set([...circuit].filter(() => random() < 0.5));
      if (drawn.size > 0) return drawn;
    }
  });
}

type Measured<Member> = Omit<Knockout<Member>, 'isGreedy'>;

/** The means of a circuit and of the model without each set. */
async function measureKnockouts<Member>(
  lab: CircuitLab<Member>,
  circuit: MemberSet,
  sets: readonly MemberSet[],
): Promise<Measured<Member>[]> {
  const all = listAll(lab);
  const values = await measureMeans(lab, [
    ...sets.map((set) => subtract(circuit, set)),
    ...sets.map((set) => subtract(all, set)),
  ]);
  return sets.map((set, index) => ({
    members: [...set].toSorted((a, b) => a - b).map((member) => lab.members[member]!),
    circuit: values[index]!,
    model: values[sets.length + index]!,
  }));
}

async function searchGreedily<Member>(
  lab: CircuitLab<Member>,
  { greedySteps, candidates, seed }: Options,
): Promise<Knockout<Member>[]> {
  const random = createRandom(seed);
  const found: Knockout<Member>[] = [];
  let set: MemberSet = new Set();
  for (let step = 0; step < greedySteps; step++) {
    const left = [...subtract(lab.circuit, set)];
    if (left.length === 0) break;
    const tried = shuffle(left, random)
      .slice(0, candidates)
      .map((member) => new Set([...set, member]));
    const measured = await measureKnockouts(lab, lab.circuit, tried);
    const differences = measured.map(({ circuit, model }) => Math.abs(circuit - model));
    const best = differences.indexOf(Math.max(...differences));
    set = tried[best]!;
    found.push({ ...measured[best]!, isGreedy: true });
  }
  return found;
}

/** The control: the same number of random knock-outs of random circuits of the same size. */
async function measureRandomCircuits<Member>(lab: CircuitLab<Member>, options: Options): Promise<number[]> {
  if (lab.circuit.size === 0) return [];
  const controls = options.seeds.map((seed) => {
    const circuit = drawCircuit(lab, lab.circuit, seed);
    return { circuit, sets: drawKnockouts(circuit, { ...options, seed }) };
  });
  const means: number[] = [];
  for (const { circuit, sets } of controls) {
    const measured = await measureKnockouts(lab, circuit, sets);
    const differences = measured.map((one) => Math.abs(one.circuit - one.model));
    means.push(differences.reduce((sum, value) => sum + value, 0) / differences.length);
  }
  return means;
}
