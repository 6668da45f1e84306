/** Computes what a claimed run lacks: at once, or batch after batch for a run of several batches. */
import { listReceiverLayers } from '../../../domain/edges';
import type { EarlyStop } from '../../../domain/stop-rule';
import { decodeEdgeDirection, decodeKind, decodeKinds, decodeSweepDirection } from '../../db/codec';
import {
  listDirections,
  type Direction,
  type EdgeKey,
  type Engine,
  type Provenance,
  type SanityCheck,
  type SweepKey,
  type SweepKind,
} from '../../engine/api';
import { readDirections, readExperiment } from '../experiment';
import { joinChecks } from '../results/persist-batch';
import { readChecksSoFar } from '../stored-run';
import { completeMetrics, readBatch } from './batch';
import type { BatchEngine } from './shards/share-batches';
import { findStop, mayStop } from './stop';
import type { RunWriter } from './run-writer';
import type { ClaimedRun, WorkServices } from './work';

/** Sweeps and layers of edges, counted in each batch, that a claimed run lacks. */
export function countMissing(run: ClaimedRun): number {
  const directions = readDirections(run);
  const sweeps = run.batches * decodeKinds(run.kinds).length * directions.length;
  const stored = run.sweeps.reduce((sum, { batches }) => sum + batches, 0);
  const edges = run.edges ? directions.length * listReceiverLayers(run.model).length : 0;
  return sweeps - stored + edges - run.edgeLayers.length;
}

/** What computed a run. */
export interface Computed {
  /** With the time of this turn. */
  readonly provenance: Provenance;
  /** The batches that were computed, of a run that stopped early; null where all are. */
  readonly stopped: { readonly batches: number; readonly stop: EarlyStop } | null;
}

/**
 * Computes and stores what a run lacks, or what its stop rule asks for.
 *
 * @param chooseEngine the engine of each batch of a run of several; by default `engine`.
 * @throws what the engine and the writer throw.
 */
export async function computeRun(
  { db }: Pick<WorkServices, 'db'>,
  engine: Engine,
  run: ClaimedRun,
  writer: RunWriter,
  signal: AbortSignal,
  chooseEngine: (batch: number) => BatchEngine = () => engine,
): Promise<Computed> {
  if (run.batches === 1) {
    const experiment = completeMetrics(readExperiment(run, run.pairs));
    const { kinds, skip } = listMissing(run, listDirections(experiment));
    const provenance = await engine.run(experiment, kinds, {
      onEvent: (event) => writer.accept(event),
      signal,
      skip,
      skipEdges: listStoredEdges(run),
    });
    await writer.settled();
    return { provenance, stopped: null };
  }
  return computeBatches({ db }, chooseEngine, run, writer, signal);
}

/**
 * Computes batch after batch. The engine computes a batch while the one before it is stored; a batch is not begun before the
 * last but one is stored, so that the values of two batches are held at most. Where a run may stop, it waits for what is stored.
 */
async function computeBatches(
  { db }: Pick<WorkServices, 'db'>,
  chooseEngine: (batch: number) => BatchEngine,
  run: ClaimedRun,
  writer: RunWriter,
  signal: AbortSignal,
): Promise<Computed> {
  let checks: readonly SanityCheck[] = readChecksSoFar(run);
  let elapsedMs = 0;
  const keys = listSweepKeys(run);
  let { batch, stored } = findFirstMissing(run);
  // A worker that ended before it stored the end has left nothing to compute: the last batch is checked again.
  if (stored.length === 0 && batch > 0 && (await findStop(db, run, batch))) {
    batch--;
    stored = keys;
  }
  let next = readBatch(db, run, batch);
  let storing = Promise.resolve();
  for (; ; batch++, stored = []) {
    const { pairs, experiment } = await next;
    if (batch + 1 < run.batches) {
      next = readBatch(db, run, batch + 1);
      // It is awaited later, or not at all.
      next.catch(() => {});
    }
    const opened = writer.openBatch({ index: batch, pairs, missing: keys.length - stored.length });
    // All kinds are named: the checks of a batch that is continued are about all of them.
    const last = await chooseEngine(batch).run(experiment, decodeKinds(run.kinds), {
      onEvent: (event) => opened.accept(event),
      signal,
      skip: stored,
    });
    elapsedMs += last.elapsedMs;
    checks = joinChecks(checks, last.checks);
    await storing;
    storing = opened.finish(checks);
    const batches = batch + 1;
    const isLast = batches === run.batches;
    if (!isLast && !mayStop(run, batches)) continue;
    await storing;
    const stop = await findStop(db, run, batches);
    if (stop || isLast)
      return { provenance: { ...last, elapsedMs, checks }, stopped: stop && { batches, stop } };
  }
}

/** The first batch that a sweep lacks, and the sweeps that have it. After the last one, the last batch is checked again. */
function findFirstMissing(run: ClaimedRun): { batch: number; stored: SweepKey[] } {
  const keys = listSweepKeys(run);
  const countBatches = ({ kind, direction }: SweepKey): number =>
    run.sweeps.find((sweep) => sweep.kind === kind && sweep.direction === direction)?.batches ?? 0;
  const batch = Math.min(run.batches - 1, ...keys.map(countBatches));
  return { batch, stored: keys.filter((key) => countBatches(key) > batch) };
}

/** All sweeps of a run. */
function listSweepKeys(run: ClaimedRun): SweepKey[] {
  const directions = readDirections(run);
  return decodeKinds(run.kinds).flatMap((kind) => directions.map((direction) => ({ kind, direction })));
}

/** What of a run of one batch is not stored yet: kinds with at least one missing direction, and their stored sweeps. */
function listMissing(
  run: ClaimedRun,
  directions: readonly Direction[],
): { kinds: SweepKind[]; skip: SweepKey[] } {
  const stored = run.sweeps.map((sweep): SweepKey => ({
    kind: decodeKind(sweep.kind),
    direction: decodeSweepDirection(sweep.direction),
  }));
  const countStored = (kind: SweepKind): number => stored.filter((sweep) => sweep.kind === kind).length;
  // A run with edges is often continued when all of its sweeps are stored. The checks are about all kinds.
  const kinds = decodeKinds(run.kinds).filter((kind) => run.edges || countStored(kind) < directions.length);
  return { kinds, skip: stored.filter(({ kind }) => kinds.includes(kind)) };
}

function listStoredEdges({ edgeLayers }: ClaimedRun): EdgeKey[] {
  return edgeLayers.map(({ direction, layer }) => ({ direction: decodeEdgeDirection(direction), layer }));
}
