/** The logit lens as JSON and CSV. */
import { commentLines, describePair, quoteToken } from '../export/file-parts';
import type { AnalysedRun_RunFragment, RunLogitLensQuery } from '../generated/graphql';
import { describePrompts } from '../sweep/figure-context';
import { LENS_VALUES, type AttributionState, type LensValue } from './attribution-state';
import { makeLens } from './lens';

/** What the section shows; a run that the reading does not need is left out. */
export interface ReadLens {
  readonly run: AnalysedRun_RunFragment;
  readonly state: AttributionState;
  readonly clean: RunLogitLensQuery['logitLens'] | undefined;
  readonly corrupted: RunLogitLensQuery['logitLens'] | undefined;
}

const COLUMNS = ['stage', 'position', 'token', 'prompt', 'logit_diff', 'log_prob', 'rank', 'top_probability'];
const VALUES = Object.keys(LENS_VALUES) as LensValue[];

/** One row for each residual stream and position, with every value of the reading and the most probable token. */
export function lensToCsv({ run, state, clean, corrupted }: ReadLens): string {
  const { reading, prompt } = state;
  const lenses = VALUES.map((lensValue) => makeLens({ clean, corrupted }, { reading, prompt, lensValue })!);
  const { stages, predictions } = lenses[0]!;
  const tokens = run.pairs[prompt ?? 0]![reading === 'corrupted' ? 'corruptedTokens' : 'cleanTokens'];
  const rows = stages.flatMap((stage, row) =>
    tokens.map(({ text }, at) =>
      [
        stage,
        at,
        quoteToken(text),
        prompt === null ? 'mean' : prompt + 1,
        ...lenses.map(({ values }) => values[row]![at]!),
        quoteToken(predictions[row]![at]![0]!.token.text),
      ].join(','),
    ),
  );
  const comments = commentLines([
    `Logit lens in Patchbay run ${run.id}: ${run.title}`,
    `model ${run.model.id}; ${run.prependBos ? 'with' : 'without'} BOS; each residual stream through the final LayerNorm and the unembedding`,
    `values: ${describePrompts(run.pairs.length, prompt)}; ${reading === 'difference' ? 'clean minus corrupted run' : `${reading} run`}`,
    'logit_diff in logits, log_prob in nats: of the answers that belong to the last position',
    'top_token: the most probable next token of the shown prompt, or of prompt 1; tokens as JSON',
    ...run.pairs.flatMap((pair, index) =>
      prompt === null || prompt === index
        ? [`prompt ${index + 1}: ${JSON.stringify(describePair(pair))}`]
        : [],
    ),
  ]);
  return `${[...comments, [...COLUMNS, 'top_token'].join(','), ...rows].join('\n')}\n`;
}

/** Every prompt of the runs that were read. */
export function lensToJson({ run, state, clean, corrupted }: ReadLens): string {
  const { reading, prompt, includesMid, lensValue } = state;
  const content = {
    format: 'patchbay.logit-lens',
    version: 1,
    about:
      'Residual streams through the final LayerNorm and the unembedding. Values are [stage][position] of each prompt; predictions [stage][position][rank]. ' +
      '`shown` is the reading of the page.',
    run: run.id,
    title: run.title,
    model: run.model.id,
    prependBos: run.prependBos,
    reading,
    // Counts from 1.
    prompt: prompt === null ? 'mean' : prompt + 1,
    includeMid: includesMid,
    value: lensValue,
    unit: LENS_VALUES[lensValue].unit,
    pairs: run.pairs,
    runs: { clean: clean ?? null, corrupted: corrupted ?? null },
    shown: makeLens({ clean, corrupted }, state),
  };
  return JSON.stringify(content, (key, value: unknown) => (key === '__typename' ? undefined : value), 1);
}
