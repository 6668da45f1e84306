// @vitest-environment jsdom
/**
 * Exported figures of the sample run, compared with stored SVG files. Open a changed file in a browser before accepting it:
 * `npx vitest run components/results/figures.test.tsx --update`.
 */
import { cleanup } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { BarPlot } from '../charts/BarPlot';
import { chartPanels } from '../charts/chart-panel';
import { whenDrawn } from '../charts/when-drawn';
import { topComponents } from '../charts/series';
import { attentionColourBar, attentionPanel } from '../plot/attention/panel';
import { unpackPattern, patternLabels, patternLimit } from '../plot/attention/pattern-layout';
import { figureSvg, type Figure } from '../plot/figure/figure-svg';
import { describeMarks, heatmapColourBar, heatmapPanel } from '../plot/heatmap/panel';
import { figureContext } from '../sweep/figure-context';
import { makePlane } from '../sweep/plane';
import { positionLabels } from '../sweep/positions';
import { valueText } from '../sweep/value-text';
import { renderInPage } from '../testing/render';
import { sampleRun, sampleSweeps } from '../testing/sample-run';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const run = sampleRun();
const { lines } = figureContext(run, 'raw', null);
const positions = { labels: positionLabels(run.pairs, null), folded: 0 };
const valueName = valueText('raw').axis;

/** The figure's file with one element a line, so that a difference can be read. */
function write(figure: Figure): string {
  return `${figureSvg(figure).replaceAll('><', '>\n<')}\n`;
}

it('draws sweeps as heatmaps', async () => {
  const planes = sampleSweeps(run).map((sweep) => ({
    title: sweep.kind,
    ...makePlane(sweep, null, positions)!,
  }));
  const figure = {
    title: 'Two sweeps',
    // The first position of the residual stream is before the first difference.
    lines: describeMarks(lines, planes),
    panels: planes.map((plane) => heatmapPanel(plane, 3, 'RdBu')),
    colourBar: heatmapColourBar(3, 'RdBu', valueName),
  };
  await expect(write(figure)).toMatchFileSnapshot('snapshots/heatmaps.svg');
});

it('leaves cells without a value grey', async () => {
  const [sweep] = sampleSweeps(run);
  const plane = makePlane({ ...sweep!, values: Float32Array.of(NaN, 1, 0) }, null, positions)!;
  const panels = [heatmapPanel({ title: 'Undefined', ...plane }, 1, 'PuOr')];
  await expect(write({ title: 'Undefined cells', lines: [], panels })).toMatchFileSnapshot(
    'snapshots/undefined-cells.svg',
  );
});

it('draws an attention pattern with the differing position marked', async () => {
  const { cleanTokens, differingPositions } = run.pairs[0]!;
  const values = unpackPattern(Float32Array.of(1, 0.75, 0.25, 0.5, 0.375, 0.125), 3);
  const limit = patternLimit([values], 3);
  const panel = attentionPanel(
    'L0H1, clean',
    patternLabels(cleanTokens),
    values,
    limit,
    'attention',
    differingPositions,
  );
  expect(panel.title).toBe('Attention of L0H1, clean');
  const colourBar = attentionColourBar(limit, 'attention', undefined, 'linear', false);
  await expect(write({ title: 'Two figures', lines, panels: [panel], colourBar })).toMatchFileSnapshot(
    'snapshots/attention.svg',
  );
});

it('draws a bar chart from the page', async () => {
  const { container } = renderInPage(
    <BarPlot
      data={topComponents(sampleSweeps(run), 3)}
      series={[{ key: 'effect', label: 'effect' }]}
      xName="head"
      yName={valueName}
      unit="logits"
      tone="dark"
    />,
  );
  await whenDrawn(container);
  const panels = chartPanels(container, 'Top heads');
  expect(panels).toHaveLength(1);
  await expect(write({ title: 'Top heads', lines, panels })).toMatchFileSnapshot('snapshots/bars.svg');
});
