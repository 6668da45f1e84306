/**
 * A run as JSON: prompts, baselines, provenance, and every metric of every prompt in every direction, edges, joint patches and
 * circuits. The format is that of server/runs/exchange/run-file.ts, which reads it; its JSON schema is published.
 */
import { isPositionAxis } from '../../domain/cell';
import { RUN_FORMAT, RUN_VERSION, SCHEMA_PATHS } from '../../domain/exchange/formats';
import type {
  AxisName,
  Direction,
  Metric,
  RunArraysQuery,
  RunFileQuery,
  RunView_RunFragment,
} from '../generated/graphql';
import { decodeFloats } from '../sweep/effects';
import { metricRow, toMetricId } from '../sweep/metrics';
import { describeCircuit } from './circuit-json';
import { writeFile } from './digest';
import { describeEdges, type EdgeArrays } from './edge-json';
import { describeJointPatch } from './joint-json';
import type { ExportedJointPatch } from './joint-patches';
import { describeLeftOut, type UnusablePair } from './left-out-json';

type ReadSweep = NonNullable<RunArraysQuery['run']>['sweeps'][number];

/** The sweeps of a run in one metric, as the API sends them. */
export interface MetricArrays {
  readonly metric: Metric;
  readonly sweeps: readonly (Omit<ReadSweep, 'unpatched'> & {
    readonly unpatched?: ReadSweep['unpatched'];
  })[];
}

/** What a file has beside what the run's page shows. */
export interface RunContent {
  /** Every stored metric: those of the run and the logit difference. */
  readonly arrays: readonly MetricArrays[];
  /** Stored joint patches, each followed by its controls. */
  readonly joint: readonly ExportedJointPatch[];
  readonly edges: readonly EdgeArrays[];
  /** The pairs that the run leaves out because its model cannot use them, all of them. */
  readonly unusable: readonly UnusablePair[];
  readonly stored: NonNullable<RunFileQuery['run']>;
  /** Of the site, which serves the schema. */
  readonly origin: string;
}

/** The metrics that are stored of a run: the logit difference also where it was not asked for. */
export function listStoredMetrics(metrics: readonly Metric[]): Metric[] {
  return metrics.includes('LOGIT_DIFF') ? [...metrics] : [...metrics, 'LOGIT_DIFF'];
}

/** A label for each step: the role, or the token of the first prompt and the index, for positions; else the index. */
function listLabels(
  axis: AxisName,
  length: number,
  pair: RunView_RunFragment['pairs'][number] | undefined,
  roles: readonly string[],
): string[] {
  const isPosition = isPositionAxis(axis);
  if (isPosition && roles.length > 0) return [...roles];
  return Array.from({ length }, (_, index) =>
    isPosition ? `${pair?.cleanTokens[index]?.text ?? ''} ${index}` : String(index),
  );
}

/** Writes the file. */
export function toJson(
  run: RunView_RunFragment,
  { arrays, joint, edges, unusable, stored, origin }: RunContent,
): string {
  const { id, title, createdAt, directions, prependBos, model, pairs } = run;
  const { dModel, dVocab, context, parameters, layers, heads } = stored.model;
  const head = {
    $schema: `${origin}${SCHEMA_PATHS[RUN_FORMAT]}`,
    format: RUN_FORMAT,
    version: RUN_VERSION,
    about:
      'Raw values of each metric at the last position after each patch, row-major in `shape`; logit_diff is logit(correct) - logit(incorrect), and of answers with `whole` log p(correct) - log p(incorrect). ' +
      'Recovery is (value - base) / (source - base); base is the corrupted run when denoising and the clean run when noising. ' +
      '`jointPatches` has sites patched together: raw values by prompt, null for prompts that were not patched; interaction is the joint change minus the sum of the single changes. ' +
      '`unpatched` has each metric of the clean and corrupted runs, [prompt]. ' +
      '`digest` is the sha256 of the canonical form (RFC 8785) of the file without `digest`.',
  };
  return writeFile(head, {
    id,
    title,
    notes: stored.notes,
    // Servers from before do not know the field.
    ...(stored.tags.length > 0 && { tags: stored.tags }),
    createdAt,
    imported: stored.imported,
    direction: directions[0],
    directions,
    metrics: run.metrics.map(toMetricId),
    sweepKinds: run.sweepKinds,
    roles: stored.roles,
    prependBos,
    model: model.id,
    modelSizes: { layers, heads, dModel, dVocab, context, parameters },
    modelDigest: stored.modelDigest,
    pairs: pairs.map((pair) => ({ ...describePair(pair), roles: findRoles(pair.index, stored) })),
    ...describeLeftOut(run, unusable),
    baseline: run.baseline && describeBaseline(run.baseline),
    provenance: run.provenance && describeProvenance(run.provenance),
    unpatched: listUnpatched(directions, arrays),
    sweeps: listSweeps(run, arrays, stored),
    sweepProvenance: stored.sweeps.map(({ kind, direction, elapsedMs, provenance }) => ({
      kind,
      direction,
      elapsedMs,
      computedBy: provenance,
    })),
    edges: describeEdges(edges, { layers, heads }, pairs.length),
    jointPatches: joint.map((patch) => describeJointPatch(patch, joint)),
    circuits: stored.circuits.map(describeCircuit),
  });
}

/** The roles of a pair's positions. */
function findRoles(index: number, { pairs }: RunContent['stored']) {
  const roles = pairs.find((pair) => pair.index === index)?.roles ?? [];
  return roles.map(({ name, cleanPositions, corruptedPositions }) => ({
    name,
    cleanPositions,
    corruptedPositions,
  }));
}

function listSweeps(
  run: RunView_RunFragment,
  arrays: readonly MetricArrays[],
  { sweeps: storedSweeps, roles }: RunContent['stored'],
) {
  const { pairs } = run;
  return run.sweeps.flatMap(({ kind, direction, shape, axes }) =>
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
          data: storedSweeps.find((one) => one.kind === kind && one.direction === direction)?.computed,
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
}

// Fields are listed, so that what pages read beside them does not change the format.
function describePair(pair: RunView_RunFragment['pairs'][number]) {
  const tokens = (list: readonly { readonly id: number; readonly text: string }[]) =>
    list.map(({ id, text }) => ({ id, text }));
  const ids = (list: readonly { readonly id: number }[]) => list.map(({ id }) => ({ id }));
  return {
    index: pair.index,
    clean: pair.clean,
    corrupted: pair.corrupted,
    correct: pair.correct,
    incorrect: pair.incorrect,
    correctSet: pair.correctSet,
    incorrectSet: pair.incorrectSet,
    rule: pair.rule,
    cleanTokens: tokens(pair.cleanTokens),
    corruptedTokens: tokens(pair.corruptedTokens),
    correctToken: { id: pair.correctToken.id },
    incorrectToken: { id: pair.incorrectToken.id },
    correctTokens: ids(pair.correctTokens),
    incorrectTokens: ids(pair.incorrectTokens),
    differingPositions: pair.differingPositions,
    // Left out where answers are one token, so that the format of such runs stays.
    ...(pair.whole && {
      whole: { correct: tokens(pair.whole.correct), incorrect: tokens(pair.whole.incorrect) },
    }),
    // Left out where every position is aligned with itself, so that such files stay as they were.
    ...(pair.alignment && {
      alignment: pair.alignment.map(({ clean, corrupted }) => ({ clean, corrupted })),
    }),
  };
}

function describeBaseline(baseline: NonNullable<RunView_RunFragment['baseline']>) {
  const { clean, corrupted, gapTooSmall, gapMean, gapStandardError, pairsWithRightSign } = baseline;
  const { verdict, cannotNormalise, perPrompt } = baseline;
  return {
    clean,
    corrupted,
    gapTooSmall,
    gapMean,
    gapStandardError,
    pairsWithRightSign,
    verdict,
    cannotNormalise,
    perPrompt: perPrompt.map((one) => ({
      clean: one.clean,
      corrupted: one.corrupted,
      gapTooSmall: one.gapTooSmall,
    })),
  };
}

function describeProvenance(provenance: NonNullable<RunView_RunFragment['provenance']>) {
  const { modelSha256, engine, runtime, provider, elapsedMs, checks } = provenance;
  return {
    modelSha256,
    engine,
    runtime,
    provider,
    elapsedMs,
    checks: checks.map((check) => ({
      name: check.name,
      direction: check.direction,
      kind: check.kind,
      maxAbsDifference: check.maxAbsDifference,
      differenceWithoutPatch: check.differenceWithoutPatch,
      cells: check.cells,
      movedCells: check.movedCells,
      passed: check.passed,
    })),
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
