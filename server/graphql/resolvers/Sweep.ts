import { countCells, type Coordinates } from '../../../domain/cell';
import { MAX_JSON_VALUES, MAX_PAIRS, MAX_RANKED } from '../../../domain/limits';
import { mean } from '../../../domain/effect';
import { DEFAULT_METRIC } from '../../../domain/metrics';
import type { Run } from '../../db';
import { createNoRunError } from '../../accounts/visibility';
import { badUserInput } from '../../errors';
import { patchedPredictions } from '../../runs/inspect/patched';
import { describeAxes } from '../../runs/results/axes';
import { readComputed } from '../../runs/results/computed';
import { listStoredMetrics, readMetrics, readRoleNames } from '../../runs/experiment';
import { encodeFloats } from '../../runs/results/float-bytes';
import { cellDetail, perPromptValues, sweepValues, topCells } from '../../runs/results/sweep-view';
import { readComputedBy, readKind, readShape, readSweepDirection } from '../../runs/stored-run';
import { readBatchedCell, readBatchedMoments } from '../../runs/results/batched-effects';
import { checkCount } from '../connection';
import { compareBatched } from '../../runs/results/paired-batches';
import { comparePaired } from '../../runs/results/paired-statistics';
import { describeCell, describeCells, readEffects } from '../../runs/results/sweep-statistics';
import {
  listFirstPrompts,
  choosePrompts,
  loadSweepData,
  loadBatched,
  chooseMetric,
  loadBaselines,
  checkSweepCells,
} from '../sweep-data';
import type { SweepResolvers } from '../generated/resolvers';
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
