/**
 * Logit lens (nostalgebraist 2020): what the model would predict if it stopped at a layer. The residual stream there goes through
 * the final LayerNorm and the unembedding.
 */
import type { LensRequest, LensResult, LensStage } from '../interventions';
import type { RunCache } from '../forward/forward';
import type { LoadedModel } from '../forward/model';
import { takePosition } from '../forward/take-position';
import { topTokens } from '../forward/unembed';
import { createLastRows, createLastRowsOfRuns, createScratch, LOGIT_BYTES } from './last-rows';
import type { Answers } from './metric';
import { createMetrics } from './registry';

type LensChoices = Pick<LensRequest, 'includesMid' | 'isLastOnly' | 'top'>;

/** The residual streams that are read, in order of depth. */
export function listStages(layers: number, includesMid: boolean): LensStage[] {
  const blocks = Array.from({ length: layers }, (_, layer): LensStage[] => [
    { site: 'RESID_PRE', layer },
    ...(includesMid ? [{ site: 'RESID_MID', layer } as const] : []),
  ]);
  return [...blocks.flat(), { site: 'RESID_POST', layer: layers - 1 }];
}

/** How many rows are unembedded for one prompt of `length` tokens. */
export function countLensRows(layers: number, length: number, choices: LensChoices): number {
  return listStages(layers, choices.includesMid).length * (choices.isLastOnly ? 1 : length);
}

/**
 * Reads every stage of a run.
 *
 * @param answers one for each prompt; they are compared at every position.
 */
export async function readLogitLens(
  model: LoadedModel,
  run: RunCache,
  answers: readonly Answers[],
  { includesMid, isLastOnly, top }: LensChoices,
  beforeCall: () => Promise<void>,
): Promise<Omit<LensResult, 'stages'>> {
  const { layers, dVocab } = model.architecture;
  const { prompts, length } = run;
  const stages = listStages(layers, includesMid);
  const positions = isLastOnly ? [length - 1] : Array.from({ length }, (_, position) => position);
  const places = stages.flatMap((stage, s) => positions.map((position, p) => ({ stage, s, position, p })));
  const cells = prompts * places.length;
  const result = {
    logitDiff: new Float32Array(cells),
    logProb: new Float32Array(cells),
    rank: new Float32Array(cells),
    tokens: new Int32Array(cells * top),
    probabilities: new Float32Array(cells * top),
  };
  // The metrics below compare with neither run.
  const unused = createLastRows(model, takePosition(run.post, run, length - 1));
  const metrics = await createMetrics(['logit_diff', 'log_prob', 'rank'], {
    model,
    answers,
    base: unused,
    source: unused,
  });
  const perCall = Math.max(1, Math.floor(LOGIT_BYTES / (4 * dVocab * prompts)));
  const scratch = createScratch(Math.min(perCall, places.length) * prompts * dVocab);
  for (let first = 0; first < places.length; first += perCall) {
    await beforeCall();
    const group = places.slice(first, first + perCall);
    const rows = group.map(({ stage, position }) => takePosition(readStage(run, stage), run, position));
    const lasts = createLastRowsOfRuns(model, rows, scratch);
    for (const [index, last] of lasts.entries()) {
      const { s, p } = group[index]!;
      const { logit_diff: logitDiff, log_prob: logProb, rank } = await metrics.compute(last);
      const [logits, sums] = [await last.logits(), await last.logSumExps()];
      for (let prompt = 0; prompt < prompts; prompt++) {
        const at = (prompt * stages.length + s) * positions.length + p;
        result.logitDiff[at] = logitDiff![prompt]!;
        result.logProb[at] = logProb![prompt]!;
        result.rank[at] = rank![prompt]!;
        for (const [place, { tokenId, logit }] of topTokens(logits[prompt]!, top).entries()) {
          result.tokens[at * top + place] = tokenId;
          result.probabilities[at * top + place] = Math.exp(logit - sums[prompt]!);
        }
      }
    }
  }
  return result;
}

/** [prompt, position, dModel] */
function readStage(run: RunCache, { site, layer }: LensStage): Float32Array {
  switch (site) {
    case 'RESID_PRE':
      return run.blocks[layer]!.pre;
    case 'RESID_MID':
      return run.blocks[layer]!.mid;
    case 'RESID_POST':
      return run.post;
  }
}
