/** The numbers of a complete trace, cell by cell, as its files have them. */
import { mean } from '../../domain/effect';
import type { AnalysedRun_RunFragment, TraceRowQuery } from '../generated/graphql';
import { firstCorrupted, readRow, type RowRequest, type TracedSite } from './trace';
import type { TracingState } from './tracing-state';

/** The answer to the request of one row. */
export type TraceRow = TraceRowQuery['intervene'];

/** A trace whose rows are all computed. */
export interface CompleteTrace {
  readonly run: AnalysedRun_RunFragment;
  readonly state: TracingState;
  readonly requests: readonly RowRequest[];
  /** In the order of the requests. */
  readonly rows: readonly TraceRow[];
}

/** One window at one position. Changes are in logits. */
export interface TraceCell {
  readonly site: TracedSite;
  /** First layer of the window. */
  readonly layer: number;
  readonly position: number;
  /** False where the patch equals the base run by causality. */
  readonly isReached: boolean;
  /** Logit difference after the patch, the mean over prompts and samples. */
  readonly patched: number;
  readonly change: number;
  /** Null where the gap is too small. */
  readonly recovery: number | null;
  /** Sum of the changes by the layers of the window alone, and the change minus it; null for windows of one layer. */
  readonly sum: number | null;
  readonly interaction: number | null;
}

/** Lists the cells: sites, then windows, then positions. */
export function listCells({ run, state, requests, rows }: CompleteTrace): TraceCell[] {
  const first = firstCorrupted(run.pairs, state);
  return requests.flatMap(({ site, layer }, index) => {
    const result = rows[index]!.results[0]!;
    const [changes, recoveries, sums, interactions] = (
      ['change', 'recovery', 'sum', 'interaction'] as const
    ).map((value) => readRow(result, value));
    return changes!.map((change, position) => ({
      site,
      layer,
      position,
      isReached: position >= first,
      patched: mean(result.singles[position]!),
      change,
      recovery: defined(recoveries![position]!),
      sum: result.layerSingles ? sums![position]! : null,
      interaction: result.layerSingles ? interactions![position]! : null,
    }));
  });
}

function defined(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

/** What the numbers depend on, beside the prompts. */
export function describeCorruption({ run, state, rows }: Pick<CompleteTrace, 'run' | 'state' | 'rows'>) {
  const { corruption, positions, std, samples, seed } = state;
  if (corruption === 'prompt') return { kind: 'prompt' as const };
  return {
    kind: 'noise' as const,
    /** By pair. */
    positions: run.pairs.map(({ differingPositions }) => positions ?? differingPositions),
    /** As a multiple of that of the token embedding, and in its unit. */
    stdMultiple: std,
    std: rows[0]?.noiseStd ?? null,
    samples,
    seed,
  };
}
