/** Sweeps and baselines as the rows of charts. */
import { formatComponent } from '../../domain/cell';
import { rankLargest } from '../../domain/rank-largest';
import { SITES, isHeadKind } from '../../domain/sites';
import type { Baseline_BaselineFragment, SweepKind } from '../generated/graphql';
import { SECTIONS } from '../sweep/kinds';
import { findCoordinates } from '../sweep/place';
import type { ShownSweep } from '../sweep/SweepFacets';

export interface Row {
  readonly label: string;
  readonly [series: string]: number | string | null;
}

/** Finds the sweep that the top components are taken from: head outputs if the run has them. */
export function sweepOfTopComponents(sweeps: readonly ShownSweep[]): ShownSweep | undefined {
  return sweeps.find(({ kind }) => kind === 'HEAD_Z') ?? sweeps.find(({ kind }) => isHeadKind(kind));
}

/** Bars below this share of the largest one would not be seen. */
const LEAST_SHARE = 0.01;

/**
 * Finds the heads with the largest |effect|, largest first; none whose bar would not be seen. If the run has finer sweeps only, a component is a head at
 * one position, or one entry of its pattern. Without a head sweep the list is empty.
 *
 * @param roles names of the steps of position axes; none for positions by index.
 */
export function topComponents(
  sweeps: readonly ShownSweep[],
  count: number,
  roles: readonly string[] = [],
): Row[] {
  const sweep = sweepOfTopComponents(sweeps);
  if (!sweep) return [];
  const ranked = rankLargest(
    sweep.values.map((effect) => Math.abs(effect)),
    count,
  ).filter((index) => Number.isFinite(sweep.values[index]));
  const least = LEAST_SHARE * Math.abs(sweep.values[ranked[0] ?? 0] ?? 0);
  return ranked
    .filter((index) => sweep.values[index] !== 0 && Math.abs(sweep.values[index]!) >= least)
    .map((index) => ({
      label: formatComponent(sweep.kind, findCoordinates(sweep, index), roles),
      effect: sweep.values[index]!,
    }));
}

/**
 * Finds the value with the largest size in each layer, for each sweep in the order of the page. A sweep by position or by
 * entry is left out if the run has a coarser sweep of the same activation.
 */
export function byLayer(all: readonly ShownSweep[]): {
  data: Row[];
  series: { key: string; label: string }[];
} {
  const order = SECTIONS.flatMap(({ kinds }) => kinds);
  const sweeps = all
    .filter(({ kind }) => !all.some((other) => isCoarser(other.kind, kind)))
    .toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
  const layers = sweeps[0]?.shape[0] ?? 0;
  const data = Array.from({ length: layers }, (_, layer) => {
    const row: Record<string, number | string | null> & { label: string } = { label: String(layer) };
    for (const { kind, values } of sweeps) {
      // The layer is the first axis of every sweep.
      const cells = values.length / layers;
      const ofLayer = values.subarray(layer * cells, (layer + 1) * cells);
      const largest = ofLayer.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
      row[kind] = ofLayer.some(Number.isNaN) ? null : largest;
    }
    return row;
  });
  return { data, series: sweeps.map(({ kind }) => ({ key: kind, label: SITES[kind].title })) };
}

/** Whether one kind patches the activation of another with fewer axes. */
function isCoarser(coarse: SweepKind, fine: SweepKind): boolean {
  return SITES[coarse].hook === SITES[fine].hook && SITES[coarse].axes.length < SITES[fine].axes.length;
}

/** Lists the clean and corrupted logit difference of each prompt. @param offset index of the first one. */
export function byPrompt(
  prompts: readonly Pick<Baseline_BaselineFragment['perPrompt'][number], 'clean' | 'corrupted'>[],
  offset: number,
): Row[] {
  return prompts.map(({ clean, corrupted }, index) => ({
    label: String(offset + index + 1),
    clean,
    corrupted,
  }));
}
