import { expect, it } from 'vitest';
import { findChartZoom } from './fit-paper';
import { PRINTED_WIDTH } from '../plot/printing';

it('fits charts of half a row and of a whole row, and enlarges none', () => {
  expect(findChartZoom(300)).toBe(1);
  expect(findChartZoom(390) * 390).toBeCloseTo((PRINTED_WIDTH - 24) / 2);
  expect(findChartZoom(600)).toBe(1);
  expect(findChartZoom(1217) * 1217).toBeCloseTo(PRINTED_WIDTH);
});
