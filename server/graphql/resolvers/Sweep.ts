import { countCells, type Coordinates } from '../../../domain/cell';
import { MAX_JSON_VALUES, MAX_PAIRS, MAX_RANKED } from '../../../domain/limits';
import { mean, type Baselines } from '../../../domain/effect';
import { DEFAULT_METRIC, describeMetric } from '../../../domain/metrics';
import type { Run } from '../../db';
import type { Direction, MetricId } from '../../engine/api';
import { createNoRunError } from '../../accounts/visibility';
import { badUserInput } from '../../errors';
import { patchedPredictions } from '../../runs/inspect/patched';
import { describeAxes } from '../../runs/results/axes';
import { checkCells, readComputed, type CheckedCell } from '../../runs/results/computed';
import { listStoredMetrics, readMetrics, readRoleNames } from '../../runs/experiment';
import { decodeFloats, encodeFloats } from '../../runs/results/float-bytes';
import {
  cellDetail,
  joinBatchedSweep,
  joinSweep,
  perPromptValues,
  readBaselines,
  sweepValues,
  topCells,
  type Cell,
  type SweepData,
} from '../../runs/results/sweep-view';
import { readComputedBy, readKind, readShape, readSweepDirection } from '../../runs/stored-run';
import { readBatchedCell, readBatchedMoments, type BatchedSweep } from '../../runs/results/batched-effects';
import { checkCount, checkOffset } from '../connection';
import { compareBatched } from '../../runs/results/paired-batches';
import { comparePaired } from '../../runs/results/paired-statistics';
import { describeCell, describeCells, readEffects } from '../../runs/results/sweep-statistics';
import type { SweepResolvers } from '../generated/resolvers';
import type { Loaders } from '../loaders';
import type { SweepParent } from '../parents';

export const Sweep: SweepResolvers = {
  id: ({ row }) => String(row.id),
  kind: ({ row }) => readKind(row),
  direction: ({ row }) => readSweepDirection(row),
  shape: ({ row }) => readShape(row),
  elapsedMs: ({ row }) => row.elapsedMs,
  async pairCount({ run, row }, _, { loaders }) {
    if (run.batches === 1) return (await loaders.pairs.load(run.id)).length;
    const stored = await loaders.sweepMoments.load({ sweepId: row.id, metric: DEFAULT_METRIC });
    return stored!.pairs;
  },

  provenance({ row }) {
    const computedBy = readComputedBy(row);
    return computedBy && { ...computedBy, engine: computedBy.engineVersion };
  },

  async axes({ run, row }, _, { loaders }) {
    const [firstPair] = await loaders.pairs.load(run.id);
    return describeAxes(row, firstPair!, readRoleNames(run));
  },

  async values(sweep, { normalised, prompt, metric }, { loaders }) {
    const cells = countCells(readShape(sweep.row));
    if (cells > MAX_JSON_VALUES) {
      const message = `This sweep has ${cells} values; above ${MAX_JSON_VALUES} ask for data, which is binary.`;
      throw badUserInput([{ path: 'values', message }]);
    }
    const data = await loadSweepData(sweep, loaders, metric, prompt == null ? [] : [prompt]);
    const values = sweepValues(data, normalised, prompt ?? null);
    return Array.from(values, (value) => (Number.isNaN(value) ? null : value));
  },

  async data(sweep, { normalised, prompt, metric }, { loaders }) {
    const data = await loadSweepData(sweep, loaders, metric, prompt == null ? [] : [prompt]);
    const values = sweepValues(data, normalised, prompt ?? null);
    return Buffer.from(encodeFloats(values)).toString('base64');
  },

  async perPrompt(sweep, { normalised, metric, first, offset }, { loaders }) {
    const prompts = choosePrompts(sweep.run, first, offset);
    const values = perPromptValues(await loadSweepData(sweep, loaders, metric, prompts), normalised);
    return Buffer.from(encodeFloats(values)).toString('base64');
  },

  async computed({ run, row }, _, { loaders }) {
    return Buffer.from(readComputed(row, run, await loaders.pairs.load(run.id))).toString('base64');
  },

  async cell(sweep, { metric, ...place }, { loaders }) {
    const detail = cellDetail(
      await loadSweepData(sweep, loaders, metric, listFirstPrompts(sweep.run)),
      readPlace(place),
    );
    const [checked] = await checkSweepCells(sweep, [detail.mean], loaders);
    return { mean: checked!, perPrompt: detail.perPrompt };
  },

  async cellMetrics(sweep, place, { loaders }) {
    const at = readPlace(place);
    const metrics = listStoredMetrics(readMetrics(sweep.run));
    return Promise.all(
      metrics.map(async (metric) => {
        const data = await loadSweepData(sweep, loaders, metric, listFirstPrompts(sweep.run));
        const detail = cellDetail(data, at);
        const [checked] = await checkSweepCells(sweep, [detail.mean], loaders);
        return { mean: checked!, perPrompt: detail.perPrompt };
      }),
    );
  },

  async statistics(sweep, { metric, normalisation, correction }, { loaders, services }) {
    const batched = await loadBatched(sweep, loaders, metric);
    const source = batched
      ? await readBatchedMoments(services.db, batched, normalisation)
      : readEffects(await loadSweepData(sweep, loaders, metric));
    const pairs = await loaders.pairs.load(sweep.run.id);
    return describeCells({ ...sweep, pairs }, source, { normalisation, correction });
  },

  async paired(sweep, { run: id, metric: wanted, normalisation, correction }, { loaders, services }) {
    const other = await loaders.run.load(id);
    if (!other) throw createNoRunError(id);
    const metric = chooseMetric(sweep.run, wanted);
    const direction = readSweepDirection(sweep.row);
    const row = (await loaders.sweeps.load(other.id)).find(
      (one) => one.kind === sweep.row.kind && readSweepDirection(one) === direction,
    );
    if (!row) return { reason: 'The other run has no such sweep in this direction.', statistics: null };
    if (!listStoredMetrics(readMetrics(other)).includes(metric))
      return { reason: 'The other run does not have this metric.', statistics: null };
    // Values are read only when they fit, so that the cost is known.
    if (row.shape !== sweep.row.shape)
      return { reason: 'The two sweeps have different cells.', statistics: null };
    const [mine, theirs] = await Promise.all([
      loadBatched(sweep, loaders, metric),
      loadBatched({ run: other, row }, loaders, metric),
    ]);
    if (mine && theirs) return compareBatched(services.db, mine, theirs, { normalisation, correction });
    if (mine || theirs) return { reason: describeCounts(sweep.run, other), statistics: null };
    const load = async (one: SweepParent) => {
      const [data, pairs] = await Promise.all([
        loadSweepData(one, loaders, metric),
        loaders.pairs.load(one.run.id),
      ]);
      return { ...one, data, pairs };
    };
    const sweeps = await Promise.all([load(sweep), load({ run: other, row })]);
    return comparePaired(...sweeps, { normalisation, correction });
  },

  async cellStatistics(sweep, { metric, normalisation, correction, ...place }, { loaders, services }) {
    const batched = await loadBatched(sweep, loaders, metric);
    const source = batched
      ? await readBatchedCell(services.db, batched, readPlace(place), normalisation)
      : readEffects(await loadSweepData(sweep, loaders, metric));
    // The groups of prompts are those of all pairs.
    const pairs = batched
      ? await services.db.promptPair.findMany({
          where: { runId: sweep.run.id, index: { lt: sweep.run.pairCount! } },
          orderBy: { index: 'asc' },
        })
      : await loaders.pairs.load(sweep.run.id);
    return describeCell({ ...sweep, pairs }, source, readPlace(place), { normalisation, correction });
  },

  patched: ({ run, row }, { prompt, ...place }, { services, loaders }) =>
    patchedPredictions(services, run, row, readPlace(place), prompt, loaders),

  async unpatched({ run, row }, { metric }, { loaders }) {
    const id = chooseMetric(run, metric);
    const baselines = await loadBaselines(run, readSweepDirection(row), id, loaders);
    // While a large run is computed, the means are over the pairs of the sweep, as its values are.
    const stored = run.batches > 1 ? await loaders.sweepMoments.load({ sweepId: row.id, metric: id }) : null;
    return {
      metric: id,
      clean: stored?.clean ?? mean(baselines.clean),
      corrupted: stored?.corrupted ?? mean(baselines.corrupted),
      baselines,
    };
  },

  async top(sweep, { k, metric }, { loaders }) {
    checkCount('k', k, MAX_RANKED);
    return checkSweepCells(sweep, topCells(await loadSweepData(sweep, loaders, metric), k), loaders);
  },
};

/** Runs of one batch and of several have different numbers of pairs. */
function describeCounts(a: Run, b: Run): string {
  const counts = [a, b].map(({ pairCount }) =>
    pairCount === null ? `up to ${MAX_PAIRS}` : pairCount.toLocaleString('en'),
  );
  return `The runs have ${counts.join(' and ')} prompt pairs. A paired comparison needs the same pairs in both.`;
}

/** The metric of some prompts of the unpatched runs, up to one that is not computed yet. */
export function listPerPrompt(
  { clean, corrupted }: Baselines,
  count: number = MAX_PAIRS,
  offset: number = 0,
): { clean: number; corrupted: number }[] {
  const length = Math.max(0, Math.min(clean.length - offset, count));
  const first = Array.from({ length }, (_, at) => ({
    clean: clean[offset + at]!,
    corrupted: corrupted[offset + at]!,
  }));
  const missing = first.findIndex((one) => Number.isNaN(one.clean));
  return missing < 0 ? first : first.slice(0, missing);
}

/** The prompts whose values pages show of a run of several batches; other runs read all of theirs. */
function listFirstPrompts({ batches }: Run): number[] {
  return batches === 1 ? [] : Array.from({ length: MAX_PAIRS }, (_, prompt) => prompt);
}

/** The prompts of a page of a run of several batches. @throws BAD_USER_INPUT */
function choosePrompts(
  { batches, pairCount }: Run,
  first: number | null | undefined,
  offset: number,
): number[] {
  if (batches === 1 && first == null && offset === 0) return [];
  if (first == null) {
    const message = `This run has ${pairCount} pairs, and one request gives the values of up to ${MAX_PAIRS}. Give first and offset.`;
    throw badUserInput([{ path: 'first', message }]);
  }
  checkCount('first', first, MAX_PAIRS);
  checkOffset(offset);
  if (batches === 1) {
    const message = `Pages are for runs of more than ${MAX_PAIRS} pairs. Leave first and offset out.`;
    throw badUserInput([{ path: 'first', message }]);
  }
  return Array.from({ length: first }, (_, at) => offset + at).filter((prompt) => prompt < pairCount!);
}

/**
 * Reads a sweep's values in one metric, and the metric of the unpatched runs.
 *
 * @param prompts whose values are read of a run of several batches; other runs read all. Prompts that are not computed yet, or
 *   that the run does not have, are left out.
 * @param wanted null for the run's first metric.
 * @throws BAD_USER_INPUT for a metric that the run does not have.
 */
export async function loadSweepData(
  { run, row }: SweepParent,
  loaders: Loaders,
  wanted: MetricId | null | undefined,
  prompts: readonly number[] = [],
): Promise<SweepData> {
  const metric = chooseMetric(run, wanted);
  if (run.batches > 1) return loadBatchedSweep({ run, row }, loaders, metric, prompts);
  const [values, baselines] = await Promise.all([
    loaders.sweepValues.load({ sweepId: row.id, metric }),
    loadBaselines(run, readSweepDirection(row), metric, loaders),
  ]);
  return joinSweep(row, metric, values, baselines);
}

/** The stored moments of a sweep of a run of several batches; null for other runs. @throws as `loadSweepData`. */
async function loadBatched(
  { run, row }: SweepParent,
  loaders: Loaders,
  wanted: MetricId | null | undefined,
): Promise<BatchedSweep | null> {
  if (run.batches === 1) return null;
  const metric = chooseMetric(run, wanted);
  const [stored, baselines] = await Promise.all([
    loaders.sweepMoments.load({ sweepId: row.id, metric }),
    loadBaselines(run, readSweepDirection(row), metric, loaders),
  ]);
  if (!stored) throw new Error(`Sweep ${row.id} has no moments of ${metric}.`);
  return { run, row, metric, stored, baselines };
}

async function loadBatchedSweep(
  { run, row }: SweepParent,
  loaders: Loaders,
  metric: MetricId,
  prompts: readonly number[],
): Promise<SweepData> {
  const [batched, values] = await Promise.all([
    loadBatched({ run, row }, loaders, metric),
    Promise.all(
      prompts.map((prompt) => loaders.promptValues.load({ runId: run.id, sweepId: row.id, metric, prompt })),
    ),
  ]);
  const rows = new Map(prompts.flatMap((prompt, at) => (values[at] ? [[prompt, values[at]] as const] : [])));
  return joinBatchedSweep(row, metric, batched!.stored, batched!.baselines, rows);
}

/** The wanted metric, or the run's first one. @throws BAD_USER_INPUT for a metric that the run does not have. */
export function chooseMetric(run: Run, wanted: MetricId | null | undefined): MetricId {
  const requested = readMetrics(run);
  const stored = listStoredMetrics(requested);
  if (wanted == null) return requested[0]!;
  if (stored.includes(wanted)) return wanted;
  const titles = stored.map((metric) => describeMetric(metric).title.toLowerCase());
  const message = `This run has no ${describeMetric(wanted).title.toLowerCase()}; it has ${titles.join(', ')}. Submit the experiment again with that metric.`;
  throw badUserInput([{ path: 'metric', message }]);
}

/** A metric of a run's unpatched prompts. NaN before it is computed. */
export async function loadBaselines(
  run: Run,
  direction: Direction,
  metric: MetricId,
  loaders: Loaders,
): Promise<Baselines> {
  const pairs = await loaders.pairs.load(run.id);
  if (metric === DEFAULT_METRIC && run.batches === 1) return readBaselines(pairs);
  const stored = await loaders.unpatchedMetric.load({ runId: run.id, direction, metric });
  const unknown = Array.from({ length: run.pairCount ?? pairs.length }, () => NaN);
  return stored
    ? { clean: decodeFloats(stored.clean), corrupted: decodeFloats(stored.corrupted) }
    : { clean: unknown, corrupted: unknown };
}

/** Says of cells of a sweep whether they were computed. */
export async function checkSweepCells(
  { run, row }: SweepParent,
  cells: readonly Cell[],
  loaders: Loaders,
): Promise<CheckedCell[]> {
  return checkCells(row, run, await loaders.pairs.load(run.id), cells);
}

/** The coordinates that a query gives. */
function readPlace({ layer, head, position, src }: PlaceArgs): Coordinates {
  return { layer, head: head ?? null, position: position ?? null, src: src ?? null };
}

interface PlaceArgs {
  readonly layer: number;
  readonly head?: number | null | undefined;
  readonly position?: number | null | undefined;
  readonly src?: number | null | undefined;
}
