import { countCells, type Coordinates } from '../../../domain/cell';
import { MAX_JSON_VALUES, MAX_RANKED } from '../../../domain/limits';
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
  joinSweep,
  perPromptValues,
  readBaselines,
  sweepValues,
  topCells,
  type Cell,
  type SweepData,
} from '../../runs/results/sweep-view';
import { readComputedBy, readKind, readShape, readSweepDirection } from '../../runs/stored-run';
import { comparePaired } from '../../runs/results/paired-statistics';
import { describeCell, describeCells, readEffects } from '../../runs/results/sweep-statistics';
import { checkCount } from '../connection';
import type { SweepResolvers } from '../generated/resolvers';
import type { Loaders } from '../../loaders';
import type { SweepParent } from '../parents';

export const Sweep: SweepResolvers = {
  kind: ({ row }) => readKind(row),
  direction: ({ row }) => readSweepDirection(row),
  shape: ({ row }) => readShape(row),
  elapsedMs: ({ row }) => row.elapsedMs,

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
    const values = sweepValues(await loadSweepData(sweep, loaders, metric), normalised, prompt ?? null);
    return Array.from(values, (value) => (Number.isNaN(value) ? null : value));
  },

  async data(sweep, { normalised, prompt, metric }, { loaders }) {
    const values = sweepValues(await loadSweepData(sweep, loaders, metric), normalised, prompt ?? null);
    return Buffer.from(encodeFloats(values)).toString('base64');
  },

  async perPrompt(sweep, { normalised, metric }, { loaders }) {
    const values = perPromptValues(await loadSweepData(sweep, loaders, metric), normalised);
    return Buffer.from(encodeFloats(values)).toString('base64');
  },

  async computed({ run, row }, _, { loaders }) {
    return Buffer.from(readComputed(row, run, await loaders.pairs.load(run.id))).toString('base64');
  },

  async cell(sweep, { metric, ...place }, { loaders }) {
    const detail = cellDetail(await loadSweepData(sweep, loaders, metric), readPlace(place));
    const [checked] = await checkSweepCells(sweep, [detail.mean], loaders);
    return { mean: checked!, perPrompt: detail.perPrompt };
  },

  async cellMetrics(sweep, place, { loaders }) {
    const at = readPlace(place);
    const metrics = listStoredMetrics(readMetrics(sweep.run));
    return Promise.all(
      metrics.map(async (metric) => {
        const detail = cellDetail(await loadSweepData(sweep, loaders, metric), at);
        const [checked] = await checkSweepCells(sweep, [detail.mean], loaders);
        return { mean: checked!, perPrompt: detail.perPrompt };
      }),
    );
  },

  async statistics(sweep, { metric, normalisation, correction }, { loaders }) {
    const source = readEffects(await loadSweepData(sweep, loaders, metric));
    const pairs = await loaders.pairs.load(sweep.run.id);
    return describeCells({ ...sweep, pairs }, source, { normalisation, correction });
  },

  async paired(sweep, { run: id, metric: wanted, normalisation, correction }, { loaders }) {
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

  async cellStatistics(sweep, { metric, normalisation, correction, ...place }, { loaders }) {
    const source = readEffects(await loadSweepData(sweep, loaders, metric));
    const pairs = await loaders.pairs.load(sweep.run.id);
    return describeCell({ ...sweep, pairs }, source, readPlace(place), { normalisation, correction });
  },

  patched: ({ run, row }, { prompt, ...place }, { services, loaders }) =>
    patchedPredictions(services, run, row, readPlace(place), prompt, loaders),

  async unpatched({ run, row }, { metric }, { loaders }) {
    const id = chooseMetric(run, metric);
    const baselines = await loadBaselines(run, readSweepDirection(row), id, loaders);
    return {
      metric: id,
      clean: mean(baselines.clean),
      corrupted: mean(baselines.corrupted),
      perPrompt: Array.from(baselines.clean, (clean, prompt) => ({
        clean,
        corrupted: baselines.corrupted[prompt]!,
      })),
    };
  },

  async top(sweep, { k, metric }, { loaders }) {
    checkCount('k', k, MAX_RANKED);
    return checkSweepCells(sweep, topCells(await loadSweepData(sweep, loaders, metric), k), loaders);
  },
};

/**
 * Reads a sweep's values in one metric, and the metric of the unpatched runs.
 *
 * @param wanted null for the run's first metric.
 * @throws BAD_USER_INPUT for a metric that the run does not have.
 */
export async function loadSweepData(
  { run, row }: SweepParent,
  loaders: Loaders,
  wanted: MetricId | null | undefined,
): Promise<SweepData> {
  const metric = chooseMetric(run, wanted);
  const [values, baselines] = await Promise.all([
    loaders.sweepValues.load({ sweepId: row.id, metric }),
    loadBaselines(run, readSweepDirection(row), metric, loaders),
  ]);
  return joinSweep(row, metric, values, baselines);
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
  if (metric === DEFAULT_METRIC) return readBaselines(pairs);
  const stored = await loaders.unpatchedMetric.load({ runId: run.id, direction, metric });
  const unknown = pairs.map(() => NaN);
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
