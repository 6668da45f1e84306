import { formatSite } from '../../../domain/patch-sites';
import { badUserInput } from '../../errors';
import { describeMetric } from '../../../domain/metrics';
import { listStoredMetrics, readMetrics, readRoleNames } from '../../runs/experiment';
import { predictJointly } from '../../runs/joint/predictions';
import { readJointMetric, readJointPatch } from '../../runs/joint/read';
import type { JointPatchResolvers } from '../generated/resolvers';

export const JointPatch: JointPatchResolvers = {
  async title(row, _, { loaders }) {
    if (row.title !== null) return row.title;
    const roles = readRoleNames((await loaders.run.load(row.runId))!) ?? [];
    return readJointPatch(row)
      .sites.map((site) => formatSite(site, roles))
      .join(', ');
  },
  creator: async (row, _, { loaders }) => (await loaders.user.load(row.creatorId))!,
  run: async (row, _, { loaders }) => (await loaders.run.load(row.runId))!,
  async isMine(row, _, { loaders, viewerId }) {
    if (viewerId === null) return false;
    return row.creatorId === viewerId || (await loaders.run.load(row.runId))?.ownerId === viewerId;
  },
  async sites(row, _, { loaders }) {
    const roles = readRoleNames((await loaders.run.load(row.runId))!) ?? [];
    return readJointPatch(row).sites.map((site) => ({ ...site, roles }));
  },
  direction: (row) => readJointPatch(row).direction,
  value: (row) => readJointPatch(row).value,
  valueFrom: (row) => readJointPatch(row).valueFrom,
  donors: (row) => readJointPatch(row).donors,
  donorRule: (row) => readJointPatch(row).donorRule,
  engine: (row) => row.engineVersion,
  controlOf: (row, _, { loaders }) =>
    row.controlOfId === null ? null : loaders.jointPatch.load(row.controlOfId),
  controls: (row, _, { loaders }) => loaders.controls.load(row.id),

  async results(row, { metrics: wanted }, { loaders }) {
    const run = await loaders.run.load(row.runId);
    const stored = listStoredMetrics(readMetrics(run!));
    const unknown = (wanted ?? []).filter((metric) => !stored.includes(metric));
    if (unknown.length > 0) {
      const message = `This run has no ${describeMetric(unknown[0]!).title.toLowerCase()}. Submit the experiment again with that metric.`;
      throw badUserInput([{ path: 'metrics', message }]);
    }
    const values = await Promise.all(
      (wanted ?? stored).map(async (metric) => ({
        metric,
        row: await loaders.jointPatchValue.load({ jointPatchId: row.id, metric }),
      })),
    );
    return values.flatMap(({ metric, row: value }) => (value ? [readJointMetric(value, metric)] : []));
  },

  async predictions(row, { prompt }, { services, loaders }) {
    const [run, pairs] = await Promise.all([loaders.run.load(row.runId), loaders.pairs.load(row.runId)]);
    return predictJointly(services, run!, row, pairs, prompt);
  },
};
