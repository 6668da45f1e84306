/** A run as JSON: prompts, baselines, provenance, and every metric of every prompt in every direction. */
import { isPositionAxis } from '../../domain/cell';
import type { AxisName, Direction, Metric, RunArraysQuery, RunView_RunFragment } from '../generated/graphql';
import { readComputed } from '../sweep/computed';
import { decodeFloats } from '../sweep/effects';
import { readEffect } from '../joint/joint-numbers';
import { metricRow, toMetricId } from '../sweep/metrics';

import type { ExportedJointPatch } from './joint-patches';

export const FORMAT = 'patchbay.run';
/** Increases when a reader of older files would misread newer ones. 2: several directions and metrics. */
export const VERSION = 2;

type ReadSweep = NonNullable<RunArraysQuery['run']>['sweeps'][number];

/** The sweeps of a run in one metric, as the API sends them. */
export interface MetricArrays {
  readonly metric: Metric;
  readonly sweeps: readonly (Omit<ReadSweep, 'unpatched'> & {
    readonly unpatched?: ReadSweep['unpatched'];
  })[];
}

/** A label for each step: the role or the token of the first prompt and the index for positions, else the index. */
function listLabels(
  axis: AxisName,
  length: number,
  pair: RunView_RunFragment['pairs'][number] | undefined,
  roles: readonly string[],
): string[] {
  const isPosition = isPositionAxis(axis);
  return Array.from({ length }, (_, index) =>
    isPosition && roles.length > 0
      ? roles[index]!
      : isPosition
        ? `${pair?.cleanTokens[index]?.text ?? ''} ${index}`
        : String(index),
  );
}

/** Bytes in base64. */
function encodeBytes(bytes: Uint8Array): string {
  const characters = Array.from(bytes, (byte) => String.fromCharCode(byte));
  return btoa(characters.join(''));
}

/** Writes the file. @param arrays of every metric that is written. @param joint stored joint patches and controls. */
export function toJson(
  run: RunView_RunFragment,
  arrays: readonly MetricArrays[],
  joint: readonly ExportedJointPatch[] = [],
): string {
  const { id, title, createdAt, directions, prependBos, model, pairs, baseline, provenance } = run;
  const roles = run.roles ?? [];
  const sweeps = run.sweeps.flatMap(({ kind, direction, shape, axes }) =>
    arrays.flatMap(({ metric, sweeps: ofMetric }) => {
      const own = ofMetric.find((sweep) => sweep.kind === kind && sweep.direction === direction);
      if (!own) return [];
      return {
        kind,
        direction,
        axes: axes.map(({ name }, axis) => ({
          name,
          labels: listLabels(name, shape[axis]!, pairs[0], roles),
        })),
        shape,
        metric: toMetricId(metric),
        unit: metricRow(metric).unit,
        // JSON has no NaN.
        mean: Array.from(decodeFloats(own.data), (value) => (Number.isFinite(value) ? value : null)),
        // One byte for each cell; 0 where it equals the base run by causality.
        computed: {
          dtype: 'uint8',
          encoding: 'base64',
          shape,
          data: encodeBytes(readComputed({ kind, shape, axes }, pairs, roles)),
        },
        perPrompt: {
          dtype: 'float32',
          byteOrder: 'little',
          encoding: 'base64',
          shape: [pairs.length, ...shape],
          data: own.perPrompt,
        },
      };
    }),
  );
  const content = {
    format: FORMAT,
    version: VERSION,
    about:
      'Raw values of each metric at the last position after each patch, row-major in `shape`; logit_diff is logit(correct) - logit(incorrect). ' +
      'Recovery is (value - base) / (source - base); base is the corrupted run when denoising and the clean run when noising. ' +
      '`jointPatches` has sites patched together: raw values by prompt, null for prompts that were not patched; interaction is the joint change minus the sum of the single changes. ' +
      '`unpatched` has each metric of the clean and corrupted runs, [prompt].',
    id,
    title,
    createdAt,
    direction: directions[0],
    directions,
    metrics: run.metrics.map(toMetricId),
    prependBos,
    // The steps of position axes; none for positions by index.
    roles,
    model: model.id,
    pairs,
    baseline,
    provenance,
    unpatched: listUnpatched(directions, arrays),
    sweeps,
    jointPatches: joint.map(describeJointPatch),
  };
  return JSON.stringify(content, (key, value: unknown) => (key === '__typename' ? undefined : value), 1);
}

/** A joint patch with its effects; recovery is null where it is undefined. */
function describeJointPatch({ results, isMine: _isMine, ...patch }: ExportedJointPatch) {
  return {
    ...patch,
    results: results.map((result) => {
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

function listUnpatched(directions: readonly Direction[], arrays: readonly MetricArrays[]) {
  return directions.flatMap((direction) =>
    arrays.flatMap(({ metric, sweeps }) => {
      const prompts = sweeps.find((sweep) => sweep.direction === direction)?.unpatched?.perPrompt;
      if (!prompts) return [];
      return {
        direction,
        metric: toMetricId(metric),
        clean: prompts.map(({ clean }) => clean),
        corrupted: prompts.map(({ corrupted }) => corrupted),
      };
    }),
  );
}
