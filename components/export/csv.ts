/** A run as CSV with one row for each cell. */
import type { Direction, Metric, RunView_RunFragment } from '../generated/graphql';
import { describeStop } from '../sweep/early-stop';
import { changes, readGap, recoveries, type GapSource } from '../sweep/effects';
import { describePrompts } from '../sweep/figure-context';
import { metricRow, toMetricId } from '../sweep/metrics';
import { findCoordinates } from '../sweep/place';
import { describeTest } from '../sweep/statistic-text';
import type { SweepStatistics } from '../sweep/sweep-statistics';
import type { ShownSweep } from '../sweep/SweepFacets';
import { metricName } from '../sweep/value-text';
import { commentLines, describeLeftOutPairs, describePair, quoteToken } from './file-parts';

const COLUMNS = ['kind', 'layer', 'head', 'position', 'token', 'prompt'] as const;

/** Statistics over prompts, where the page shows them. */
export interface ExportedStatistics {
  readonly byKind: ReadonlyMap<string, SweepStatistics>;
  /** Whether effects are recoveries; otherwise they are changes of the metric. */
  readonly isRecovery: boolean;
  readonly isMeanOfRatios: boolean;
}

/** What of a run is written: the shown direction and metric. */
export interface ExportedPart {
  readonly direction: Direction;
  readonly metric: Metric;
  /** The metric of the unpatched runs in that direction. */
  readonly unpatched: GapSource;
  /** Null where the page shows none. */
  readonly statistics?: ExportedStatistics | null;
}

/**
 * Writes the file. Lines that begin with `#` describe it (model, direction, metric, prompts with their answers). Each row has
 * the metric and its change in the metric's unit, and recovery, which is empty if undefined. Tokens are JSON strings: spaces
 * survive, and no spreadsheet reads a token as a formula.
 *
 * @param prompt index of the prompt that the sweeps are of; null for the mean over prompts.
 */
export function toCsv(
  run: RunView_RunFragment,
  sweeps: readonly ShownSweep[],
  prompt: number | null,
  part: ExportedPart,
): string {
  const gap = readGap(part.unpatched, part.direction, prompt, part.metric);
  const id = toMetricId(part.metric);
  const tokens = run.pairs[prompt ?? 0]!.cleanTokens;
  const rows = sweeps.flatMap((sweep) => {
    const [change, recovery] = [changes(sweep.raw, gap), recoveries(sweep.raw, gap)];
    const own = part.statistics?.byKind.get(sweep.kind);
    return Array.from(sweep.raw, (value, index) => {
      const { layer, head, position, src } = findCoordinates(sweep, index);
      const name = (at: number): string => quoteToken(run.roles?.[at] ?? tokens[at]!.text);
      return [
        sweep.kind,
        layer,
        head ?? '',
        position ?? '',
        position === null ? '' : name(position),
        prompt === null ? 'mean' : prompt + 1,
        value,
        change[index]!,
        Number.isNaN(recovery[index]!) ? '' : recovery[index]!,
        src ?? '',
        src == null ? '' : name(src),
        sweep.computed[index]!,
        ...(part.statistics ? listStatistics(own, index) : []),
      ].join(',');
    });
  });
  const columns = [
    ...COLUMNS,
    id,
    `${id}_change`,
    'recovery',
    'src',
    'src_token',
    'computed',
    ...(part.statistics ? STATISTICS : []),
  ].join(',');
  return `${[...describeFile(run, prompt, part, gap), columns, ...rows].join('\n')}\n`;
}

const STATISTICS = ['mean_effect', 'standard_error', 't', 'adjusted_p', 'sign_share', 'significant'] as const;

/** Empty where a number is not defined. */
function listStatistics(own: SweepStatistics | undefined, index: number): (number | string)[] {
  if (!own) return STATISTICS.map(() => '');
  const { mean, standardError, t, adjusted, signShare, significant } = own;
  const numbers = [mean, standardError, t, adjusted, signShare].map((values) => values[index]!);
  const isTested = !Number.isNaN(adjusted[index]!);
  return [...numbers.map((value) => (Number.isNaN(value) ? '' : value)), isTested ? significant[index]! : ''];
}

/** Lines that describe the columns of statistics. */
function describeStatistics(
  { byKind, isRecovery, isMeanOfRatios }: ExportedStatistics,
  prompts: number,
  metric: string,
): string[] {
  const [first] = byKind.values();
  const effect = !isRecovery
    ? `${metric}_change`
    : isMeanOfRatios
      ? 'recovery of each prompt by its own gap (mean of ratios)'
      : 'recovery (ratio of means; the mean gap is taken as fixed)';
  return [
    `mean_effect, standard_error and t: over prompts, of ${effect}`,
    `adjusted_p, significant: ${describeTest(prompts, first?.leftOut ?? 0)}`,
    'sign_share: share of prompts whose effect has the sign of the mean',
  ];
}

function describeFile(
  run: RunView_RunFragment,
  prompt: number | null,
  { direction, metric, statistics = null }: ExportedPart,
  { base, source, gapTooSmall }: ReturnType<typeof readGap>,
): string[] {
  const { id, title, model, prependBos, pairs, pairCount, roles, baseline } = run;
  const stop = describeStop(run);
  const [baseName, sourceName] = direction === 'DENOISING' ? ['corrupted', 'clean'] : ['clean', 'corrupted'];
  const name = toMetricId(metric);
  const inUnit = `, in ${metricRow(metric).unit}`;
  return commentLines([
    `Patchbay run ${id}: ${title}`,
    `model ${model.id}; ${direction.toLowerCase()}: activations of the ${sourceName} run are patched into the ${baseName} run; ${prependBos ? 'with' : 'without'} BOS`,
    `values: ${describePrompts(pairCount, prompt)}${prompt === null && pairs.length > 1 ? ' (mean over prompts first, then normalised)' : ''}`,
    ...describeLeftOutPairs(run),
    ...(stop ? [stop] : []),
    name === 'logit_diff'
      ? 'logit_diff: logit(correct) - logit(incorrect) at the last position after the patch, in logits'
      : `${name}: ${metricName(metric)} at the last position after the patch${inUnit}`,
    `${name}_change: ${name} - ${base} (base run)${inUnit}`,
    gapTooSmall
      ? `recovery: undefined, ${metricRow(metric).hasRecovery ? 'the gap is too small to normalise by' : 'this metric has none'}`
      : `recovery: (${name} - ${base}) / (${source} - ${base}); 0 as in the base run, 1 as in the source run`,
    `baseline: ${baseline!.cannotNormalise ?? 'the gap is clearly above 0'}`,
    roles?.length
      ? `position: index of the role (${roles.join(', ')}), whose name is in the column token`
      : `token: clean token at the position${prompt === null && pairs.length > 1 ? ' in prompt 1; other prompts may have other tokens there' : ''}, as JSON`,
    'src: source position of the entry of an attention pattern that is patched; position is then its destination',
    'computed: 0 where the patch equals the base run by causality, so that it was not computed',
    ...(statistics ? describeStatistics(statistics, pairCount, name) : []),
    ...pairs.flatMap((pair, index) =>
      prompt === null || prompt === index
        ? [`prompt ${index + 1}: ${JSON.stringify(describePair(pair))}`]
        : [],
    ),
    'joint patches of the run are in a file of their own',
  ]);
}
