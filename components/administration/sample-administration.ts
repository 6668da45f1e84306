/** The state of a busy site. */
import type { AdministrationQuery } from '../generated/graphql';

const ada = { __typename: 'User', id: 'u', name: 'Ada Lovelace' };
const GIB = 2 ** 30;

const worker = (name: string, changes: object = {}) => ({
  __typename: 'EngineWorker',
  name,
  state: 'ready',
  provider: 'cpu',
  reason: null,
  pid: 4121,
  restarts: 0,
  threads: 8,
  memoryBytes: 1.4 * GIB,
  uptimeMs: 93_600_000,
  busyShare: 0.43,
  models: [{ __typename: 'LoadedModel', id: 'gpt2', bytes: 0.65 * GIB }],
  run: 'k3F9',
  ...changes,
});
const table = (name: string, rows: number, bytes: number | null) => ({
  __typename: 'TableSize',
  name,
  rows,
  bytes,
});

export const STATE = {
  __typename: 'Administration',
  workers: [
    worker('engine 1'),
    worker('engine 2', {
      state: 'restarting',
      reason: 'The process ended with signal SIGKILL (out of memory?).',
      pid: null,
      restarts: 3,
      memoryBytes: null,
      uptimeMs: null,
      busyShare: null,
      models: [],
      run: null,
    }),
  ],
  queue: {
    __typename: 'QueueReport',
    queued: 1204,
    running: 1,
    oldestAt: '2026-11-26T11:21:00.000Z',
    oldestWaitMs: 2_340_000,
    owners: [
      { __typename: 'OwnerInQueue', owner: ada, queued: 1200, running: 1 },
      { __typename: 'OwnerInQueue', owner: null, queued: 4, running: 0 },
    ],
  },
  storage: {
    __typename: 'StorageReport',
    measuredAt: '2026-11-26T11:59:30.000Z',
    problem: 'The sizes of tables cannot be read: this SQLite has no dbstat.',
    databaseBytes: 3.2 * GIB,
    freeBytes: 11 * GIB,
    totalBytes: 80 * GIB,
    tables: Array.from({ length: 14 }, (_, at) =>
      table(
        ['SweepBlob', 'Effect', 'Run', 'PromptPair'][at] ?? `Table${at}`,
        1_240_000 >> (2 * at),
        at < 3 ? GIB >> at : null,
      ),
    ),
    owners: [{ __typename: 'OwnerStorage', owner: ada, runs: 1312, valueBytes: 2.1 * GIB }],
  },
  models: [
    {
      __typename: 'ModelFiles',
      digest: '248dfc3911869ec493c76e65bf2fcf7f615828b0254c12b473182f0f81d3a707',
      bytes: 0.51 * GIB,
      model: {
        __typename: 'Model',
        id: 'gpt2',
        unavailable: null,
        verification: { __typename: 'Verification', state: 'PASSED', verifiedAt: '2026-11-24T08:00:00.000Z' },
      },
    },
    {
      __typename: 'ModelFiles',
      digest: null,
      bytes: null,
      model: {
        __typename: 'Model',
        id: 'a-model-with-a-long-name/of-an-organisation',
        unavailable: 'Its weights file was changed after it was installed. Install it again.',
        verification: null,
      },
    },
  ],
  errors: {
    __typename: 'ErrorReport',
    aborted: 214,
    counts: [
      { __typename: 'ErrorCount', code: 'BAD_USER_INPUT', count: 3120, lastAt: '2026-11-26T11:58:00.000Z' },
      { __typename: 'ErrorCount', code: 'ENGINE_FAILED', count: 2, lastAt: '2026-11-26T11:20:00.000Z' },
    ],
    recent: [
      {
        __typename: 'RecentError',
        at: '2026-11-26T11:20:00.000Z',
        code: 'ENGINE_FAILED',
        origin: 'ENGINE',
        id: 'e1',
        message: 'The engine was restarted three times while it computed this run (out of memory).',
        requestId: null,
        run: 'k3F9',
      },
      {
        __typename: 'RecentError',
        at: '2026-11-26T11:58:00.000Z',
        code: 'BAD_USER_INPUT',
        origin: 'GRAPHQL',
        id: 'e2',
        message: null,
        requestId: '01JDM3W8',
        run: null,
      },
    ],
  },
  retention: {
    __typename: 'RetentionReport',
    days: 90,
    nextPassAt: '2026-11-27T03:00:00.000Z',
    countedAt: '2026-11-26T11:00:00.000Z',
    abandonedGuests: 18,
    dueRuns: 41,
    dueRunsInWeek: 60,
    passes: [
      {
        __typename: 'RetentionPass',
        startedAt: '2026-11-26T03:00:00.000Z',
        finishedAt: '2026-11-26T03:00:09.000Z',
        seenBefore: '2026-08-28T03:00:00.000Z',
        runs: 1312,
        promptSets: 12,
        guests: 230,
      },
      {
        __typename: 'RetentionPass',
        startedAt: '2026-11-25T03:00:00.000Z',
        finishedAt: null,
        seenBefore: '2026-08-27T03:00:00.000Z',
        runs: 0,
        promptSets: 0,
        guests: 0,
      },
    ],
  },
} as unknown as AdministrationQuery['administration'];
