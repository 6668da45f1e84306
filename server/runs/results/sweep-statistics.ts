/**
 * Statistics over prompts of a stored sweep: of all cells from their moments, of one cell from its values.
 *
 * Only `EffectSource` knows where values are. A run whose values are stored in parts gives its own source.
 */
import { countCells, formatCellParameter, type Coordinates } from '../../../domain/cell';
import { hashSeed } from '../../../domain/claim/bootstrap';
import type { Baselines } from '../../../domain/effect';
import { countInBins, type Bin } from '../../../domain/histogram';
import type { Moments } from '../../../domain/moments';
import { computeStatistics, measureSweep, type CellStatistics } from '../../../domain/statistics/cells';
import {
  describeDistribution,
  orderPrompts,
  type Distribution,
} from '../../../domain/statistics/distribution';
import { listFacets, type Facet } from '../../../domain/statistics/facets';
import { listUsableGaps, type EffectOptions } from '../../../domain/statistics/normalisation';
import type { Correction } from '../../../domain/statistics/adjust';
import type { PromptPair, Run } from '../../db';
import { decodeCleanTokens, decodeCorruptedTokens } from '../../db/codec';
import { readPairRoles } from '../experiment';
import { readComputed } from './computed';
import { cellIndex, type SweepData, type SweepRow } from './sweep-view';

/** Where the effects of a sweep are read from, in one metric. */
export interface EffectSource {
  readonly kind: SweepData['kind'];
  readonly axes: SweepData['axes'];
  readonly shape: readonly number[];
  readonly metric: SweepData['metric'];
  readonly direction: SweepData['direction'];
  readonly baselines: Baselines;
  /** Pairs that the moments are over. */
  readonly prompts: number;
  /** Moments of every cell, for a normalisation. */
  readonly readMoments: (options: EffectOptions) => Moments;
  /** Patched values of one cell, [prompt]. @param index row-major in the shape. */
  readonly readCell: (index: number) => ArrayLike<number>;
}

/** The source of a sweep whose values are read at once. */
export function readEffects(data: SweepData): EffectSource {
  const { values, baselines, shape } = data;
  const cells = countCells(shape);
  return {
    ...data,
    prompts: baselines.clean.length,
    readMoments: (options) => measureSweep(values, baselines, cells, options),
    readCell: (index) =>
      Float32Array.from({ length: baselines.clean.length }, (_, prompt) => values[prompt * cells + index]!),
  };
}

/** How the effects of a source are read. */
export interface StatisticsRequest extends Pick<EffectOptions, 'normalisation'> {
  readonly correction: Correction;
}

/** The sweep that is described. */
export interface StatisticsSubject {
  readonly run: Run;
  readonly row: SweepRow;
  /** Of the whole run. */
  readonly pairs: readonly PromptPair[];
}

/** Statistics of every cell of a sweep, and how they were computed. */
export interface StatisticsOfSweep extends CellStatistics, StatisticsRequest, Pick<EffectOptions, 'metric'> {
  readonly prompts: number;
  readonly leftOut: number;
}

/** Computes the statistics of every cell. */
export function describeCells(
  { run, row, pairs }: StatisticsSubject,
  source: EffectSource,
  request: StatisticsRequest,
): StatisticsOfSweep {
  const { metric, direction, baselines } = source;
  const options = { ...request, metric, direction };
  const computed = readComputed(row, run, pairs);
  const gaps = listUsableGaps(baselines, direction, metric);
  return {
    ...request,
    metric,
    prompts: source.prompts,
    leftOut: request.normalisation === 'MEAN_OF_RATIOS' ? gaps.filter(Number.isNaN).length : 0,
    ...computeStatistics(source.readMoments(options), baselines, computed, options),
  };
}

/** One cell over prompts. */
export interface CellOverPrompts extends Distribution {
  readonly leftOut: number;
  readonly adjusted: number | null;
  readonly histogram: readonly { readonly from: number; readonly to: number; readonly count: number }[];
  /** Prompts with a value, smallest effect first. */
  readonly order: readonly number[];
  readonly facets: readonly (Distribution & Pick<Facet, 'by' | 'name'>)[];
}

/**
 * Describes one cell. The resamples are seeded by the experiment and the cell, so equal runs have the same interval.
 *
 * @throws BAD_USER_INPUT for a cell that the sweep does not have.
 */
export function describeCell(
  subject: StatisticsSubject,
  source: EffectSource,
  place: Coordinates,
  request: StatisticsRequest,
): CellOverPrompts {
  const { kind, metric, direction, baselines } = source;
  const { run, pairs } = subject;
  const options = { metric, direction, normalisation: request.normalisation };
  const index = cellIndex(source, place);
  const values = source.readCell(index);
  const name = formatCellParameter({ kind, ...place });
  const seed = hashSeed(run.contentHash, name, direction, metric, request.normalisation);
  const whole = describeDistribution(values, baselines, options, seed);
  const order = orderPrompts(whole.effects);
  const adjusted = describeCells(subject, source, request).adjusted[index]!;
  const facets = listFacets(pairs.map(readFacetPair)).map(({ by, name: group, prompts }) => ({
    by,
    name: group,
    ...describeDistribution(values, baselines, options, hashSeed(String(seed), by, group), prompts),
  }));
  return {
    ...whole,
    leftOut: source.prompts - whole.count,
    adjusted: Number.isNaN(adjusted) ? null : adjusted,
    histogram: binEffects(order.map((prompt) => whole.effects[prompt]!)),
    order,
    facets,
  };
}

/** Narrowest bins, in any unit: effects are float32. */
const SMALLEST_BIN = 1e-6;
/** Fewer bins than prompts of a usual run, so that the shape shows. */
const MAX_BINS = 12;

function binEffects(effects: readonly number[]): CellOverPrompts['histogram'] {
  if (effects.length === 0) return [];
  const { width, bins } = countInBins(effects, SMALLEST_BIN, MAX_BINS);
  return bins.map(({ from, count }: Bin) => ({ from, to: from + width, count }));
}

function readFacetPair(pair: PromptPair) {
  return {
    clean: decodeCleanTokens(pair.cleanTokens).map(({ text }) => text),
    corrupted: decodeCorruptedTokens(pair.corruptedTokens).map(({ text }) => text),
    roles: pair.roles === null ? [] : readPairRoles(pair),
  };
}
