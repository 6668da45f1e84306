/** A planned sweep, computed in waves that fit into memory, and what its patches do to the metric. */
import type { Gpt2Model } from '../gpt2/model';
import { createMetric, type Answers } from '../gpt2/metric';
import type { Runs } from './entry-rows';
import type { BatchShape, Patch, SweepPlan } from './plan';
import { copyPositions } from './rows';
import type { WavefrontOptions } from './wave';
import { runWave } from './wavefront';

/** Bytes that the rows under way may take; a larger sweep is computed in several waves. */
const WAVE_BYTES = 192 * 2 ** 20;

/**
 * Raw logit differences of a sweep, [prompt, ...shape], in logits.
 *
 * @param answers one a prompt.
 */
export async function runSweep(
  model: Gpt2Model,
  runs: Runs,
  plan: SweepPlan,
  batch: BatchShape,
  answers: readonly Answers[],
  options: WavefrontOptions,
): Promise<Float32Array> {
  const cells = plan.shape.reduce((product, length) => product * length, 1);
  const metric = createMetric(model, answers);
  const values = new Float32Array(batch.prompts * cells);
  metric(lastRows(runs.base.post, batch, model.config.dModel)).forEach((value, prompt) => {
    values.fill(value, prompt * cells, (prompt + 1) * cells);
  });
  for (const wave of wavesOf(plan.patches, batch, model.config.dModel)) {
    for (const { patch, end } of await runWave(model, runs, wave, batch, options)) {
      metric(end).forEach((value, prompt) => {
        values[prompt * cells + patch.cell] = value;
      });
    }
  }
  return values;
}

/**
 * The last residual stream at the last position after the patch of one cell: [prompt, dModel].
 *
 * @param cell row-major in the plan's shape.
 */
export async function runCell(
  model: Gpt2Model,
  runs: Runs,
  plan: SweepPlan,
  cell: number,
  batch: BatchShape,
  options: WavefrontOptions,
): Promise<Float32Array> {
  const patch = plan.patches.find((candidate) => candidate.cell === cell);
  // A cell that is not planned is the base run.
  if (!patch) return lastRows(runs.base.post, batch, model.config.dModel);
  const [arrival] = await runWave(model, runs, [patch], batch, options);
  return arrival!.end;
}

/** The last position of each prompt of [prompt, position, dModel]: [prompt, dModel]. */
export function lastRows(rows: Float32Array, { prompts, length }: BatchShape, d: number): Float32Array {
  const last = new Float32Array(prompts * d);
  copyPositions(rows, prompts, length - 1, last, d);
  return last;
}

/** Splits patches, in order of depth, so that the rows of each part fit WAVE_BYTES. */
function wavesOf(patches: readonly Patch[], batch: BatchShape, d: number): Patch[][] {
  const waves: Patch[][] = [];
  let room = 0;
  for (const patch of patches) {
    const bytes = batch.prompts * (batch.length - patch.start) * d * 4;
    if (waves.length === 0 || bytes > room) {
      waves.push([]);
      room = WAVE_BYTES;
    }
    waves.at(-1)!.push(patch);
    room -= bytes;
  }
  return waves;
}
