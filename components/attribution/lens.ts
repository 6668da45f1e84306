/** The logit lens as it is shown: of one prompt or the mean, of one run or the difference of both. */
import { mean } from '../../domain/effect';
import type { RunLogitLensQuery } from '../generated/graphql';
import type { AttributionState, LensValue } from './attribution-state';

type LogitLens = RunLogitLensQuery['logitLens'];
type PromptLens = LogitLens['prompts'][number];
type Prediction = PromptLens['predictions'][number][number][number];

export interface Lens {
  /** Names of the residual streams, in order of depth. */
  readonly stages: readonly string[];
  /** [stage][position] */
  readonly values: readonly (readonly number[])[];
  /** The most probable tokens of the shown prompt, [stage][position][rank]. */
  readonly predictions: readonly (readonly (readonly Prediction[])[])[];
}

type Choices = Pick<AttributionState, 'reading' | 'prompt' | 'lensValue'>;

/** Picks what is shown; null while something is missing. */
export function makeLens(
  runs: Readonly<Record<'clean' | 'corrupted', LogitLens | undefined>>,
  { reading, prompt, lensValue }: Choices,
): Lens | null {
  const { clean, corrupted } = runs;
  const shown = reading === 'corrupted' ? corrupted : clean;
  if (!shown || (reading === 'difference' && !corrupted)) return null;
  const values = readValues(shown, prompt, lensValue);
  const minus = reading === 'difference' ? readValues(corrupted!, prompt, lensValue) : null;
  return {
    stages: nameStages(shown),
    values: minus ? values.map((row, stage) => row.map((value, at) => value - minus[stage]![at]!)) : values,
    predictions: shown.prompts[prompt ?? 0]!.predictions,
  };
}

function readValues({ stages, prompts }: LogitLens, prompt: number | null, name: LensValue): number[][] {
  const chosen = prompt === null ? prompts : [prompts[prompt]!];
  const positions = prompts[0]!.logitDiff[0]!;
  return stages.map((_, stage) =>
    positions.map((_, at) => mean(chosen.map((ofPrompt) => readValue(ofPrompt, name, stage, at)))),
  );
}

function readValue(ofPrompt: PromptLens, name: LensValue, stage: number, at: number): number {
  if (name === 'probability') return ofPrompt.predictions[stage]![at]![0]!.probability;
  return ofPrompt[name][stage]![at]!;
}

const STAGE_NAMES: Partial<Record<LogitLens['stages'][number]['site'], string>> = {
  RESID_PRE: 'pre',
  RESID_MID: 'mid',
};

function nameStages({ stages }: LogitLens): string[] {
  return stages.map(({ site, layer }) => {
    const name = STAGE_NAMES[site];
    return name ? `${layer} ${name}` : 'output';
  });
}
