import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCell, sampleCells, spreadCells } from './cells';

const shapes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 3 });

describe('spreadCells', () => {
  it('gives different cells of the sweep, equally many in each layer', () => {
    fc.assert(
      fc.property(shapes, fc.integer({ min: 1, max: 60 }), (shape, count) => {
        const cells = spreadCells(shape, count);
        const total = shape.reduce((product, length) => product * length, 1);
        expect(cells).toHaveLength(Math.min(count, total));
        expect(new Set(cells.map((cell) => findCell(cell, shape))).size).toBe(cells.length);
        for (const cell of cells) {
          expect(cell).toHaveLength(shape.length);
          cell.forEach((index, axis) => {
            expect(index).toBeGreaterThanOrEqual(0);
            expect(index).toBeLessThan(shape[axis]!);
          });
        }
        const perLayer = countsAlong(cells, 0, shape[0]!);
        expect(Math.max(...perLayer) - Math.min(...perLayer)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it.each([[[12, 16]], [[12, 12]], [[12, 16, 12]], [[12, 12, 16]]])(
    'meets every layer, position and head of %j with 24 cells',
    (shape) => {
      const cells = spreadCells(shape, 24);
      shape.forEach((length, axis) =>
        expect(Math.min(...countsAlong(cells, axis, length))).toBeGreaterThan(0),
      );
    },
  );

  it('gives every cell in row-major order when all are wanted', () => {
    expect(spreadCells([2, 3], Infinity).map((cell) => findCell(cell, [2, 3]))).toEqual([0, 1, 2, 3, 4, 5]);
  });
});

describe('sampleCells', () => {
  const sweep = { axes: ['layer', 'head', 'destination'], shape: [12, 12, 16] } as const;

  it('takes most cells from where the prompts differ, and different ones only', () => {
    const cells = sampleCells(sweep, 11, 24);
    const indices = cells.map((cell) => findCell(cell, sweep.shape));
    expect(indices).toEqual([...new Set(indices)].toSorted((a, b) => a - b));
    const behind = cells.filter(([, , destination]) => destination! >= 11);
    expect(behind.length).toBeGreaterThanOrEqual(24);
    expect(new Set(behind.map(([, , destination]) => destination))).toEqual(new Set([11, 12, 13, 14, 15]));
    expect(cells.length).toBeGreaterThan(behind.length);
    expect(Math.min(...countsAlong(cells, 0, 12), ...countsAlong(cells, 1, 12))).toBeGreaterThan(0);
  });

  it('takes all of them when all are wanted, and spreads over heads where there are no positions', () => {
    expect(sampleCells({ axes: ['layer', 'position'], shape: [2, 3] }, 1, Infinity)).toEqual(
      spreadCells([2, 3], Infinity),
    );
    expect(sampleCells({ axes: ['layer', 'head'], shape: [12, 12] }, 11, 24)).toEqual(
      spreadCells([12, 12], 24),
    );
  });
});

function countsAlong(cells: readonly number[][], axis: number, length: number): number[] {
  return Array.from({ length }, (_, index) => cells.filter((cell) => cell[axis] === index).length);
}
