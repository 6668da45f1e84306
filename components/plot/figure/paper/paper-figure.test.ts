// @vitest-environment jsdom
import { expect, it } from 'vitest';
import { heatmapColourBar, heatmapPanel, type HeatmapData } from '../../heatmap/panel';
import type { Panel } from '../figure-svg';
import { writeCaption } from './caption';
import { writeBibtex, writeLatexFigure } from './latex';
import { listChoices, move } from './paper-choices';
import { paperSvg, type PaperPanel } from './paper-figure';

function heatmap(title: string, rows: number, columns: number, columnName = 'position'): HeatmapData {
  return {
    title,
    values: Array.from({ length: rows * columns }, (_, cell) => Math.sin(cell)),
    rowName: 'layer',
    rowLabels: Array.from({ length: rows }, (_, row) => String(row)),
    rowsPerLayer: 1,
    columnName,
    columns: Array.from({ length: columns }, (_, column) => ({
      text: columnName === 'head' ? `${column}` : `·w${column} ${column}`,
    })),
  };
}
const bar = heatmapColourBar(0.5, 'RdBu', 'recovery (share of the gap)');
const toPanel = (data: HeatmapData, colourBar = bar): PaperPanel => ({
  panel: heatmapPanel(data, 0.5, 'RdBu'),
  colourBar,
});
const draw = (panels: readonly PaperPanel[], columns: 1 | 2 = 2, perRow = 2) => {
  const paper = paperSvg({ title: '', panels, columns, perRow });
  return { ...paper, root: new DOMParser().parseFromString(paper.svg, 'image/svg+xml').documentElement };
};
const listTexts = (root: Element): (string | null)[] =>
  [...root.querySelectorAll('text')].map(({ textContent }) => textContent);

it('has the width of one or two columns', () => {
  const panels = [toPanel(heatmap('Heads', 12, 12, 'head'))];
  expect(draw(panels, 1, 1).root.getAttribute('width')).toBe('3.25in');
  expect(draw(panels, 2, 1).root.getAttribute('width')).toBe('6.75in');
  expect(draw(panels, 1, 1).width).toBe(312);
});

it.each([3, 12, 40, 122])('lays out %d columns in half of a page, with texts of the same size', (columns) => {
  const panel = heatmapPanel(heatmap('Residual stream', 12, columns), 0.5, 'RdBu').fit!(200);
  expect(panel.width).toBeLessThanOrEqual(200.5);
  expect(panel.body).toContain('font-size="10.5"');
  // Rotated labels do not overlap.
  const places = [...panel.body.matchAll(/translate\(([\d.]+) [\d.]+\) rotate\(-90\)/g)]
    .map(([, x]) => Number(x))
    .toSorted((a, b) => a - b);
  for (const [index, x] of places.slice(2).entries()) expect(x - places[index + 1]!).toBeGreaterThan(8.5);
});

it('leaves out labels of rows that would overlap', () => {
  const panel = heatmapPanel(heatmap('Deep', 48, 12, 'head'), 0.5, 'RdBu').fit!(312);
  const labels = [...panel.body.matchAll(/text-anchor="end"[^>]*>(\d+)</g)].map(([, label]) => label);
  expect(labels.slice(0, 3)).toEqual(['0', '2', '4']);
});

it('letters panels in their order and gives those of one scale one colour bar', () => {
  const { root } = draw([toPanel(heatmap('Heads', 2, 2, 'head')), toPanel(heatmap('Residual stream', 2, 3))]);
  expect(listTexts(root).filter((text) => text === 'a' || text === 'b')).toEqual(['a', 'b']);
  expect(root.querySelectorAll('linearGradient')).toHaveLength(1);
  expect(listTexts(root)).toContain('recovery (share of the gap)');
  for (const value of ['−0.50', '0', '+0.50']) expect(listTexts(root)).toContain(value);
});

it('stands the colour bar beside the cells where its name fits along them, else below', () => {
  const heights = (columns: 1 | 2, data: HeatmapData, colourBar = bar) =>
    draw([toPanel(data, colourBar)], columns, 1);
  const short = heatmapColourBar(0.5, 'RdBu', 'recovery');
  const beside = heights(1, heatmap('Heads', 4, 4, 'head'), short);
  const below = heights(1, heatmap('Heads', 4, 4, 'head'), { ...short, label: 'x'.repeat(60) });
  expect(beside.height).toBe(below.height - 40);
  expect(beside.root.querySelector('linearGradient')!.getAttribute('x2')).toBe('0');
  expect(below.root.querySelector('linearGradient')!.getAttribute('x2')).toBe('1');
  // Cells that fill the width leave room for it.
  const { root, width } = heights(1, heatmap('Residual stream', 12, 16), short);
  const x = (transform: string): number => Number(/translate\(([\d.]+)/.exec(transform)![1]);
  const at = [...root.querySelectorAll('g[transform]')].map((group) => x(group.getAttribute('transform')!));
  expect(Math.max(...at)).toBeLessThan(width - 40);
  expect(root.querySelectorAll('linearGradient')).toHaveLength(1);
});

it('stands panels of all rows below each other, with a bar beside the first row only or beside each panel', () => {
  const short = heatmapColourBar(0.5, 'RdBu', 'recovery');
  const data = heatmap('Residual stream', 12, 16);
  const other = { ...toPanel(heatmap('Heads', 12, 12, 'head')), colourBar: undefined };
  const { root } = draw([toPanel(data, short), toPanel(data, short), other, other]);
  const letters = [...root.querySelectorAll('text')].filter(({ textContent }) =>
    /^[a-d]$/.test(textContent ?? ''),
  );
  const x = letters.map((letter) => letter.parentElement!.getAttribute('transform')!.split(' ')[0]);
  expect(x[2]).toBe(x[0]);
  expect(x[3]).toBe(x[1]);
  expect(root.querySelectorAll('linearGradient')).toHaveLength(1);
});

it('gives panels of different scales a colour bar each', () => {
  const other = heatmapColourBar(3, 'PuOr', 'logit difference (logits)');
  const { root } = draw([toPanel(heatmap('Heads', 2, 2, 'head')), toPanel(heatmap('Raw', 2, 3), other)]);
  const ids = [...root.querySelectorAll('linearGradient')].map(({ id }) => id);
  expect(new Set(ids).size).toBe(2);
});

it('makes plots that cannot be laid out again smaller, never larger', () => {
  const chart: Panel = { title: 'Chart', width: 600, height: 300, body: '<rect width="600" height="300"/>' };
  expect(draw([{ panel: chart }], 1, 1).svg).toContain('scale(0.5200)');
  expect(draw([{ panel: { ...chart, width: 100 } }], 1, 1).svg).not.toContain('scale(');
});

it('refuses a figure without panels', () => {
  expect(() => paperSvg({ title: '', panels: [], columns: 1, perRow: 1 })).toThrow('at least one panel');
});

it('lists each panel of a page once, those of the opened figure first', () => {
  const [heads, stream] = [heatmap('Heads', 2, 2, 'head'), heatmap('Residual stream', 2, 3)].map((data) =>
    heatmapPanel(data, 0.5, 'RdBu'),
  );
  const section = {
    title: 'Outputs',
    lines: ['Mean of 8 prompt pairs.'],
    panels: [stream!, heads!],
    colourBar: bar,
  };
  const opened = { ...section, title: 'Heads', panels: [heads!] };
  const choices = listChoices(opened, [
    { name: 'all', makeFigure: () => section },
    { name: 'none', makeFigure: () => null },
  ]);
  expect(choices.map(({ label }) => label)).toEqual(['Heads', 'Residual stream']);
  const rest =
    '(a) Heads; (b) Residual stream. Colours: recovery (share of the gap). Mean of 8 prompt pairs.';
  expect(writeCaption('Patching gpt2', choices)).toBe(`Patching gpt2. ${rest}`);
  expect(writeCaption('', choices)).toBe(rest);
  expect(writeCaption('', choices.slice(0, 1))).toMatch(/^Heads\. Colours: /);
});

it('moves panels', () => {
  expect(move(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b']);
  expect(move(['a', 'b', 'c'], 0, -1)).toEqual(['a', 'b', 'c']);
});

it('includes the file in LaTeX at the width that it was made for, with its caption and citation', () => {
  const page = 'https://patchbay.example/runs/k3F9';
  const file = 'k3F9-heads-1-column.pdf';
  expect(writeLatexFigure(file, '[John→Mary] at 50% of L1_H2 …', { columns: 1, address: page }))
    .toBe(`\\begin{figure}
  \\centering
  \\includegraphics[width=\\columnwidth]{k3F9-heads-1-column.pdf}
  \\caption{[John$\\to$Mary] at 50\\% of L1\\_H2 \\ldots{} \\cite{patchbay:runs:k3F9}}
  \\label{fig:runs:k3F9}
\\end{figure}
`);
  expect(writeLatexFigure(file, '', { columns: 2, address: page })).toMatch(
    /^\\begin\{figure\*\}[^]*width=\\textwidth/,
  );
});

it('writes a BibTeX entry with escaped text', () => {
  const page = 'https://patchbay.example/runs/k3F9';
  expect(writeBibtex('50% of {names} & co. · Patchbay', 'Ada {L}', page, '2026-11-26'))
    .toBe(`@misc{patchbay:runs:k3F9,
  author = {{Ada \\{L\\}}},
  title = {{50\\% of \\{names\\} \\& co.}},
  howpublished = {Patchbay},
  year = {2026},
  url = {https://patchbay.example/runs/k3F9},
  note = {Accessed 2026-11-26}
}
`);
  expect(writeBibtex('Heads', null, page, '2026-11-26')).toContain('\n  author = {{Patchbay}},\n');
});
