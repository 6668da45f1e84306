/** Stores attention patterns and predictions of a finding's cells, so that it can be read without its model. */
import type { CellAddress } from '../../domain/cell';
import { isOneLength } from '../../domain/pair-groups';
import type { PromptPair, Run } from '../db';
import { readExperiment } from '../runs/experiment';
import { readAttention } from '../runs/inspect/attention';
import { keepPredictions } from '../runs/inspect/patched';
import { encodeFloats } from '../runs/results/float-bytes';
import { cellIndex, type SweepData } from '../runs/results/sweep-view';
import type { Services } from './services';

/** Number of prompts whose predictions are stored. */
const KEPT_PROMPTS = 8;

/**
 * Computes and stores the mean attention patterns of heads and the predictions under the patches of cells, unless they are
 * already stored.
 *
 * @param cells cells of `sweeps`.
 * @param pairs the run's prompts, in order.
 * @throws MODEL_UNAVAILABLE; ENGINE_FAILED.
 */
export async function keepCells(
  services: Services,
  run: Run,
  kept: {
    readonly cells: readonly CellAddress[];
    readonly heads: readonly { readonly layer: number; readonly head: number }[];
    readonly sweeps: readonly Pick<SweepData, 'kind' | 'axes' | 'shape'>[];
    readonly pairs: readonly PromptPair[];
  },
): Promise<void> {
  // Patterns of prompts of several lengths have no mean.
  if (isOneLength(readExperiment(run, kept.pairs).pairs)) await keepPatterns(services, run, kept.heads);
  const pairs = kept.pairs.slice(0, KEPT_PROMPTS);
  const stored = await services.db.patchedPrediction.groupBy({
    by: ['kind', 'cell'],
    where: { runId: run.id, direction: run.direction },
    _count: true,
  });
  const isStored = new Set(
    stored.filter(({ _count }) => _count >= pairs.length).map(({ kind, cell }) => `${kind} ${cell}`),
  );
  const missing = kept.cells
    .map((cell) => ({
      kind: cell.kind,
      cell: cellIndex(
        kept.sweeps.find(({ kind }) => kind === cell.kind)!,
        cell,
      ),
    }))
    .filter(({ kind, cell }) => !isStored.has(`${kind} ${cell}`));
  if (missing.length > 0) await keepPredictions(services, run, missing, pairs);
}

async function keepPatterns(
  services: Services,
  run: Run,
  heads: readonly { readonly layer: number; readonly head: number }[],
): Promise<void> {
  for (const { layer, head } of heads) {
    for (const side of ['CLEAN', 'CORRUPTED'] as const) {
      const pattern = await readAttention(services, run, {
        layer,
        head,
        on: side,
        prompt: null,
        weighting: 'NONE',
      });
      const key = { runId: run.id, layer, head, side };
      const values = encodeFloats(pattern.values);
      await services.db.pattern.upsert({
        where: { runId_layer_head_side: key },
        create: { ...key, values },
        update: { values },
      });
    }
  }
}
