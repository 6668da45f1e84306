/** A complete trace as JSON and CSV. */
import { mean } from '../../domain/effect';
import { SITES } from '../../domain/sites';
import { commentLines, describePair, quoteToken } from '../export/file-parts';
import { describeCorruption, listCells, type CompleteTrace } from './trace-cells';
import { TRACED } from './trace';

const COLUMNS = [
  'site',
  'first_layer',
  'last_layer',
  'position',
  'token',
  'logit_diff',
  'change',
  'recovery',
  'sum_of_single_layers',
  'interaction',
  'computed',
] as const;

/** One row for each window and position; means over prompts and samples. */
export function traceToCsv(trace: CompleteTrace): string {
  const { run, state, rows } = trace;
  const tokens = run.pairs[0]!.cleanTokens;
  const { base, source } = rows[0]!.results[0]!;
  const corruption = describeCorruption(trace);
  const comments = commentLines([
    `Causal tracing in Patchbay run ${run.id}: ${run.title}`,
    `model ${run.model.id}; windows of ${state.layers} ${state.layers === 1 ? 'layer' : 'layers'} of the clean run restored in the corrupted run; ${run.prependBos ? 'with' : 'without'} BOS`,
    `corruption: ${JSON.stringify(corruption)}`,
    'values: mean over prompts and samples of the noise; logits, except recovery',
    `logit_diff: after the patch; change: logit_diff - ${mean(base)} (corrupted run); recovery: change / (${mean(source)} (clean run) - ${mean(base)})`,
    'sum_of_single_layers: of the changes by each layer of the window alone; interaction: change - that sum; empty for windows of one layer',
    'token: clean token at the position in prompt 1, as JSON',
    'computed: 0 where the patch equals the corrupted run by causality',
    ...run.pairs.map((pair, index) => `prompt ${index + 1}: ${JSON.stringify(describePair(pair))}`),
  ]);
  const lines = listCells(trace).map((cell) =>
    [
      cell.site,
      cell.layer,
      cell.layer + state.layers - 1,
      cell.position,
      quoteToken(tokens[cell.position]!.text),
      cell.patched,
      cell.change,
      cell.recovery ?? '',
      cell.sum ?? '',
      cell.interaction ?? '',
      Number(cell.isReached),
    ].join(','),
  );
  return `${[...comments, COLUMNS.join(','), ...lines].join('\n')}\n`;
}

/** The same with the values of each prompt. */
export function traceToJson(trace: CompleteTrace): string {
  const { run, state, requests, rows } = trace;
  const { base, source } = rows[0]!.results[0]!;
  const cells = listCells(trace);
  const content = {
    format: 'patchbay.trace',
    version: 1,
    about:
      'Logit differences after restoring windows of neighbouring layers of the clean run in the corrupted run, means over samples of the noise. ' +
      '`patched` is [window][position][prompt], `singleLayers` [window][position][layer of the window][prompt]; `cells` are means over prompts, [window][position]. ' +
      'Recovery is (patched - base) / (source - base), and null where that is undefined.',
    run: run.id,
    title: run.title,
    model: run.model.id,
    prependBos: run.prependBos,
    metric: 'logit_diff',
    unit: 'logits',
    direction: 'DENOISING',
    corruption: describeCorruption(trace),
    windowLayers: state.layers,
    pairs: run.pairs,
    base,
    source,
    sites: TRACED.map(({ site }) => {
      const own = rows.filter((_, index) => requests[index]!.site === site);
      return {
        site,
        hook: SITES[site].hook,
        shape: [own.length, run.pairs[0]!.cleanTokens.length],
        patched: own.map(({ results }) => results[0]!.singles),
        singleLayers: state.layers > 1 ? own.map(({ results }) => results[0]!.layerSingles) : null,
        cells: cells.filter((cell) => cell.site === site).map(({ site: _site, ...cell }) => cell),
      };
    }),
  };
  return JSON.stringify(content, (key, value: unknown) => (key === '__typename' ? undefined : value), 1);
}
