// @vitest-environment jsdom
import { cleanup } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { renderInPage } from '../testing/render';
import { LensLegend } from './LensLegend';
import type { LensValue } from './attribution-state';

afterEach(cleanup);

it.each<[lensValue: LensValue, isDifference: boolean, text: string]>([
  ['logitDiff', false, 'logit difference (logits) −10.50+10.50'],
  ['logProb', false, 'log-probability (nats) −10.500.00'],
  ['rank', false, 'rank, logarithmic 011'],
  ['probability', false, 'top probability 0.001.00'],
  ['probability', true, 'top probability −10.50+10.50'],
])('names the ends of %s, difference: %s', (lensValue, isDifference, text) => {
  const { container } = renderInPage(
    <LensLegend lensValue={lensValue} isDifference={isDifference} limit={10.5} tone="light" />,
  );
  expect(container.querySelector('p')!.textContent).toBe(text);
});
