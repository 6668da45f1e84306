/** Texts and file names of exported figures of the attribution page. */
import { nameRunFully } from '../../domain/name-run';
import type { AnalysedRun_RunFragment } from '../generated/graphql';
import { fileName } from '../plot/figure/file-name';
import type { FigureContext } from '../plot/figure/FigureMenu';
import { describePrompts } from '../sweep/figure-context';
import type { AttributionState } from './attribution-state';

/** Describes what a figure shows, and makes its file name. @param what e.g. `Direct logit attribution`. */
export function attributionFigure(
  run: AnalysedRun_RunFragment,
  { reading, prompt }: AttributionState,
  what: string,
): FigureContext {
  const runs = reading === 'difference' ? 'clean minus corrupted run' : `${reading} run`;
  return {
    lines: [
      `${what}, ${runs}; ${describePrompts(run.pairs.length, prompt)}.`,
      `${run.model.id}, run ${run.id}. ${nameRunFully(run)}`,
    ],
    nameFile: (part) =>
      fileName(run.id, part.toLowerCase(), reading, prompt === null ? '' : `prompt ${prompt + 1}`),
  };
}
