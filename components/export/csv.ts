/** A run as CSV with one row for each cell. */
import type { Direction, Metric, RunView_RunFragment } from '../generated/graphql';
import { changes, readGap, recoveries, type GapSource } from '../sweep/effects';
import { describePrompts } from '../sweep/figure-context';
import { metricRow, toMetricId } from '../sweep/metrics';
import { findCoordinates } from '../sweep/place';
import type { ShownSweep } from '../sweep/SweepFacets';
import { metricName } from '../sweep/value-text';
import { commentLines, describePair, quoteToken } from './file-parts';

const COLUMNS = ['kind', 'layer', 'head', 'position', 'token', 'prompt'] as const;

/** What of a run is written: the shown direction and metric. */
export interface ExportedPart {
  readonly direction: Direction;
  readonly metric: Metric;
  /** The metric of the unpatched runs in that direction. */
  readonly unpatched: GapSource;
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
      ].join(',');
    });
  });
  const columns = [...COLUMNS, id, `${id}_change`, 'recovery', 'src', 'src_token', 'computed'].join(',');
  return `${[...describeFile(run, prompt, part, gap), columns, ...rows].join('\n')}\n`;
}

function describeFile(
  { id, title, model, prependBos, pairs, pairCount, roles, baseline }: RunView_RunFragment,
  prompt: number | null,
  { direction, metric }: ExportedPart,
  { base, source, gapTooSmall }: ReturnType<typeof readGap>,
): string[] {
  const [baseName, sourceName] = direction === 'DENOISING' ? ['corrupted', 'clean'] : ['clean', 'corrupted'];
  const name = toMetricId(metric);
  const inUnit = `, in ${metricRow(metric).unit}`;
  return commentLines([
    `Patchbay run ${id}: ${title}`,
    `model ${model.id}; ${direction.toLowerCase()}: activations of the ${sourceName} run are patched into the ${baseName} run; ${prependBos ? 'with' : 'without'} BOS`,
    `values: ${describePrompts(pairCount, prompt)}${prompt === null && pairs.length > 1 ? ' (mean over prompts first, then normalised)' : ''}`,
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
    ...pairs.flatMap((pair, index) =>
      prompt === null || prompt === index
        ? [`prompt ${index + 1}: ${JSON.stringify(describePair(pair))}`]
        : [],
    ),
    'joint patches of the run are in a file of their own',
  ]);
}
