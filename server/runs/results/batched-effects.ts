/** Effects of the sweeps of large runs, for statistics: from the stored moments, and batch by batch where they do not suffice. */
import { countCells, type Coordinates } from '../../../domain/cell';
import type { Baselines } from '../../../domain/effect';
import type { MetricId } from '../../../domain/metrics';
import { combineMoments, emptyMoments, type Moments } from '../../../domain/moments';
import { measureSweep } from '../../../domain/statistics/cells';
import type { Normalisation } from '../../../domain/statistics/normalisation';
import type { Database, Run } from '../../db';
import { decodeGrid, decodeSweepDirection } from '../../db/codec';
import { badUserInput } from '../../errors';
import { readBatches } from './read-batches';
import type { StoredMoments } from './moments';
import type { EffectSource } from './sweep-statistics';
import { cellIndex, takeComputed, type SweepRow } from './sweep-view';

type Reader = Pick<Database, 'promptPair' | 'sweepValue' | 'sweepBatch'>;

/** A sweep of a run of several batches in one metric. */
export interface BatchedSweep {
  readonly run: Run;
  readonly row: SweepRow;
  readonly metric: MetricId;
  readonly stored: StoredMoments;
  /** Of all pairs of the run; NaN for those that are not computed. */
  readonly baselines: Baselines;
}

/** The source of the statistics of all cells; a mean of ratios reads every stored value once. */
export async function readBatchedMoments(
  db: Reader,
  sweep: BatchedSweep,
  normalisation: Normalisation,
): Promise<EffectSource> {
  const { stored, baselines } = sweep;
  const isOfRatios = normalisation === 'MEAN_OF_RATIOS';
  const moments = isOfRatios ? await measureRatios(db, sweep) : stored.moments;
  // The mean gap is that of the pairs that the moments are over.
  const means = { clean: [stored.clean], corrupted: [stored.corrupted] };
  return makeSource(sweep, isOfRatios ? takeComputed(baselines) : means, moments, null);
}

/**
 * The source of the statistics of one cell: its values of all pairs.
 *
 * @throws BAD_USER_INPUT for a cell that the sweep does not have, and while the run is computed.
 */
export async function readBatchedCell(
  db: Reader,
  sweep: BatchedSweep,
  place: Coordinates,
  normalisation: Normalisation,
): Promise<EffectSource> {
  const { run, row, metric, stored, baselines } = sweep;
  const grid = decodeGrid(row);
  const index = cellIndex(grid, place);
  if (stored.pairs < run.pairCount!) {
    const message = `${stored.pairs} of ${run.pairCount} pairs are computed. Ask for the values of a cell when the sweep is finished.`;
    throw badUserInput([{ path: 'cellStatistics', message }]);
  }
  const cells = countCells(grid.shape);
  const values = new Float32Array(run.pairCount!);
  for await (const batch of readBatches(db, run, row.id, metric))
    for (const [at, pair] of batch.indices.entries()) values[pair] = batch.values[at * cells + index]!;
  const moments = normalisation === 'MEAN_OF_RATIOS' ? await measureRatios(db, sweep) : stored.moments;
  return makeSource(sweep, baselines, moments, values);
}

function makeSource(
  { row, metric, stored }: BatchedSweep,
  baselines: Baselines,
  moments: Moments,
  cell: Float32Array | null,
): EffectSource {
  return {
    ...decodeGrid(row),
    metric,
    direction: decodeSweepDirection(row.direction),
    baselines,
    prompts: stored.pairs,
    readMoments: () => moments,
    readCell: () => {
      if (!cell) throw new Error('the values of the cell were not read');
      return cell;
    },
  };
}

/** Moments of the effects of each prompt divided by its own gap. */
async function measureRatios(db: Reader, { run, row, metric, baselines }: BatchedSweep): Promise<Moments> {
  const direction = decodeSweepDirection(row.direction);
  const cells = countCells(decodeGrid(row).shape);
  let moments = emptyMoments(cells);
  for await (const { indices, values } of readBatches(db, run, row.id, metric)) {
    const ofBatch = {
      clean: indices.map((pair) => baselines.clean[pair]!),
      corrupted: indices.map((pair) => baselines.corrupted[pair]!),
    };
    const options = { direction, metric, normalisation: 'MEAN_OF_RATIOS' } as const;
    moments = combineMoments(moments, measureSweep(values, ofBatch, cells, options));
  }
  return moments;
}
