import { countEdges } from '../../../domain/edges';
import { MAX_RANKED } from '../../../domain/limits';
import { mean } from '../../../domain/effect';
import type { MetricId } from '../../engine/api';
import { edgeValues, shapeOfEdges, topEdges, type EdgeData } from '../../runs/results/edge-view';
import { decodeFloats, encodeFloats } from '../../runs/results/float-bytes';
import type { Loaders } from '../loaders';
import { checkCount } from '../connection';
import type { HeadEdgesResolvers } from '../generated/resolvers';
import type { HeadEdgesParent } from '../parents';
import { chooseMetric, loadBaselines } from '../sweep-data';

export const HeadEdges: HeadEdgesResolvers = {
  count: async ({ run }, _, { loaders }) => countEdges((await loaders.model.load(run.modelId))!),
  finishedLayers: ({ rows }) => rows.map(({ layer }) => layer),
  shape: async ({ run }, _, { loaders }) => shapeOfEdges((await loaders.model.load(run.modelId))!),
  elapsedMs: ({ rows }) => rows.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0),

  async data(edges, { normalised, prompt, metric }, { loaders }) {
    const values = edgeValues(await loadEdgeData(edges, loaders, metric), normalised, prompt ?? null);
    return Buffer.from(encodeFloats(values)).toString('base64');
  },

  async unpatched({ run, direction }, { metric }, { loaders }) {
    const id = chooseMetric(run, metric);
    const baselines = await loadBaselines(run, direction, id, loaders);
    return {
      metric: id,
      clean: mean(baselines.clean),
      corrupted: mean(baselines.corrupted),
      baselines,
    };
  },

  async top(edges, { k, metric }, { loaders }) {
    checkCount('k', k, MAX_RANKED);
    const top = topEdges(await loadEdgeData(edges, loaders, metric), k);
    return top.map(({ input, ...edge }) => ({ ...edge, input: NAMES[input] }));
  },
};

const NAMES = { q: 'Q', k: 'K', v: 'V' } as const;

/** Reads the stored edges in one metric. @throws BAD_USER_INPUT for a metric that the run does not have. */
async function loadEdgeData(
  { run, direction, rows }: HeadEdgesParent,
  loaders: Loaders,
  wanted: MetricId | null | undefined,
): Promise<EdgeData> {
  const metric = chooseMetric(run, wanted);
  const [baselines, sizes, values] = await Promise.all([
    loadBaselines(run, direction, metric, loaders),
    loaders.model.load(run.modelId),
    loaders.edgeValues.loadMany(rows.map(({ id }) => ({ edgeLayerId: id, metric }))),
  ]);
  const layers = rows.map(({ layer }, at) => {
    const stored = values[at]!;
    if (stored instanceof Error) throw stored;
    return { layer, values: decodeFloats(stored) };
  });
  return { sizes: sizes!, metric, direction, layers, baselines };
}
