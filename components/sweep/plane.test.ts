import { type Coordinates } from '../../domain/cell';
import { expect, it } from 'vitest';
import { findIndex, findCoordinates } from './place';
import { makePlane, sliceName, type PlaneSource, type Slice } from './plane';

const LENGTHS = { layer: 3, position: 4, head: 2, destination: 4 } as const;

/** A sweep whose values say where they are: 100 layer + 10 head + position. */
function sweepOver(...names: (keyof typeof LENGTHS)[]): PlaneSource {
  const axes = names.map((name) => ({ name }));
  const shape = names.map((name) => LENGTHS[name]);
  const cells = shape.reduce((product, length) => product * length, 1);
  const values = Float32Array.from({ length: cells }, (_, cell) =>
    said(findCoordinates({ axes, shape }, cell)),
  );
  return { axes, shape, values };
}
const said = ({ layer, head, position }: Coordinates): number =>
  100 * layer + 10 * (head ?? 0) + (position ?? 0);

const SWEEPS = {
  z: sweepOver('layer', 'position', 'head'),
  pattern: sweepOver('layer', 'head', 'destination'),
  allPositions: sweepOver('layer', 'head'),
  residual: sweepOver('layer', 'position'),
};
const POSITIONS = { labels: [0, 1, 2, 3].map((at) => ({ text: `·word ${at}` })), folded: 0 };
const SLICES: Slice[] = [null, { of: 'head', at: 1 }, { of: 'position', at: 3 }];

it('maps every cell to its coordinates and back, in every view of every sweep', () => {
  for (const [name, sweep] of Object.entries(SWEEPS)) {
    for (const slice of SLICES) {
      const plane = makePlane(sweep, slice, POSITIONS)!;
      const columns = plane.columns.length;
      expect(plane.values).toHaveLength(plane.rowLabels.length * columns);
      plane.values.forEach((value, index) => {
        const cell = { row: Math.floor(index / columns), column: index % columns };
        const place = plane.placeAt(cell);
        expect(said(place), `${name} ${sliceName(sweep, slice, POSITIONS)} ${index}`).toBe(value);
        expect(plane.findCell(place)).toEqual(cell);
      });
    }
  }
});

it('draws a whole sweep by layer, head and position with one row for each head', () => {
  for (const sweep of [SWEEPS.z, SWEEPS.pattern]) {
    const plane = makePlane(sweep, null, POSITIONS)!;
    expect(plane.rowLabels).toEqual(['L0H0', 'L0H1', 'L1H0', 'L1H1', 'L2H0', 'L2H1']);
    expect([plane.rowName, plane.rowsPerLayer]).toEqual(['head', 2]);
    expect([...plane.values].slice(0, 8)).toEqual([0, 1, 2, 3, 10, 11, 12, 13]);
    expect(plane.nameCell({ row: 5, column: 3 })).toBe('L2H1 at ·word 3');
  }
});

it('slices by one head and by one position', () => {
  const byHead = makePlane(SWEEPS.z, { of: 'head', at: 1 }, POSITIONS)!;
  expect([byHead.rowName, byHead.columnName]).toEqual(['layer', 'position']);
  expect([...byHead.values].slice(4, 8)).toEqual([110, 111, 112, 113]);
  expect(byHead.findCell({ layer: 1, head: 0, position: 2 })).toBeNull();
  const atPosition = makePlane(SWEEPS.pattern, { of: 'position', at: 3 }, POSITIONS)!;
  expect([atPosition.columnName, ...atPosition.values]).toEqual(['head', 3, 13, 103, 113, 203, 213]);
  expect(makePlane(SWEEPS.pattern, { of: 'head', at: 0 }, POSITIONS)!.columnName).toBe('destination');
});

it('folds the first positions into one column, and maps coordinates to it', () => {
  const folded = { ...POSITIONS, folded: 3 };
  for (const sweep of [SWEEPS.residual, SWEEPS.z, SWEEPS.pattern]) {
    const plane = makePlane(sweep, null, folded)!;
    expect(plane.columns.map(({ text }) => text)).toEqual(['0–2', '·word 3']);
    const { position, ...rest } = plane.placeAt({ row: 1, column: 1 });
    expect(position).toBe(3);
    for (const at of [0, 1, 2])
      expect(plane.findCell({ ...rest, position: at })).toEqual({ row: 1, column: 0 });
    expect(plane.findCell({ ...rest, position: 3 })).toEqual({ row: 1, column: 1 });
    plane.values.forEach((value, index) =>
      expect(value).toBe(said(plane.placeAt({ row: Math.floor(index / 2), column: index % 2 }))),
    );
  }
  expect(makePlane(SWEEPS.residual, null, folded)!.nameCell({ row: 1, column: 0 })).toBe(
    'layer 1 at positions 0–2 (equal in both prompts)',
  );
  // By head at one position there are no positions to fold.
  expect(makePlane(SWEEPS.z, { of: 'position', at: 1 }, folded)!.columns).toHaveLength(2);
});

it('ignores slices of sweeps with two axes, and returns null outside of a sweep', () => {
  expect(makePlane(SWEEPS.residual, { of: 'head', at: 9 }, POSITIONS)!.columns[2]!.text).toBe('·word 2');
  expect(
    makePlane(SWEEPS.allPositions, { of: 'position', at: 9 }, POSITIONS)!.nameCell({ row: 2, column: 1 }),
  ).toBe('L2H1');
  expect(makePlane(SWEEPS.z, { of: 'head', at: 2 }, POSITIONS)).toBeNull();
  expect(makePlane(SWEEPS.z, { of: 'position', at: 4 }, POSITIONS)).toBeNull();
  expect(makePlane(SWEEPS.z, null, POSITIONS)!.findCell({ layer: 3, head: 0, position: 0 })).toBeNull();
});

it('names slices', () => {
  expect(SLICES.map((slice) => sliceName(SWEEPS.z, slice, POSITIONS))).toEqual([
    '',
    ', head 1',
    ', at ·word 3',
  ]);
  expect(sliceName(SWEEPS.residual, { of: 'head', at: 1 }, POSITIONS)).toBe('');
});

it('finds coordinates in sweeps with fewer axes', () => {
  const place = { layer: 2, head: 1, position: 3 };
  expect(findIndex(SWEEPS.allPositions, place)).toBe(5);
  expect(findIndex(SWEEPS.residual, place)).toBe(11);
  expect(findIndex(SWEEPS.z, { ...place, position: null })).toBeNull();
});

it('finds the cells that belong to a place of another plane', () => {
  const nowhere = { layer: null, head: null, position: null };
  const locate = (sweep: PlaneSource, place: object, slice: Slice = null) =>
    makePlane(sweep, slice, POSITIONS)!.locate({ ...nowhere, ...place });
  const { allPositions, residual, z } = SWEEPS;
  // Every cell belongs to its own place.
  for (const sweep of [allPositions, residual, z]) {
    const plane = makePlane(sweep, null, POSITIONS)!;
    const at = { row: 2, column: 1 };
    expect(plane.locate(plane.placeAt(at))).toEqual({ ...at, rows: 1, columns: 1 });
  }
  expect(locate(allPositions, { layer: 1, head: 1, position: 3 })).toEqual({
    row: 1,
    column: 1,
    rows: 1,
    columns: 1,
  });
  expect(locate(allPositions, { layer: 1, position: 3 })).toBeNull();
  expect(locate(residual, { layer: 1, head: 1 })).toBeNull();
  expect(locate(residual, { position: 2 })).toEqual({ row: 0, column: 2, rows: 3, columns: 1 });
  // All positions of a head; all heads of a layer at a position.
  expect(locate(z, { layer: 1, head: 1 })).toEqual({ row: 3, column: 0, rows: 1, columns: 4 });
  expect(locate(z, { layer: 1, position: 3 })).toEqual({ row: 2, column: 3, rows: 2, columns: 1 });
  // Another head than that of the slice, and sizes of another model.
  expect(locate(z, { layer: 1, head: 0 }, { of: 'head', at: 1 })).toBeNull();
  expect(locate(residual, { layer: 9, position: 2 })).toBeNull();
  expect(locate(residual, { layer: 0, position: 9 })).toBeNull();
  const folded = makePlane(residual, null, { ...POSITIONS, folded: 2 })!;
  expect(folded.locate({ ...nowhere, position: 1 })?.column).toBe(0);
  expect(folded.locate({ ...nowhere, position: 3 })?.column).toBe(2);
});
