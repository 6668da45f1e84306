import { type Coordinates } from '../../domain/cell';
import { expect, it } from 'vitest';
import { findIndex, findCoordinates } from './place';
import { planeOf, sliceName, type PlaneSource, type Slice } from './plane';

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

it('puts every value where its place is, and finds the place again, in every view of every sweep', () => {
  for (const [name, sweep] of Object.entries(SWEEPS)) {
    for (const slice of SLICES) {
      const plane = planeOf(sweep, slice, POSITIONS)!;
      const columns = plane.columns.length;
      expect(plane.values).toHaveLength(plane.rowLabels.length * columns);
      plane.values.forEach((value, index) => {
        const cell = { row: Math.floor(index / columns), column: index % columns };
        const place = plane.placeAt(cell);
        expect(said(place), `${name} ${sliceName(sweep, slice, POSITIONS)} ${index}`).toBe(value);
        expect(plane.cellOf(place)).toEqual(cell);
      });
    }
  }
});

it('draws the whole of a sweep by layer, head and position with a row a head', () => {
  for (const sweep of [SWEEPS.z, SWEEPS.pattern]) {
    const plane = planeOf(sweep, null, POSITIONS)!;
    expect(plane.rowLabels).toEqual(['L0H0', 'L0H1', 'L1H0', 'L1H1', 'L2H0', 'L2H1']);
    expect([plane.rowName, plane.rowsPerLayer]).toEqual(['head', 2]);
    expect([...plane.values].slice(0, 8)).toEqual([0, 1, 2, 3, 10, 11, 12, 13]);
    expect(plane.nameOf({ row: 5, column: 3 })).toBe('L2H1 at ·word 3');
  }
});

it('slices by one head and by one position', () => {
  const byHead = planeOf(SWEEPS.z, { of: 'head', at: 1 }, POSITIONS)!;
  expect([byHead.rowName, byHead.columnName]).toEqual(['layer', 'position']);
  expect([...byHead.values].slice(4, 8)).toEqual([110, 111, 112, 113]);
  expect(byHead.cellOf({ layer: 1, head: 0, position: 2 })).toBeNull();
  const atPosition = planeOf(SWEEPS.pattern, { of: 'position', at: 3 }, POSITIONS)!;
  expect([atPosition.columnName, ...atPosition.values]).toEqual(['head', 3, 13, 103, 113, 203, 213]);
  expect(planeOf(SWEEPS.pattern, { of: 'head', at: 0 }, POSITIONS)!.columnName).toBe('destination');
});

it('folds the first positions into one column, and finds every place again', () => {
  const folded = { ...POSITIONS, folded: 3 };
  for (const sweep of [SWEEPS.residual, SWEEPS.z, SWEEPS.pattern]) {
    const plane = planeOf(sweep, null, folded)!;
    expect(plane.columns.map(({ text }) => text)).toEqual(['0–2', '·word 3']);
    const { position, ...rest } = plane.placeAt({ row: 1, column: 1 });
    expect(position).toBe(3);
    for (const at of [0, 1, 2])
      expect(plane.cellOf({ ...rest, position: at })).toEqual({ row: 1, column: 0 });
    expect(plane.cellOf({ ...rest, position: 3 })).toEqual({ row: 1, column: 1 });
    plane.values.forEach((value, index) =>
      expect(value).toBe(said(plane.placeAt({ row: Math.floor(index / 2), column: index % 2 }))),
    );
  }
  expect(planeOf(SWEEPS.residual, null, folded)!.nameOf({ row: 1, column: 0 })).toBe(
    'layer 1 at positions 0–2 (equal in both prompts)',
  );
  // By head at one position there are no positions to fold.
  expect(planeOf(SWEEPS.z, { of: 'position', at: 1 }, folded)!.columns).toHaveLength(2);
});

it('leaves sweeps of two axes as they are, and has nothing beyond a sweep', () => {
  expect(planeOf(SWEEPS.residual, { of: 'head', at: 9 }, POSITIONS)!.columns[2]!.text).toBe('·word 2');
  expect(
    planeOf(SWEEPS.allPositions, { of: 'position', at: 9 }, POSITIONS)!.nameOf({ row: 2, column: 1 }),
  ).toBe('L2H1');
  expect(planeOf(SWEEPS.z, { of: 'head', at: 2 }, POSITIONS)).toBeNull();
  expect(planeOf(SWEEPS.z, { of: 'position', at: 4 }, POSITIONS)).toBeNull();
  expect(planeOf(SWEEPS.z, null, POSITIONS)!.cellOf({ layer: 3, head: 0, position: 0 })).toBeNull();
});

it('names slices', () => {
  expect(SLICES.map((slice) => sliceName(SWEEPS.z, slice, POSITIONS))).toEqual([
    '',
    ', head 1',
    ', at ·word 3',
  ]);
  expect(sliceName(SWEEPS.residual, { of: 'head', at: 1 }, POSITIONS)).toBe('');
});

it('finds a place in coarser sweeps too', () => {
  const place = { layer: 2, head: 1, position: 3 };
  expect(findIndex(SWEEPS.allPositions, place)).toBe(5);
  expect(findIndex(SWEEPS.residual, place)).toBe(11);
  expect(findIndex(SWEEPS.z, { ...place, position: null })).toBeNull();
});
