import { readModelBytes, readModelDigest } from '../../administration/model-files';
import { readQueueReport } from '../../administration/queue';
import { readStorage } from '../../administration/storage';
import { listWorkers } from '../../administration/workers';
import { countErrorsByCode, listRecentErrors, readAborted } from '../../observability/recent-errors';
import { readRetention } from '../../retention/report';
import type {
  AdministrationResolvers,
  EngineWorkerResolvers,
  ModelFilesResolvers,
  OwnerInQueueResolvers,
  QueueReportResolvers,
  StorageReportResolvers,
  StoringOwnerResolvers,
} from '../generated/resolvers';

export const Administration: AdministrationResolvers = {
  workers: (_, __, { services }) => listWorkers(services.ownEngine),
  queue: (_, __, { services }) => readQueueReport(services),
  storage: (_, __, { services }) => readStorage(services),
  models: async (_, __, { services }) => (await services.models.list()).map((model) => ({ model })),
  retention: (_, __, { services }) => readRetention(services),
  errors: () => ({ counts: countErrorsByCode(), recent: listRecentErrors(), aborted: readAborted() }),
};

export const EngineWorker: EngineWorkerResolvers = {
  state: ({ status }) => status.state,
  provider: ({ status }) => status.provider,
  reason: ({ status }) => status.reason,
  pid: ({ status }) => status.pid,
  restarts: ({ status }) => status.restarts ?? 0,
  threads: ({ status }) => status.report?.threads ?? null,
  memoryBytes: ({ status }) => status.report?.memoryBytes ?? null,
  uptimeMs: ({ status }) => status.report?.uptimeMs ?? null,
  busyShare: ({ status: { report } }) => (report ? Math.min(1, report.busyMs / report.uptimeMs) : null),
  models: ({ status }) => status.report?.models ?? [],
  run: ({ status }) => status.report?.run ?? null,
};

export const ModelFiles: ModelFilesResolvers = {
  digest: ({ model }, _, { services }) =>
    model.unavailable === null ? readModelDigest(services.models, model.id) : null,
  bytes: ({ model }, _, { services }) => readModelBytes(services.config, model.id),
};

export const QueueReport: QueueReportResolvers = {
  oldestWaitMs: ({ oldestAt }) => (oldestAt === null ? null : Math.max(0, Date.now() - oldestAt.getTime())),
};

export const OwnerInQueue: OwnerInQueueResolvers = {
  owner: ({ id }, _, { loaders }) => loaders.user.load(id),
};

export const StorageReport: StorageReportResolvers = {
  databaseBytes: ({ sizes }) => sizes?.databaseBytes ?? null,
  tables: ({ sizes }) => sizes?.tables ?? [],
  owners: ({ sizes }) => sizes?.owners ?? [],
};

export const StoringOwner: StoringOwnerResolvers = {
  owner: ({ id }, _, { loaders }) => loaders.user.load(id),
};
