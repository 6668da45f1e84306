/** Which cells of a stored sweep were computed, and which equal the base run by causality. Derived, so older runs have it too. */
import { canChangeResult, findFirstDifference, listComputed } from '../../../domain/causality';
import { decodeGrid } from '../../db/codec';
import type { PromptPair } from '../../db';
import { readTokens } from '../stored-run';
import type { Cell, SweepRow } from './sweep-view';

/** A cell that says whether it was computed. */
export interface CheckedCell extends Cell {
  /** False when the patch equals the base run by causality. */
  readonly computed: boolean;
}

interface Extent {
  readonly length: number;
  readonly firstDifference: number;
}

/** By the pairs that a request has loaded, because decoding long prompts takes longer than the rule. */
const extents = new WeakMap<readonly PromptPair[], Extent>();

/** Says of cells of a sweep whether they were computed. @param pairs of the whole run. @throws DATABASE_UNAVAILABLE */
export function checkCells(
  sweep: SweepRow,
  pairs: readonly PromptPair[],
  cells: readonly Cell[],
): CheckedCell[] {
  const { kind, shape } = decodeGrid(sweep);
  const sizes = { ...readExtent(pairs), layers: shape[0]! };
  return cells.map((cell) => ({ ...cell, computed: canChangeResult(kind, cell, sizes) }));
}

/** One byte for each cell of a sweep, row-major; 0 for cells that were not computed. @throws DATABASE_UNAVAILABLE */
export function readComputed(sweep: SweepRow, pairs: readonly PromptPair[]): Uint8Array {
  const { kind, ...grid } = decodeGrid(sweep);
  return listComputed(kind, grid, readExtent(pairs));
}

function readExtent(pairs: readonly PromptPair[]): Extent {
  const known = extents.get(pairs);
  if (known) return known;
  const ids = pairs.map((pair) => {
    const { clean, corrupted } = readTokens(pair);
    return { clean: clean.map(({ id }) => id), corrupted: corrupted.map(({ id }) => id) };
  });
  const extent = { length: ids[0]?.clean.length ?? 0, firstDifference: findFirstDifference(ids) };
  extents.set(pairs, extent);
  return extent;
}
