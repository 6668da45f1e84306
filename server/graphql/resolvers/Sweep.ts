import { countCells } from '../../../domain/cell';
import { MAX_JSON_VALUES, MAX_RANKED } from '../../../domain/limits';
import { badUserInput } from '../../errors';
import { decodeCleanTokens, decodeDirection, decodeGrid, decodeKind, decodeShape } from '../../db/codec';
import { patchedPredictions } from '../../runs/inspect/patched';
import { encodeFloats } from '../../runs/results/float-bytes';
import {
  cellDetail,
  joinSweep,
  perPromptValues,
  sweepValues,
  topCells,
  type SweepData,
} from '../../runs/results/sweep-view';
import { checkCount } from '../connection';
import type { SweepResolvers } from '../generated/resolvers';
import type { Loaders } from '../../loaders';
import type { SweepParent } from '../parents';

export const Sweep: SweepResolvers = {
  kind: ({ row }) => decodeKind(row.kind),
  shape: ({ row }) => decodeShape(row.shape),
  elapsedMs: ({ row }) => row.elapsedMs,

  provenance({ row: { modelSha256, modelDigest, engineVersion, runtime, provider } }) {
    if (modelSha256 === null || modelDigest === null || engineVersion === null) return null;
    if (runtime === null || provider === null) return null;
    return { modelSha256, modelDigest, engine: engineVersion, runtime, provider };
  },

  async axes({ run, row }, _, { loaders }) {
    const { axes: names, shape } = decodeGrid(row);
    const [firstPair] = await loaders.pairs.load(run.id);
    const tokens = decodeCleanTokens(firstPair!.cleanTokens);
    return names.map((name, axis) => ({
      name,
      labels: Array.from({ length: shape[axis]! }, (_unused, step) =>
        name === 'position' || name === 'destination' ? `${tokens[step]!.text} ${step}` : String(step),
      ),
    }));
  },

  async values(sweep, { normalised, prompt }, { loaders }) {
    const cells = countCells(decodeShape(sweep.row.shape));
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

  cell: async (sweep, { layer, head, position }, { loaders }) =>
    cellDetail(await loadSweepData(sweep, loaders), {
      layer,
      head: head ?? null,
      position: position ?? null,
    }),

  patched: ({ run, row }, { layer, head, position, prompt }, { services, loaders }) => {
    const place = { layer, head: head ?? null, position: position ?? null };
    return patchedPredictions(services, run, row, place, prompt, loaders);
  },

  async top(sweep, { k }, { loaders }) {
    checkCount('k', k, MAX_RANKED);
    return topCells(await loadSweepData(sweep, loaders), k);
  },
};

/** Reads a sweep's values and its run's baselines. */
export async function loadSweepData({ run, row }: SweepParent, loaders: Loaders): Promise<SweepData> {
  const [values, pairs] = await Promise.all([loaders.sweepValues.load(row.id), loaders.pairs.load(run.id)]);
  return joinSweep(row, values, pairs, decodeDirection(run.direction));
}
