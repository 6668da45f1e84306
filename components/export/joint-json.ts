/** Stored joint patches as JSON. */
import { readEffect } from '../joint/joint-numbers';
import { metricRow, toMetricId } from '../sweep/metrics';
import type { ExportedJointPatch } from './joint-patches';

/** A joint patch with its effects; recovery is null where it is undefined. */
export function describeJointPatch(patch: ExportedJointPatch, all: readonly ExportedJointPatch[]) {
  const { title, createdAt, direction, value, valueFrom, acrossPositions, donors, donorRule, seed } = patch;
  return {
    title,
    createdAt,
    controlOf: patch.controlOf === null ? null : all.findIndex(({ id }) => id === patch.controlOf),
    direction,
    value,
    valueFrom,
    acrossPositions,
    donors,
    donorRule,
    seed,
    engine: patch.engine,
    provider: patch.provider,
    sites: patch.sites.map(({ site, layer, head, position, src, label }) => ({
      site,
      layer,
      head,
      position,
      src,
      label,
    })),
    results: patch.results.map((result) => {
      const { metric, base, source, patched, singles } = result;
      const effect = readEffect(result);
      return {
        metric: toMetricId(metric),
        unit: metricRow(metric).unit,
        base,
        source,
        patched,
        // [site][prompt]
        singles,
        mean: effect && {
          effect: effect.effect,
          sumOfSingles: effect.sumOfSingles,
          interaction: effect.interaction,
        },
      };
    }),
  };
}
