import { expect, it } from 'vitest';
import { applyContrast, hasLarger, listBarTicks, nameBar, usualContrast } from './contrast';
import { attentionColourBar, attentionPanel } from './panel';
import { patternLimit } from './pattern-layout';
import { figureSvg } from '../figure/figure-svg';
import { paintPixels } from '../heatmap/pixels';

/** Every position attends equally to all before it, as seeded models do, and to one a little more. */
function evenPattern(size: number): Float32Array {
  return Float32Array.from({ length: size * size }, (_, cell) => {
    const [dest, src] = [Math.floor(cell / size), cell % size];
    return src > dest ? NaN : src === dest - 7 ? 2 / (dest + 1) : 1 / (dest + 1);
  });
}

/** How much darker the cell 7 positions before the last row is than its neighbour, in 255 steps of the red channel. */
function measureStep(size: number, contrast: 'linear' | 'root' | 'rows'): number {
  const values = evenPattern(size);
  const painted = applyContrast(values, size, patternLimit([values], size), 'attention', contrast);
  const pixels = paintPixels(painted.values, painted.limit, 'attention', 'light');
  const red = (src: number): number => pixels[4 * ((size - 1) * size + src)]!;
  return red(size - 9) - red(size - 8);
}

it.each([122, 1024])('shows structure in patterns of %d tokens by default', (size) => {
  expect(usualContrast(size)).toBe('root');
  expect(measureStep(size, 'root')).toBeGreaterThan(15);
  expect(measureStep(size, 'rows')).toBeGreaterThan(60);
});

it('leaves short prompts linear', () => {
  expect(usualContrast(16)).toBe('linear');
  const values = evenPattern(16);
  expect(applyContrast(values, 16, 0.5, 'attention', 'linear')).toEqual({ values, limit: 0.5 });
});

it('gives each row its own scale, without the first position', () => {
  const values = Float32Array.of(1, NaN, NaN, 0.6, 0.4, NaN, 0.9, 0.06, 0.04);
  const painted = applyContrast(values, 3, 0.4, 'attention', 'rows');
  expect(painted.values[4]).toBeCloseTo(1);
  expect(painted.values[7]).toBeCloseTo(1);
  expect(painted.values[8]).toBeCloseTo(2 / 3);
  expect(hasLarger(painted)).toBe(true);
  expect(painted.values[1]).toBeNaN();
});

it('gives rows of rounding errors no colours', () => {
  const painted = applyContrast(Float32Array.of(1e-8, NaN, 0.3, -0.3), 2, 0.3, 'RdBu', 'rows');
  expect(painted.values[0]).toBeLessThan(1e-5);
  expect(painted.values[3]).toBe(-1);
});

it('has the true values at the ticks of the colour bar', () => {
  const values = Float32Array.of(0.08, NaN, -0.02, 0.32);
  const { values: shares } = applyContrast(values, 2, 0.32, 'RdBu', 'root');
  const ticks = listBarTicks(0.32, 'RdBu', 'root', false);
  expect(ticks.map(({ text }) => text)).toEqual(['−0.32', '−0.080', '0', '+0.080', '+0.32']);
  // The cell with the value of a tick has the colour of its place.
  expect((1 + shares[0]!) / 2).toBeCloseTo(ticks[3]!.at);
  expect((1 + shares[3]!) / 2).toBe(ticks[4]!.at);
  expect(listBarTicks(0.5, 'attention', 'linear', true).map(({ text }) => text)).toEqual(['0', '≥0.50']);
});

it('names the scale, in exported figures too', () => {
  expect(nameBar('attention', 'linear')).toBe('attention probability');
  const values = evenPattern(64);
  const limit = patternLimit([values], 64);
  const svg = figureSvg({
    title: 'L0H0',
    lines: [],
    panels: [
      attentionPanel('L0H0', Array.from({ length: 64 }, String), values, limit, 'attention', [], 'root'),
    ],
    colourBar: attentionColourBar(limit, 'attention', undefined, 'root', true),
  });
  expect(svg).toContain('attention probability, square-root scale');
  expect(svg).toContain(`>≥${limit.toFixed(2)} `);
  // Half of the bar stands for a quarter of the limit.
  expect(svg).toMatch(new RegExp(`text-anchor="middle">${(limit / 4).toPrecision(2)}<`));
});
