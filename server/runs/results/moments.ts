/** Moments of the sweeps of large runs, stored with each batch: means and statistics are read without the values. */
import { computeGap, type Direction, type Gap } from '../../../domain/effect';
import { combineMoments, type Moments } from '../../../domain/moments';
import type { MetricId } from '../../../domain/metrics';
import type { Database, SweepMoments } from '../../db';
import { AppError } from '../../errors';

/** Moments of a sweep in one metric over the pairs that are computed. */
export interface StoredMoments {
  /** Pairs of the stored batches; fewer than those of the run while it is computed. */
  readonly pairs: number;
  /** Means of the metric of the two unpatched runs over these pairs, in the metric's unit. */
  readonly clean: number;
  readonly corrupted: number;
  /** Of the effect of each cell, [...shape]. */
  readonly moments: Moments;
}

/** Bytes of one cell: two float64 and three uint32. */
const BYTES_PER_CELL = 28;

/**
 * The moments of a sweep of a run of several batches.
 *
 * @returns null for a sweep without: that of a run of one batch, whose values are read instead.
 * @throws DATABASE_UNAVAILABLE
 */
export async function readMoments(
  db: Pick<Database, 'sweepMoments'>,
  sweepId: number,
  metric: MetricId,
): Promise<StoredMoments | null> {
  const row = await db.sweepMoments.findUnique({ where: { sweepId_metric: { sweepId, metric } } });
  return row && decodeStoredMoments(row);
}

/** Reads a row. @throws DATABASE_UNAVAILABLE for bytes that are not moments. */
export function decodeStoredMoments({ pairs, clean, corrupted, moments }: SweepMoments): StoredMoments {
  return { pairs, clean, corrupted, moments: decodeMoments(moments) };
}

/** The mean raw value of each cell, and the mean base and source metric, over the pairs that are computed. */
export function readMeans(
  { clean, corrupted, moments }: StoredMoments,
  direction: Direction,
): { readonly means: Float64Array; readonly gap: Gap } {
  const gap = computeGap({ clean: [clean], corrupted: [corrupted] }, direction);
  return { means: moments.mean.map((effect) => gap.base + effect), gap };
}

/** Moments of the pairs of two disjoint sets of batches together. */
export function addMoments(before: StoredMoments | null, batch: StoredMoments): StoredMoments {
  if (!before) return batch;
  const pairs = before.pairs + batch.pairs;
  const share = batch.pairs / pairs;
  return {
    pairs,
    clean: before.clean + (batch.clean - before.clean) * share,
    corrupted: before.corrupted + (batch.corrupted - before.corrupted) * share,
    moments: combineMoments(before.moments, batch.moments),
  };
}

/** Bytes of moments: mean, m2, count, positive and negative, each [...shape]. */
export function encodeMoments({ mean, m2, count, positive, negative }: Moments): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(BYTES_PER_CELL * count.length);
  let at = 0;
  for (const part of [mean, m2, count, positive, negative]) {
    bytes.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at);
    at += part.byteLength;
  }
  return bytes;
}

function decodeMoments(bytes: Uint8Array): Moments {
  const cells = bytes.length / BYTES_PER_CELL;
  if (!Number.isInteger(cells)) {
    const message = `The database holds ${bytes.length} bytes in SweepMoments.moments, which are no whole cells. Restore a copy of the database, or delete the run.`;
    throw new AppError('DATABASE_UNAVAILABLE', message, { details: { column: 'SweepMoments.moments' } });
  }
  // A copy, so that the alignment of the bytes does not matter.
  const { buffer } = bytes.slice();
  const counts = (part: number): Uint32Array => new Uint32Array(buffer, (16 + 4 * part) * cells, cells);
  return {
    mean: new Float64Array(buffer, 0, cells),
    m2: new Float64Array(buffer, 8 * cells, cells),
    count: counts(0),
    positive: counts(1),
    negative: counts(2),
  };
}
