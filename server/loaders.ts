/** One database query for each kind of thing that a request's lists nest. */
import DataLoader from 'dataloader';
import type { Model, PromptPair, Run, User } from './db';
import type { ListedFinding } from './gallery/list';
import type { ModelInfo } from './engine/types';
import type { Services } from './services';
import type { SweepRow } from './runs/sweep-view';
import { findTopEffects, type ComponentEffect } from './runs/top-effect';

export type Loaders = ReturnType<typeof createLoaders>;

const SWEEP_ROW = {
  id: true,
  runId: true,
  kind: true,
  axes: true,
  shape: true,
  elapsedMs: true,
  flops: true,
  createdAt: true,
};

/** Fresh loaders; they remember what they read, so they live as long as one request. */
export function createLoaders({ db, models }: Services) {
  return {
    /** The models on disk are looked through once, however many runs ask. */
    installedModel: byKey<ModelInfo>(() => models.list(), 'id'),
    user: byKey<User>((ids) => db.user.findMany({ where: { id: { in: ids } } }), 'id'),
    model: byKey<Model>((ids) => db.model.findMany({ where: { id: { in: ids } } }), 'id'),
    run: byKey<Run>((ids) => db.run.findMany({ where: { id: { in: ids } } }), 'id'),
    /** The run must be given whole: its kinds and baseline say which effects to read. */
    topEffect: new DataLoader<Run, ComponentEffect | null, string>(
      async (runs) => {
        const found = await findTopEffects(db, runs);
        return runs.map(({ id }) => found.get(id) ?? null);
      },
      { cacheKeyFn: ({ id }) => id, maxBatchSize: 100 },
    ),
    modelIdOfRun: byKey<{ id: string; modelId: string }>(
      (ids) => db.run.findMany({ where: { id: { in: ids } }, select: { id: true, modelId: true } }),
      'id',
    ),
    findingOfRun: byKey<ListedFinding>(
      (ids) => db.finding.findMany({ where: { runId: { in: ids } }, omit: { text: true } }),
      'runId',
    ),
    pairs: groupedBy<PromptPair>(
      (runIds) => db.promptPair.findMany({ where: { runId: { in: runIds } }, orderBy: { index: 'asc' } }),
      'runId',
    ),
    /** Without values, in the order in which they were finished. */
    sweeps: groupedBy<SweepRow>(
      (runIds) =>
        db.sweep.findMany({ where: { runId: { in: runIds } }, orderBy: { id: 'asc' }, select: SWEEP_ROW }),
      'runId',
    ),
    tags: groupedBy<{ findingId: string; tag: string }>(
      (findingIds) =>
        db.findingTag.findMany({ where: { findingId: { in: findingIds } }, orderBy: { tag: 'asc' } }),
      'findingId',
    ),
    /** A sweep's stored bytes, by its id. */
    sweepValues: new DataLoader<number, Uint8Array>(async (ids) => {
      const rows = await db.sweep.findMany({
        where: { id: { in: [...ids] } },
        select: { id: true, values: true },
      });
      const found = new Map(rows.map((row) => [row.id, row.values]));
      return ids.map((id) => found.get(id) ?? new Error(`sweep ${id} is gone`));
    }),
  };
}

function byKey<T extends object>(read: (keys: string[]) => Promise<T[]>, key: keyof T) {
  return new DataLoader<string, T | null>(async (keys) => {
    const found = new Map((await read([...keys])).map((row) => [row[key] as string, row]));
    return keys.map((wanted) => found.get(wanted) ?? null);
  });
}

function groupedBy<T extends object>(read: (keys: string[]) => Promise<T[]>, key: keyof T) {
  return new DataLoader<string, T[]>(async (keys) => {
    const groups = new Map(keys.map((wanted): [string, T[]] => [wanted, []]));
    for (const row of await read([...keys])) groups.get(row[key] as string)?.push(row);
    return keys.map((wanted) => groups.get(wanted) ?? []);
  });
}
