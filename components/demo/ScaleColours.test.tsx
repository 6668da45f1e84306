// @vitest-environment jsdom
import { cleanup, render } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { pickColour } from '../plot/heatmap/scale';
import { ScaleColours } from './ScaleColours';
import { findStep, nameStep, STEPS } from './scale-steps';

afterEach(cleanup);

it('has the colours of the heatmaps of runs, in both schemes', () => {
  const { container } = render(<ScaleColours>content</ScaleColours>);
  const { style } = container.firstElementChild as HTMLElement;
  for (const tone of ['light', 'dark'] as const)
    for (const value of [-1, -0.5, 0, 0.25, 1])
      expect(style.getPropertyValue(nameStep(tone, findStep(value, 1)))).toBe(
        pickColour(value, 1, 'RdBu', tone),
      );
});

it('clamps values beyond the ends of the scale', () => {
  expect([findStep(7, 1), findStep(-7, 1), findStep(0.5, 2), findStep(1, 0)]).toEqual([
    STEPS,
    -STEPS,
    STEPS / 4,
    0,
  ]);
});
