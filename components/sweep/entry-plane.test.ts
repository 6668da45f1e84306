import { describe, expect, it } from 'vitest';
import type { Coordinates } from '../../domain/cell';
import { readComputed } from './computed';
import { chooseEntrySlice, type EntrySlice } from './entry-slice';
import { findCoordinates } from './place';
import { makePlane, sliceName, type PlaneSource } from './plane';

const [LAYERS, HEADS, LENGTH] = [3, 2, 4];
const AXES = (['layer', 'head', 'destination', 'src'] as const).map((name) => ({ name }));
const SHAPE = [LAYERS, HEADS, LENGTH, LENGTH];
const said = ({ layer, head, position, src }: Coordinates): number =>
  1000 * layer + 100 * head! + 10 * position! + src!;
/** Both prompts differ at position 1 first. */
const TOKENS = Array.from({ length: LENGTH }, (_, id) => ({ id, text: ` word${id}` }));
const PAIRS = [{ cleanTokens: TOKENS, differingPositions: [1, 3] }];

const SWEEP: PlaneSource = {
  axes: AXES,
  shape: SHAPE,
  values: Float32Array.from({ length: LAYERS * HEADS * LENGTH * LENGTH }, (_, cell) =>
    said(findCoordinates({ axes: AXES, shape: SHAPE }, cell)),
  ),
  computed: readComputed(
    { kind: 'HEAD_PATTERN_DEST_SRC', direction: 'DENOISING', axes: AXES, shape: SHAPE },
    PAIRS,
  ),
};
const POSITIONS = { labels: [0, 1, 2, 3].map((at) => ({ text: `·word ${at}` })), folded: 2 };
const make = (slice: EntrySlice | null) => makePlane(SWEEP, null, POSITIONS, slice);
const PATTERN = { of: 'pattern', layer: 1, head: 1 } as const;

describe('the pattern of a head', () => {
  const plane = make(PATTERN)!;

  it('has destinations down and source positions across, nothing folded', () => {
    expect([plane.rowName, plane.columnName]).toEqual(['destination', 'source']);
    expect(plane.rowLabels).toEqual(['·word 0', '·word 1', '·word 2', '·word 3']);
    expect(plane.columns.map(({ text }) => text)).toEqual(plane.rowLabels);
    expect(Array.from(plane.values.slice(8, 11))).toEqual([1120, 1121, 1122]);
  });

  it('leaves entries after their destination blank', () => {
    expect(plane.isSparse).toBe(true);
    plane.values.forEach((value, cell) =>
      expect(Number.isNaN(value)).toBe(cell % LENGTH > Math.floor(cell / LENGTH)),
    );
    expect(plane.nameCell({ row: 1, column: 2 })).toBe(
      'L1H1 at ·word 1 ← ·word 2 (a source after its destination: always 0)',
    );
  });

  it('hatches entries before the first difference', () => {
    expect([...plane.skipped]).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    // In the last layer only the last destination is read.
    const last = make({ of: 'pattern', layer: 2, head: 0 })!;
    expect([...last.skipped]).toEqual([1, 0, 0, 0, 1, 1, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0]);
  });

  it('finds its own cells, and none of other heads', () => {
    const place = { layer: 1, head: 1, position: 3, src: 2 };
    expect(plane.findCell(place)).toEqual({ row: 3, column: 2 });
    expect(plane.placeAt({ row: 3, column: 2 })).toEqual(place);
    expect(plane.findCell({ ...place, head: 0 })).toBeNull();
  });
});

it('shows one entry of all heads', () => {
  const plane = make({ of: 'entry', position: 3, src: 1 })!;
  expect([plane.rowName, plane.columnName]).toEqual(['layer', 'head']);
  expect([...plane.values]).toEqual([31, 131, 1031, 1131, 2031, 2131]);
  expect(plane.placeAt({ row: 2, column: 1 })).toEqual({ layer: 2, head: 1, position: 3, src: 1 });
  expect(plane.findCell({ layer: 2, head: 1, position: 3, src: 0 })).toBeNull();
  expect(plane.nameCell({ row: 2, column: 1 })).toBe('L2H1 at ·word 3 ← ·word 1');
});

it('shows the head with the largest value unless one is chosen', () => {
  expect(chooseEntrySlice(SWEEP)).toEqual({ of: 'pattern', layer: 2, head: 1 });
  expect(make(null)!.placeAt({ row: 0, column: 0 })).toMatchObject({ layer: 2, head: 1 });
});

it('names slices, and has no plane outside of the sweep', () => {
  expect(sliceName(SWEEP, null, POSITIONS, PATTERN)).toBe(', L1H1');
  expect(sliceName(SWEEP, null, POSITIONS, { of: 'entry', position: 3, src: 1 })).toBe(', ·word 3 ← ·word 1');
  expect(make({ of: 'pattern', layer: 1, head: 2 })).toBeNull();
  expect(make({ of: 'entry', position: 4, src: 0 })).toBeNull();
});
