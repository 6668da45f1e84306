/** How many patched runs the parts of an evaluation take at most, known before anything is computed. */
import type { CircuitPart, CircuitPartOptions, CircuitRequest } from '../circuits';

type Counters = {
  readonly [Part in CircuitPart]: (
    options: CircuitPartOptions[Part],
    circuit: number,
    nodes: number,
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
    // Pairs of two searched nodes count once.
    const pairs = searched * (circuit - searched) + (searched * (searched - 1)) / 2;
    return 1 + circuit + pairs + seeds.length * (1 + circuit);
  },
  curve: ({ order, sizes, seeds }, _circuit, nodes) =>
    1 + (order ? 0 : nodes) + sizes.length * (1 + seeds.length),
};

/** The largest number of patched runs of a request. @param nodes number of all nodes. */
export function countRuns<Part extends CircuitPart>(
  { part, options, nodes: { length } }: Pick<CircuitRequest<Part>, 'part' | 'options' | 'nodes'>,
  nodes: number,
): number {
  return COUNTERS[part](options, length, nodes);
}
