// @vitest-environment jsdom
import { expect, it } from 'vitest';
import { figureSvg } from '../figure/figure-svg';
import { heatmapColourBar, heatmapPanel, type HeatmapData } from './panel';
import { pickColour } from './scale';

const data: HeatmapData = {
  title: 'Residual stream',
  values: [0.1, -0.2, 0.3, 0.3],
  rowName: 'layer',
  rowLabels: ['0', '1'],
  rowsPerLayer: 1,
  columnName: 'position',
  columns: [{ text: 'BOS 0' }, { text: '·J<hn\u0001 1', isMarked: true }],
};
function draw(panels = [heatmapPanel(data, 0.5, 'RdBu')]) {
  const file = figureSvg({
    title: 'Outputs & heads',
    lines: ['Recovery; mean of 8 prompt pairs.', 'Denoising on patchbay-mini, run k3'],
    panels,
    colourBar: heatmapColourBar(0.5, 'RdBu', 'recovery'),
  });
  return { file, svg: new DOMParser().parseFromString(file, 'image/svg+xml').documentElement };
}
const texts = (svg: Element): (string | null)[] =>
  [...svg.querySelectorAll('text')].map(({ textContent }) => textContent);

it('says what it shows: title, metric, model, axes, colours', () => {
  const { svg } = draw();
  const written = texts(svg);
  for (const text of ['Outputs & heads', 'Residual stream', 'layer', 'position', '0', '1', 'BOS 0', '−0.50'])
    expect(written).toContain(text);
  expect(written).toContain('Recovery; mean of 8 prompt pairs.');
  expect(written).toContain('Denoising on patchbay-mini, run k3');
  expect(written).toContain('+0.50   recovery');
});

it('draws cells as rectangles, neighbours of one colour as one', () => {
  const cells = [...draw().svg.querySelectorAll('g[shape-rendering] rect')];
  expect(cells.map((cell) => cell.getAttribute('fill'))).toEqual([
    pickColour(0.1, 0.5),
    pickColour(-0.2, 0.5),
    pickColour(0.3, 0.5),
  ]);
});

it('is well-formed with any tokens, and shows control characters', () => {
  const { svg, file } = draw();
  expect(svg.querySelector('parsererror')).toBeNull();
  expect(texts(svg)).toContain('·J<hn␁ 1');
  // oxlint-disable-next-line no-control-regex -- these are what is looked for
  expect(file).not.toMatch(/[\0-\u0008\u000B\u000C\u000E-\u001F]/);
});

it('has no CSS classes', () => {
  expect(draw().file).not.toMatch(/class=|var\(/);
});

it('letters several panels, and keeps within the page', () => {
  const { svg } = draw(Array.from({ length: 12 }, () => heatmapPanel(data, 0.5, 'RdBu')));
  const written = texts(svg);
  expect(written).toContain('a  Residual stream');
  expect(written).toContain('l  Residual stream');
  expect(Number(svg.getAttribute('width'))).toBeLessThan(1450);
});
