/** Texts and file names of exported figures. */
import type { RunView_RunFragment } from '../generated/graphql';
import { fileName } from '../plot/figure/file-name';
import type { FigureContext } from '../plot/figure/FigureMenu';
import { VALUE_TEXT } from './value-text';
import type { ValueName } from './view-state';

type FigureRun = Pick<RunView_RunFragment, 'id' | 'title' | 'direction' | 'model' | 'pairs'>;

/**
 * Describes metric, model, prompts and run in lines, and makes file names with the run's id.
 *
 * @param prompt index of the prompt; null for the mean.
 */
export function figureContext(run: FigureRun, value: ValueName, prompt: number | null): FigureContext {
  const subject = describePrompts(run.pairs.length, prompt);
  return {
    lines: [
      `${VALUE_TEXT[value].sentence}; ${subject}.`,
      `${run.direction === 'DENOISING' ? 'Denoising' : 'Noising'} on ${run.model.id}, run ${run.id}. ${run.title}`,
    ],
    nameFile: (part) =>
      fileName(
        run.id,
        part.toLowerCase(),
        VALUE_TEXT[value].label.toLowerCase(),
        prompt === null ? '' : `prompt ${prompt + 1}`,
      ),
  };
}

/** Describes the prompts: `mean of 8 prompt pairs`, `prompt pair 3 of 8`. */
export function describePrompts(count: number, prompt: number | null): string {
  if (count === 1) return 'one prompt pair';
  return prompt === null ? `mean of ${count} prompt pairs` : `prompt pair ${prompt + 1} of ${count}`;
}
