/** Texts and file names of exported figures. */
import type { Direction, Metric, RunView_RunFragment } from '../generated/graphql';
import { nameRunFully } from '../../domain/name-run';
import { fileName } from '../plot/figure/file-name';
import type { FigureContext } from '../plot/figure/FigureMenu';
import { valueText, type ValueText } from './value-text';
import type { ValueName } from './view-state';

type FigureRun = Pick<
  RunView_RunFragment,
  'id' | 'title' | 'subject' | 'pairCount' | 'directions' | 'metrics' | 'model' | 'pairs'
> &
  Partial<Pick<RunView_RunFragment, 'provenance' | 'imported'>>;

/** What of a run is shown. */
export interface ShownPart {
  readonly direction: Direction;
  readonly metric: Metric;
}

/**
 * Describes metric, direction, model, prompts and run in lines, and makes file names with the run's id.
 *
 * @param prompt index of the prompt; null for the mean.
 * @param text names of the values; by default those of `value`.
 */
export function figureContext(
  run: FigureRun,
  value: ValueName,
  prompt: number | null,
  { direction, metric }: ShownPart = { direction: run.directions[0]!, metric: run.metrics[0]! },
  { sentence, label }: Pick<ValueText, 'sentence' | 'label'> = valueText(value, metric),
): FigureContext {
  const directions = value === 'roles' ? run.directions : [direction];

  const subject = describePrompts(run.pairCount, prompt);
  return {
    lines: [
      `${sentence}; ${subject}.`,
      `${describeDirections(directions)} on ${run.model.id}, run ${run.id}. ${nameRunFully(run)}`,
      ...(run.provenance ? [describeProvenance(run.provenance, run.imported != null)] : []),
    ],
    nameFile: (part) =>
      fileName(
        run.id,
        part.toLowerCase(),
        label.toLowerCase(),
        run.directions.length > 1 && value !== 'roles' ? direction.toLowerCase() : '',
        run.metrics.length > 1 && value !== 'raw' ? metric.toLowerCase() : '',
        prompt === null ? '' : `prompt ${prompt + 1}`,
      ),
  };
}

/** What computed a run, in one line. */
function describeProvenance(
  { engine, runtime, provider, modelSha256 }: NonNullable<FigureRun['provenance']>,
  isImported: boolean,
): string {
  const origin = isImported ? 'Imported; by its file computed by' : 'Computed by';
  return `${origin} engine ${engine}, runtime ${runtime}, ${provider}; weights sha256 ${modelSha256.slice(0, 16)}.`;
}

/** `Denoising`, `Noising`, or `Denoising and noising`. */
export function describeDirections(directions: readonly Direction[]): string {
  const text = directions.map((direction) => direction.toLowerCase()).join(' and ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Describes the prompts: `mean of 8 prompt pairs`, `prompt pair 3 of 8`. */
export function describePrompts(count: number, prompt: number | null): string {
  if (count === 1) return 'one prompt pair';
  return prompt === null
    ? `mean of ${formatCount(count)} prompt pairs`
    : `prompt pair ${prompt + 1} of ${formatCount(count)}`;
}

function formatCount(count: number): string {
  return count.toLocaleString('en');
}
