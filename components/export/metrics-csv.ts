/** A run as CSV with one row for each patch and one column for each metric. */
import type { RunView_RunFragment } from '../generated/graphql';
import { decodeFloats } from '../sweep/effects';
import { describePrompts } from '../sweep/figure-context';
import { metricRow, toMetricId } from '../sweep/metrics';
import { findCoordinates } from '../sweep/place';
import { commentLines, describeLeftOutPairs, describePair, quoteToken } from './file-parts';
import type { MetricArrays, RunContent } from './json';

const COLUMNS = [
  'direction',
  'kind',
  'layer',
  'head',
  'position',
  'token',
  'src',
  'src_token',
  'prompt',
  'computed',
] as const;

/**
 * Writes the file. Lines that begin with `#` describe it. Values are raw, in the unit of each metric.
 *
 * @param prompt index of the prompt; null for the mean over prompts.
 * @param stored the run's roles, which name positions where they are by role, and which cells were computed.
 */
export function toMetricsCsv(
  run: RunView_RunFragment,
  arrays: readonly MetricArrays[],
  prompt: number | null,
  { roles, sweeps: stored }: Pick<RunContent['stored'], 'roles' | 'sweeps'>,
): string {
  const { pairs } = run;
  const tokens = pairs[prompt ?? 0]!.cleanTokens;
  const name = (at: number): string => quoteToken(roles[at] ?? tokens[at]?.text ?? '');
  const rows = run.sweeps.flatMap((sweep) => {
    const columns = arrays.map(({ sweeps }) => {
      const own = sweeps.find(({ kind, direction }) => kind === sweep.kind && direction === sweep.direction);
      return own ? readPrompt(own, pairs.length, prompt) : null;
    });
    const own = stored.find(({ kind, direction }) => kind === sweep.kind && direction === sweep.direction);
    return Array.from(atob(own?.computed ?? ''), (byte, cell) => {
      const { layer, head, position, src } = findCoordinates(sweep, cell);
      return [
        sweep.direction,
        sweep.kind,
        layer,
        head ?? '',
        position ?? '',
        position === null ? '' : name(position),
        src ?? '',
        src == null ? '' : name(src),
        prompt === null ? 'mean' : prompt + 1,
        byte.charCodeAt(0),
        ...columns.map((values) => values?.[cell] ?? ''),
      ].join(',');
    });
  });
  const header = [...COLUMNS, ...arrays.map(({ metric }) => toMetricId(metric))].join(',');
  return `${[...describeFile(run, arrays, prompt), header, ...rows].join('\n')}\n`;
}

/** The mean, or the values of one prompt. */
function readPrompt(
  { data, perPrompt }: MetricArrays['sweeps'][number],
  prompts: number,
  prompt: number | null,
): Float32Array {
  if (prompt === null) return decodeFloats(data);
  const values = decodeFloats(perPrompt);
  const cells = values.length / prompts;
  return values.subarray(prompt * cells, (prompt + 1) * cells);
}

function describeFile(
  run: RunView_RunFragment,
  arrays: readonly MetricArrays[],
  prompt: number | null,
): string[] {
  const { id, title, model, pairs } = run;
  return commentLines([
    `Patchbay run ${id}: ${title}`,
    `model ${model.id}; values: ${describePrompts(pairs.length, prompt)}`,
    ...describeLeftOutPairs(run),
    ...arrays.map(
      ({ metric }) =>
        `${toMetricId(metric)}: ${metricRow(metric).title} at the last position after the patch, in ${metricRow(metric).unit}`,
    ),
    'DENOISING: activations of the clean run are patched into the corrupted run; NOISING: the reverse',
    'computed: 0 where the patch equals the base run by causality, so that it was not computed',
    ...pairs.flatMap((pair, index) =>
      prompt === null || prompt === index
        ? [`prompt ${index + 1}: ${JSON.stringify(describePair(pair))}`]
        : [],
    ),
  ]);
}
