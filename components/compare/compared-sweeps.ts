/** Sweeps that both of two runs have. */
import type { Compare_RunFragment, SweepKind } from '../generated/graphql';
import { readComputed } from '../sweep/computed';
import { decodeFloats, readGap, valuesShown } from '../sweep/effects';
import type { ValueName } from '../sweep/view-state';
import { difference, isSameShape } from './difference';

/** A sweep of one run with the values that are shown. */
export type ComparedSweep = ReturnType<typeof shownSweep>;

export interface SweepPair {
  readonly kind: SweepKind;
  readonly left: ComparedSweep;
  readonly right: ComparedSweep;
  /** right - left for each cell; null if the sweeps have different cells. */
  readonly between: Float32Array | null;
}

/** Pairs the sweeps that both runs have, with their difference if they have the same cells. */
export function comparedSweeps(
  a: Compare_RunFragment,
  b: Compare_RunFragment,
  value: ValueName,
): SweepPair[] {
  return a.sweeps
    .map(({ kind }) => kind)
    .filter((kind) => b.sweeps.some((sweep) => sweep.kind === kind))
    .map((kind) => {
      const [left, right] = [shownSweep(a, kind, value), shownSweep(b, kind, value)];
      const between = isSameShape(left, right) ? difference(left.values, right.values) : null;
      return { kind, left, right, between };
    });
}

function shownSweep(run: Compare_RunFragment, kind: string, value: ValueName) {
  const sweep = run.sweeps.find((candidate) => candidate.kind === kind)!;
  const raw = decodeFloats(sweep.data);
  return {
    ...sweep,
    raw,
    values: valuesShown(raw, readGap(run.baseline!, run.direction, null), value),
    computed: readComputed(sweep, run.pairs),
  };
}
