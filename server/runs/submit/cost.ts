/** The planned cost of a run, compared with the largest cost that this site accepts. */
import { countSweepFlops } from '../../engine/client/client';
import type { Experiment, ModelInfo, SweepKind } from '../../engine/api';
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
  const costs = kinds
    .map((kind) => ({ kind, petaflop: countSweepFlops(kind, experiment, model) / PETAFLOP }))
    .toSorted((a, b) => b.petaflop - a.petaflop);
  const total = costs.reduce((sum, { petaflop }) => sum + petaflop, 0);
  if (total <= maxPetaflop) return null;
  const [largest] = costs;
  const share = Math.round((100 * largest!.petaflop) / total);
  const most = kinds.length === 1 ? '' : ` ${largest!.kind} contributes most (${share} %).`;
  const pairs = experiment.pairs.length;
  const fitting = Math.floor((pairs * maxPetaflop) / total);
  const advice =
    fitting > 0
      ? `At this length ${fitting} of the ${pairs} pairs fit; or shorten the prompts (${countTokens(experiment)} tokens), or choose fewer sweeps.`
      : `At this length not one pair fits: shorten the prompts (${countTokens(experiment)} tokens), or choose fewer sweeps.`;
  const message =
    `This run needs ${format(total)} petaflop (10^15 floating point operations); this site accepts up to ` +
    `${format(maxPetaflop)} a run.${most} ${advice}`;
  return { path: 'sweeps', message };
}

function countTokens({ pairs }: Experiment): number {
  return pairs[0]?.clean.length ?? 0;
}

function format(petaflop: number): string {
  return petaflop.toLocaleString('en', { maximumSignificantDigits: 3 });
}
