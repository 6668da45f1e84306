/** Texts and file names of exported figures of circuits. */
import { nameRunFully } from '../../domain/name-run';
import type { AnalysedRun_RunFragment, Choices_ChoicesFragment } from '../generated/graphql';
import { fileName } from '../plot/figure/file-name';
import type { FigureContext } from '../plot/figure/FigureMenu';
import { describePrompts } from '../sweep/figure-context';
import { describeChoices } from './choices-text';

/** Describes the choices of an evaluation, and makes its file names. */
export function circuitFigure(run: AnalysedRun_RunFragment, choices: Choices_ChoicesFragment): FigureContext {
  return {
    lines: [
      `${describeChoices(choices)}; ${describePrompts(run.pairs.length, null)}.`,
      `${run.model.id}, run ${run.id}. ${nameRunFully(run)}`,
    ],
    nameFile: (part) =>
      fileName(
        run.id,
        'circuit',
        part.toLowerCase(),
        choices.value.toLowerCase(),
        choices.metric.toLowerCase(),
      ),
  };
}
