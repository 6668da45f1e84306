/** Requests of a trace, one for each row of a heatmap, and their answers as values of cells. */
import { mean } from '../../domain/effect';
import { pairInputs } from '../analysis/pair-inputs';
import type { AnalysedRun_RunFragment, InterveneInput, Site, TraceRowQuery } from '../generated/graphql';
import type { TracingState, TracingValue } from './tracing-state';

/** Sites of the heatmaps, in their order. */
export const TRACED = [
  { site: 'RESID_PRE', title: 'Residual stream' },
  { site: 'ATTN_OUT', title: 'Attention output' },
  { site: 'MLP_OUT', title: 'MLP output' },
] as const satisfies readonly { readonly site: Site; readonly title: string }[];
export type TracedSite = (typeof TRACED)[number]['site'];

/** One row of a heatmap: windows from one layer on, at every position. */
export interface RowRequest {
  readonly site: TracedSite;
  readonly layer: number;
  readonly input: InterveneInput;
}

/**
 * Lists the rows of all heatmaps. A row is small enough to be computed at once.
 *
 * The clean run is the source: a window is restored in the corrupted run.
 */
export function listRows(run: AnalysedRun_RunFragment, state: TracingState): RowRequest[] {
  const { corruption, positions, std, samples, seed, layers } = state;
  const { length } = run.pairs[0]!.cleanTokens;
  const shared = {
    model: run.model.id,
    pairs: pairInputs(run.pairs),
    prependBos: run.prependBos,
    ...(run.wholeAnswers && { wholeAnswers: true }),
    direction: 'DENOISING' as const,
    layers,
    ...(corruption === 'noise' && {
      noise: { std, samples, seed, ...(positions && { positions: [...positions] }) },
    }),
  };
  return TRACED.flatMap(({ site }) =>
    Array.from({ length: run.model.layers - layers + 1 }, (_, layer) => ({
      site,
      layer,
      input: {
        ...shared,
        sites: Array.from({ length }, (__, position) => ({ site, layer, position })),
      },
    })),
  );
}

type RowResult = TraceRowQuery['intervene']['results'][number];

/** Values of a row's cells, [position], in the unit of what is shown; NaN where they are undefined. */
export function readRow(result: RowResult, value: TracingValue): number[] {
  const { base, source, singles, layerSingles } = result;
  const unpatched = mean(base);
  const change = (patched: readonly number[]): number => mean(patched) - unpatched;
  const joint = singles.map(change);
  if (value === 'change') return joint;
  if (value === 'recovery') {
    const gap = mean(source) - unpatched;
    return joint.map((one) => (Math.abs(gap) < 1e-6 ? NaN : one / gap));
  }
  const sums = (layerSingles ?? []).map((layers) => layers.reduce((sum, one) => sum + change(one), 0));
  return joint.map((one, at) => (value === 'sum' ? (sums[at] ?? NaN) : one - (sums[at] ?? NaN)));
}

/** `3` for a window of one layer, `3–5` for three. */
export function nameWindow(layer: number, layers: number): string {
  return layers === 1 ? String(layer) : `${layer}–${layer + layers - 1}`;
}

/** The first position that a corruption changes in any pair. */
export function firstCorrupted(
  pairs: AnalysedRun_RunFragment['pairs'],
  { corruption, positions }: TracingState,
): number {
  if (corruption === 'noise' && positions) return positions[0]!;
  return Math.min(
    ...pairs.map(({ differingPositions, cleanTokens }) => differingPositions[0] ?? cleanTokens.length),
  );
}
