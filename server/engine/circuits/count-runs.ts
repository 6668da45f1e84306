/** How many patched runs the parts of an evaluation take at most, known before anything is computed. */
import type { CircuitPart, CircuitPartOptions } from '../circuits';

type Counters = {
  readonly [Part in CircuitPart]: (
    options: CircuitPartOptions<unknown>[Part],
    circuit: number,
    members: number,
  ) => number;
};

const COUNTERS: Counters = {
  faithfulness: ({ seeds }) => 2 + seeds.length,
  completeness: ({ knockouts, greedySteps, candidates, seeds }, circuit) => {
    const steps = Math.min(greedySteps, circuit);
    return 2 * knockouts * (1 + seeds.length) + 2 * steps * Math.min(candidates, circuit);
  },
  minimality: ({ others, seeds }, circuit) => {
    const searched = Math.min(others, circuit);
    // Pairs of two searched members count once.
    const pairs = searched * (circuit - searched) + (searched * (searched - 1)) / 2;
    return 1 + circuit + pairs + seeds.length * (1 + circuit);
  },
  curve: ({ order, sizes, seeds }, _circuit, members) =>
    1 + (order ? 0 : members) + sizes.length * (1 + seeds.length),
};

/** The largest number of patched runs of a request. @param circuit number of its members. @param members number of all members. */
export function countRuns<Part extends CircuitPart>(
  { part, options }: { readonly part: Part; readonly options: CircuitPartOptions<unknown>[Part] },
  circuit: number,
  members: number,
): number {
  return COUNTERS[part](options, circuit, members);
}
