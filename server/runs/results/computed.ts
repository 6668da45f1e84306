/** Which cells of a stored sweep were computed, and which equal the base run by causality. Derived, so older runs have it too. */
import { canCellChange, listComputedCells, type PairGroup } from '../../../domain/pair-groups';
import { groupComputedPairs } from '../../../domain/whole-answers';
import { decodeDirection, decodeGrid, decodePairShapes } from '../../db/codec';
import type { PromptPair, Run } from '../../db';
import { readExperiment } from '../experiment';
import type { Cell, SweepRow } from './sweep-view';

/** A cell that says whether it was computed. */
export interface CheckedCell extends Cell {
  /** False when the patch equals the base run by causality. */
  readonly computed: boolean;
}

/** By the pairs that a request has loaded, because decoding long prompts takes longer than the rule. */
const groups = new WeakMap<readonly PromptPair[], readonly PairGroup[]>();

/** Says of cells of a sweep whether they were computed. @param pairs those of the run that are read at once. @throws DATABASE_UNAVAILABLE */
export function checkCells(
  sweep: SweepRow,
  run: Run,
  pairs: readonly PromptPair[],
  cells: readonly Cell[],
): CheckedCell[] {
  const { kind, shape } = decodeGrid(sweep);
  const ofRun = readGroups(run, pairs);
  return cells.map((cell) => ({
    ...cell,
    computed: canCellChange(kind, cell, shape[0]!, ofRun, decodeDirection(sweep.direction)),
  }));
}

/** One byte for each cell of a sweep, row-major; 0 for cells that were not computed. @throws DATABASE_UNAVAILABLE */
export function readComputed(sweep: SweepRow, run: Run, pairs: readonly PromptPair[]): Uint8Array {
  const { kind, ...grid } = decodeGrid(sweep);
  return listComputedCells(kind, grid, readGroups(run, pairs), decodeDirection(sweep.direction));
}

function readShapes(pairShapes: string): readonly PairGroup[] {
  return decodePairShapes(pairShapes).map((shape) => ({ ...shape, indices: [] }));
}

function readGroups(run: Run, pairs: readonly PromptPair[]): readonly PairGroup[] {
  const known = groups.get(pairs);
  if (known) return known;
  // A run of several batches has the shapes of all pairs; `pairs` are the first ones.
  const ofRun =
    run.pairShapes === null ? groupComputedPairs(readExperiment(run, pairs)) : readShapes(run.pairShapes);
  groups.set(pairs, ofRun);
  return ofRun;
}
