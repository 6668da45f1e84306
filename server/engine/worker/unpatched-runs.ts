/** The unpatched runs of an experiment, and their logit differences. */
import type { Baseline, Direction } from '../api';
import { checkFinite } from '../forward/finite';
import type { RunCache } from '../forward/forward';
import { createMetric } from '../metrics/logit-diff';
import type { Runs } from '../patching/entry-rows';
import { lastRows } from '../patching/sweep';
import type { Batch } from './batches';
import type { BorrowedModel, Context } from './context';

/** Runs the clean and the corrupted prompts of a batch. */
export async function runBothSides(
  { activations }: Context,
  { model, identity }: BorrowedModel,
  batch: Batch,
  beforeCall: () => Promise<void>,
): Promise<{ clean: RunCache; corrupted: RunCache }> {
  const run = (side: 'clean' | 'corrupted'): Promise<RunCache> => {
    const prompts = batch.pairs.map((pair) => pair[side]);
    return activations.run(model, identity.digest, prompts, beforeCall);
  };
  return { clean: await run('clean'), corrupted: await run('corrupted') };
}

/** The same runs as base and source of a direction. */
export async function runBaseAndSource(
  context: Context,
  borrowed: BorrowedModel,
  batch: Batch,
  direction: Direction,
  beforeCall: () => Promise<void>,
): Promise<Runs> {
  const { clean, corrupted } = await runBothSides(context, borrowed, batch, beforeCall);
  return direction === 'DENOISING' ? { base: corrupted, source: clean } : { base: clean, source: corrupted };
}

/**
 * Computes the logit differences of the two unpatched runs, batch after batch.
 *
 * @throws MODEL_UNAVAILABLE when one of them is not finite.
 */
export async function computeBaseline(
  context: Context,
  borrowed: BorrowedModel,
  batches: readonly Batch[],
  beforeCall: () => Promise<void>,
): Promise<Baseline> {
  const { id, model } = borrowed;
  const clean: number[] = [];
  const corrupted: number[] = [];
  for (const batch of batches) {
    const runs = await runBothSides(context, borrowed, batch, beforeCall);
    const metric = createMetric(model, batch.pairs);
    clean.push(...metric(lastRows(runs.clean.post, batch, model.architecture.dModel)));
    corrupted.push(...metric(lastRows(runs.corrupted.post, batch, model.architecture.dModel)));
  }
  const values = { clean: Float32Array.from(clean), corrupted: Float32Array.from(corrupted) };
  checkFinite(id, 'logit differences of the clean prompts', values.clean);
  checkFinite(id, 'logit differences of the corrupted prompts', values.corrupted);
  return { values: { logit_diff: values } };
}
