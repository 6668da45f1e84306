/** Planned sweeps, computed in waves that fit into memory, and what their patches do to the metric. */
import type { LoadedModel } from '../forward/model';
import { MAX_ROWS } from '../forward/forward';
import { createMetric, type Answers } from '../metrics/logit-diff';
import type { Runs } from './entry-rows';
import type { BatchShape, Patch, SweepPlan } from './plan';
import { copyPositions } from './rows';
import type { WavefrontOptions } from './wave';
import { runWave } from './wavefront';

/** Bytes that the rows under way may take; a larger sweep is computed in several waves. */
const WAVE_BYTES = 192 * 2 ** 20;

/**
 * Raw logit differences of sweeps that are computed together, [prompt, ...shape] each, in logits.
 *
 * @param answers one a prompt.
 */
export async function runSweeps(
  model: LoadedModel,
  runs: Runs,
  plans: readonly SweepPlan[],
  batch: BatchShape,
  answers: readonly Answers[],
  options: WavefrontOptions,
): Promise<Float32Array[]> {
  const metric = createMetric(model, answers);
  const base = metric(lastRows(runs.base.post, batch, model.architecture.dModel));
  const targets = new Map<Patch, { values: Float32Array; cells: number }>();
  const results = plans.map(({ shape, patches }) => {
    const cells = shape.reduce((product, length) => product * length, 1);
    const values = new Float32Array(batch.prompts * cells);
    base.forEach((value, prompt) => values.fill(value, prompt * cells, (prompt + 1) * cells));
    for (const patch of patches) targets.set(patch, { values, cells });
    return values;
  });
  for (const wave of wavesOf([...targets.keys()], batch, model.architecture.dModel)) {
    for (const { patch, end } of await runWave(model, runs, wave, batch, options)) {
      const { values, cells } = targets.get(patch)!;
      metric(end).forEach((value, prompt) => {
        values[prompt * cells + patch.cell] = value;
      });
    }
  }
  return results;
}

/**
 * Splits sweeps, in their order, into groups to compute together: a few rows a layer leave the processor waiting for weights,
 * so that sweeps are joined until as many rows enter a layer as one call takes.
 */
export function groupSweeps(plans: readonly SweepPlan[], batch: BatchShape): SweepPlan[][] {
  return pack(plans, MAX_ROWS, ({ patches, shape }) => {
    const positions = patches.reduce((sum, { start }) => sum + batch.length - start, 0);
    return (positions * batch.prompts) / shape[0]!;
  });
}

/**
 * The last residual stream at the last position after the patch of one cell: [prompt, dModel].
 *
 * @param cell row-major in the plan's shape.
 */
export async function runCell(
  model: LoadedModel,
  runs: Runs,
  plan: SweepPlan,
  cell: number,
  batch: BatchShape,
  options: WavefrontOptions,
): Promise<Float32Array> {
  const patch = plan.patches.find((candidate) => candidate.cell === cell);
  // A cell that is not planned is the base run.
  if (!patch) return lastRows(runs.base.post, batch, model.architecture.dModel);
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
function wavesOf(patches: readonly Patch[], { prompts, length }: BatchShape, d: number): Patch[][] {
  const byDepth = patches.toSorted((a, b) => a.layer - b.layer);
  return pack(byDepth, WAVE_BYTES, ({ start }) => prompts * (length - start) * d * 4);
}

/** Splits members, in their order, into parts of at most `room`, or of one member that is larger. */
function pack<T>(members: readonly T[], room: number, sizeOf: (member: T) => number): T[][] {
  const parts: T[][] = [];
  let left = 0;
  for (const member of members) {
    const size = sizeOf(member);
    if (parts.length === 0 || size > left) {
      parts.push([]);
      left = room;
    }
    parts.at(-1)!.push(member);
    left -= size;
  }
  return parts;
}
