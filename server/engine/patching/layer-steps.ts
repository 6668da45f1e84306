/** What happens to patched runs inside one layer, by the point where it happens. */
import { ENTRY_POINTS, type EntryPoint } from '../../../domain/sites';
import type { HeadEntry, ResidualEntry } from './entries/site-entry';
import type { PatchedRun } from './patched-run';
import type { PlannedIntervention } from './plan';
import type { ResidualPoint } from './run-pair';

/** An intervention inside a head. */
export interface HeadIntervention extends PlannedIntervention {
  readonly entry: HeadEntry;
}

/** An intervention on the residual stream, or on what a half-block adds to it. */
export interface ResidualIntervention extends PlannedIntervention {
  readonly entry: ResidualEntry;
}

/** One intervention on the residual stream of one patched run. */
export interface ResidualStep {
  readonly run: PatchedRun;
  readonly intervention: ResidualIntervention;
}

/** Interventions inside the heads of one layer, by patched run, in the order of depth. */
export type HeadSteps = ReadonlyMap<PatchedRun, readonly HeadIntervention[]>;

/** All interventions of one layer. */
export interface LayerSteps extends Readonly<Record<ResidualPoint, readonly ResidualStep[]>> {
  readonly heads: HeadSteps;
}

/** Lists the interventions of patched runs in one layer, in the order of the runs. */
export function listSteps(patchedRuns: readonly PatchedRun[], layer: number): LayerSteps {
  const residual: Record<ResidualPoint, ResidualStep[]> = { pre: [], mid: [], post: [] };
  const heads = new Map<PatchedRun, HeadIntervention[]>();
  for (const run of patchedRuns) {
    for (const intervention of run.patch.interventions) {
      if (intervention.layer !== layer) continue;
      const { entry } = intervention;
      if (entry.point !== 'heads') {
        residual[entry.point].push({ run, intervention: { ...intervention, entry } });
        continue;
      }
      const known = heads.get(run);
      if (known) known.push({ ...intervention, entry });
      else heads.set(run, [{ ...intervention, entry }]);
    }
  }
  return { ...residual, heads };
}

/** The runs that have entered once those that enter at `point` of a layer have done so. */
export function listPresent(
  patchedRuns: readonly PatchedRun[],
  layer: number,
  point: EntryPoint,
): PatchedRun[] {
  const rank = ENTRY_POINTS.indexOf(point);
  return patchedRuns.filter(({ patch: { interventions } }) => {
    const [{ layer: ownLayer, entry }] = interventions;
    return ownLayer < layer || (ownLayer === layer && ENTRY_POINTS.indexOf(entry.point) <= rank);
  });
}
