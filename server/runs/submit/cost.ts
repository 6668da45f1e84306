/** The planned cost of a run, compared with the largest cost that this site accepts. */
import { countExperimentEdgeFlops, countSweepFlops } from '../../engine/client/client';
import { countLongest } from '../../../domain/pair-groups';
import { SITES } from '../../../domain/sites';
import {
  listDirections,
  type Direction,
  type Experiment,
  type ModelInfo,
  type SweepKind,
} from '../../engine/api';
import type { InputIssue } from '../../errors';

/** Floating point operations of a petaflop. */
const PETAFLOP = 1e15;

/**
 * Why a run is too costly and what to reduce; null when it is not.
 *
 * @param maxPetaflop largest accepted cost in 10^15 planned floating point operations.
 */
export function findCostIssue(
  experiment: Experiment,
  kinds: readonly SweepKind[],
  model: Pick<ModelInfo, 'layers' | 'heads' | 'dModel' | 'dVocab'>,
  maxPetaflop: number,
): InputIssue | null {
  const directions = listDirections(experiment).length;
  const sumDirections = (count: (direction: Direction) => number): number =>
    listDirections(experiment).reduce((sum, direction) => sum + count(direction), 0);
  const flops = [
    ...kinds.map((kind) => ({
      what: kind as string,
      flops: sumDirections((direction) => countSweepFlops(kind, experiment, model, direction)),
    })),
    ...(experiment.edges
      ? [
          {
            what: 'The edges between heads',
            flops: sumDirections((direction) =>
              countExperimentEdgeFlops(experiment, model, undefined, direction),
            ),
          },
        ]
      : []),
  ];
  const costs = flops
    .map((each) => ({ what: each.what, petaflop: each.flops / PETAFLOP }))
    .toSorted((a, b) => b.petaflop - a.petaflop);
  const total = costs.reduce((sum, { petaflop }) => sum + petaflop, 0);
  if (total <= maxPetaflop) return null;
  const [largest] = costs;
  const share = Math.round((100 * largest!.petaflop) / total);
  const verb = largest!.what in SITES ? 'contributes' : 'contribute';
  const most = costs.length === 1 ? '' : ` ${largest!.what} ${verb} most (${share} %).`;
  const pairs = experiment.pairs.length;
  const fitting = Math.floor((pairs * maxPetaflop) / total);
  const fewer = directions > 1 ? 'one direction or fewer sweeps' : 'fewer sweeps';
  const advice =
    fitting > 0
      ? `At this length ${fitting} of the ${pairs} pairs fit; or shorten the prompts (${countTokens(experiment)} tokens), or choose ${fewer}.`
      : `At this length not one pair fits: shorten the prompts (${countTokens(experiment)} tokens), or choose ${fewer}.`;
  const message =
    `This run needs ${format(total)} petaflop (10^15 floating point operations); this site accepts up to ` +
    `${format(maxPetaflop)} a run.${most} ${advice}`;
  return { path: 'sweeps', message };
}

function countTokens({ pairs }: Experiment): number {
  return countLongest(pairs);
}

function format(petaflop: number): string {
  return petaflop.toLocaleString('en', { maximumSignificantDigits: 3 });
}
