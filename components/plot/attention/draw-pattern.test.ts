import { expect, it } from 'vitest';
import { isInView, LABEL_LINE, listLabels, placeLabel } from './draw-pattern';
import { wholeView } from './pattern-view';

const FRAME = { margin: 40, side: 300 };

it('labels as many tokens as have room, and none out of view', () => {
  const size = 1024;
  const shown = listLabels(size, FRAME, wholeView(size), 'row').map((index) =>
    placeLabel(index, FRAME, wholeView(size), 'row'),
  );
  expect(shown.length).toBeGreaterThan(20);
  expect(shown.every((place) => isInView(place, FRAME))).toBe(true);
  expect(Math.min(...shown.slice(1).map((place, at) => place - shown[at]!))).toBeGreaterThanOrEqual(
    LABEL_LINE,
  );
  const view = { x: 100, y: 500.5, span: 10 };
  expect(listLabels(size, FRAME, view, 'row')).toEqual([501, 502, 503, 504, 505, 506, 507, 508, 509, 510]);
  expect(listLabels(size, FRAME, view, 'column')).toEqual([100, 101, 102, 103, 104, 105, 106, 107, 108, 109]);
});
