/** Writes the residual stream of patched runs where sites of a whole layer are patched. */
import type { SourceRows } from './entries/site-entry';
import type { ResidualStep } from './layer-steps';
import { getFirstPosition } from './patched-run';
import { readResidual } from './run-pair';
import type { WaveContext } from './wave-context';

/** Some positions of the residual stream of a run. */
export interface KeptRows {
  /** [prompt, position from `first` on, dModel] */
  readonly rows: Float32Array;
  readonly first: number;
}

/** A step with the residual stream that its site is added to; null for a site that is added to nothing. */
export interface PreparedStep extends ResidualStep {
  readonly addedTo: KeptRows | null;
}

/**
 * Keeps the residual stream that a patched site is added to. Must be called before the half-block, which overwrites it.
 *
 * A run that enters after the half-block has the base run's residual stream before it.
 */
export function prepareStep(
  { runs: { base }, batch }: WaveContext,
  layer: number,
  step: ResidualStep,
): PreparedStep {
  const { run, intervention } = step;
  const { addedTo } = intervention.entry;
  if (addedTo === null) return { ...step, addedTo };
  const kept = run.hasEntered
    ? { rows: run.rows.slice(), first: getFirstPosition(run, batch) }
    : { rows: readResidual(base, layer, addedTo), first: 0 };
  return { ...step, addedTo: kept };
}

/** Replaces the rows of the patched position, or of all positions. A position that the run does not carry is left out. */
export function replaceResidual(
  { runs, batch: { prompts, length }, model }: WaveContext,
  layer: number,
  { run, intervention: { entry, position }, addedTo }: PreparedStep,
): void {
  const source = run.patch.values ?? runs.source;
  const { dModel } = model.architecture;
  const { rows } = run;
  const first = getFirstPosition(run, { length });
  const count = rows.length / prompts / dModel;
  const from = Math.max(first, position ?? first);
  const end = Math.min(first + count, position === null ? length : position + 1);
  for (let prompt = 0; prompt < prompts; prompt++) {
    for (let at = from; at < end; at++) {
      const row = sliceRow(rows, prompts, prompt, at - first, dModel);
      const read = (point: keyof SourceRows): Float32Array =>
        sliceRow(readResidual(source, layer, point), prompts, prompt, at, dModel);
      const sourceRows: SourceRows = { pre: read('pre'), mid: read('mid'), post: read('post') };
      const other = addedTo ? sliceRow(addedTo.rows, prompts, prompt, at - addedTo.first, dModel) : row;
      entry.write(row, sourceRows, other);
    }
  }
}

/** One row of [prompt, position, dModel]. */
function sliceRow(
  rows: Float32Array,
  prompts: number,
  prompt: number,
  position: number,
  dModel: number,
): Float32Array {
  const begin = (rows.length / prompts) * prompt + position * dModel;
  return rows.subarray(begin, begin + dModel);
}
