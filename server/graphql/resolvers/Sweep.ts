import { countCells, type Coordinates } from '../../../domain/cell';
import { MAX_JSON_VALUES, MAX_RANKED } from '../../../domain/limits';
import { badUserInput } from '../../errors';
import { patchedPredictions } from '../../runs/inspect/patched';
import { describeAxes } from '../../runs/results/axes';
import { checkCells, readComputed, type CheckedCell } from '../../runs/results/computed';
import { encodeFloats } from '../../runs/results/float-bytes';
import {
  cellDetail,
  joinSweep,
  perPromptValues,
  sweepValues,
  topCells,
  type Cell,
  type SweepData,
} from '../../runs/results/sweep-view';
import { readComputedBy, readDirection, readKind, readShape } from '../../runs/stored-run';
import { checkCount } from '../connection';
import type { SweepResolvers } from '../generated/resolvers';
import type { Loaders } from '../../loaders';
import type { SweepParent } from '../parents';

export const Sweep: SweepResolvers = {
  kind: ({ row }) => readKind(row),
  shape: ({ row }) => readShape(row),
  elapsedMs: ({ row }) => row.elapsedMs,

  provenance({ row }) {
    const computedBy = readComputedBy(row);
    return computedBy && { ...computedBy, engine: computedBy.engineVersion };
  },

  async axes({ run, row }, _, { loaders }) {
    const [firstPair] = await loaders.pairs.load(run.id);
    return describeAxes(row, firstPair!);
  },

  async values(sweep, { normalised, prompt }, { loaders }) {
    const cells = countCells(readShape(sweep.row));
    if (cells > MAX_JSON_VALUES) {
      const message = `This sweep has ${cells} values; above ${MAX_JSON_VALUES} ask for data, which is binary.`;
      throw badUserInput([{ path: 'values', message }]);
    }
    const values = sweepValues(await loadSweepData(sweep, loaders), normalised, prompt ?? null);
    return Array.from(values, (value) => (Number.isNaN(value) ? null : value));
  },

  async data(sweep, { normalised, prompt }, { loaders }) {
    const values = sweepValues(await loadSweepData(sweep, loaders), normalised, prompt ?? null);
    return Buffer.from(encodeFloats(values)).toString('base64');
  },

  async perPrompt(sweep, { normalised }, { loaders }) {
    const values = perPromptValues(await loadSweepData(sweep, loaders), normalised);
    return Buffer.from(encodeFloats(values)).toString('base64');
  },

  async computed({ run, row }, _, { loaders }) {
    return Buffer.from(readComputed(row, await loaders.pairs.load(run.id))).toString('base64');
  },

  async cell(sweep, place, { loaders }) {
    const { mean, perPrompt } = cellDetail(await loadSweepData(sweep, loaders), readPlace(place));
    const [checked] = await checkSweepCells(sweep, [mean], loaders);
    return { mean: checked!, perPrompt };
  },

  patched: ({ run, row }, { prompt, ...place }, { services, loaders }) =>
    patchedPredictions(services, run, row, readPlace(place), prompt, loaders),

  async top(sweep, { k }, { loaders }) {
    checkCount('k', k, MAX_RANKED);
    return checkSweepCells(sweep, topCells(await loadSweepData(sweep, loaders), k), loaders);
  },
};

/** Reads a sweep's values and its run's baselines. */
export async function loadSweepData({ run, row }: SweepParent, loaders: Loaders): Promise<SweepData> {
  const [values, pairs] = await Promise.all([loaders.sweepValues.load(row.id), loaders.pairs.load(run.id)]);
  return joinSweep(row, values, pairs, readDirection(run));
}

/** Says of cells of a sweep whether they were computed. */
export async function checkSweepCells(
  { run, row }: SweepParent,
  cells: readonly Cell[],
  loaders: Loaders,
): Promise<CheckedCell[]> {
  return checkCells(row, await loaders.pairs.load(run.id), cells);
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
