import fc from 'fast-check';
import { expect, it } from 'vitest';
import { panView, showCell, wholeView, zoomView } from './pattern-view';

const share = fc.double({ min: 0, max: 1, noNaN: true });
const point = fc.record({ x: share, y: share });

it('stays inside the pattern, whatever is zoomed and moved', () => {
  const steps = fc.array(
    fc.oneof(
      fc.record({ factor: fc.double({ min: 0.2, max: 5, noNaN: true }), at: point }),
      fc.record({ by: fc.record({ x: fc.double({ min: -2, max: 2, noNaN: true }), y: share }) }),
    ),
    { maxLength: 20 },
  );
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), steps, (size, all) => {
      let view = wholeView(size);
      for (const step of all)
        view = 'by' in step ? panView(view, step.by, size) : zoomView(view, step.factor, step.at, size);
      expect(view.span).toBeLessThanOrEqual(size);
      expect(view.span).toBeGreaterThanOrEqual(Math.min(6, size));
      for (const start of [view.x, view.y]) {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(start + view.span).toBeLessThanOrEqual(size + 1e-9);
      }
    }),
  );
});

it('keeps the point under the pointer', () => {
  const before = { x: 100, y: 200, span: 400 };
  const after = zoomView(before, 2, { x: 0.25, y: 0.5 }, 1000);
  expect(after.x + 0.25 * after.span).toBeCloseTo(before.x + 0.25 * before.span);
  expect(after.y + 0.5 * after.span).toBeCloseTo(before.y + 0.5 * before.span);
});

it('moves as little as needed to show a cell', () => {
  const view = { x: 100, y: 100, span: 50 };
  expect(showCell(view, { row: 120, column: 149 }, 1000)).toEqual(view);
  expect(showCell(view, { row: 99, column: 150 }, 1000)).toEqual({ x: 101, y: 99, span: 50 });
});
