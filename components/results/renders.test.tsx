// @vitest-environment jsdom
/** How much of the page of a run is rendered again when something is chosen. Counts do not depend on the machine. */
import { cleanup, configure, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { loadClient } from '../apollo/browser-client';
import type * as HeatmapModuleType from '../plot/heatmap/Heatmap';
import { createFakeApi, WithApi } from '../testing/fake-api';
import { renderInPage } from '../testing/render';
import { sampleRun } from '../testing/sample-run';
import type { PinnedCell } from '../sweep/view-state';
import { Results } from './Results';

type HeatmapModule = typeof HeatmapModuleType;

configure({ defaultHidden: true });

/** Names of what was rendered. */
const rendered = vi.hoisted(() => [] as string[]);
vi.mock('next/navigation', () => ({ useSearchParams: () => new URLSearchParams() }));
vi.mock('../plot/heatmap/Heatmap', async (importOriginal) => {
  const { Heatmap } = await importOriginal<HeatmapModule>();
  return {
    Heatmap: (props: HeatmapModuleType.HeatmapProps) => {
      rendered.push(props.title);
      return <Heatmap {...props} />;
    },
  };
});
vi.mock('../charts/ChartFigure', () => ({
  ChartFigure: ({ title }: { title: string }) => {
    rendered.push(title);
    return null;
  },
}));
vi.mock('../plot/figure/FigureMenu', () => ({
  FigureMenu: ({ name }: { name: string }) => {
    rendered.push(`menu of ${name}`);
    return null;
  },
}));
vi.mock('../inspector/PatchedPredictions', () => ({
  PatchedPredictions: ({ pinned: { layer, head } }: { pinned: PinnedCell }) => {
    rendered.push(`inspector of ${layer}.${head}`);
    return null;
  },
}));

// What watches the client renders once when it is loaded, which is when something first needs it.
beforeAll(loadClient);
beforeEach(() => {
  rendered.length = 0;
  const run = sampleRun();
  const api = createFakeApi({
    TopHeads: () => ({ run: { __typename: 'Run', id: run.id, topHeads: [] } }),
    HeadPatterns: () => new Error('no patterns'),
    PatchedPredictions: () => new Error('no predictions'),
    CellByPrompt: () => ({ run: { __typename: 'Run', id: run.id, sweep: null } }),
    JointPatches: () => ({ run: { __typename: 'Run', id: run.id, jointPatches: [] } }),
  });
  renderInPage(
    <WithApi api={api}>
      <Results run={run} />
    </WithApi>,
  );
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const plot = (name: RegExp): HTMLElement => screen.getByRole('application', { name });

it('renders everything once to begin with', () => {
  expect(rendered).toContain('Residual stream');
  expect(rendered).toContain('Head output (z)');
  expect(rendered).toContain('Largest value by layer');
  expect(rendered).toContain('menu of Head output (z)');
  expect(rendered).toContain('menu of all of Heads');
});

it('renders only the heatmap in which a cell is pinned, and that which loses it', async () => {
  rendered.length = 0;
  fireEvent.keyDown(plot(/^Head output/), { key: 'Enter' });
  await screen.findByRole('complementary', { name: 'Inspector' });
  expect(new Set(rendered)).toEqual(new Set(['Head output (z)', 'inspector of 0.0']));
  rendered.length = 0;
  fireEvent.keyDown(plot(/^Residual stream/), { key: 'Enter' });
  await screen.findByRole('heading', { name: /^layer 0/ });
  expect(new Set(rendered)).toEqual(new Set(['Head output (z)', 'Residual stream', 'inspector of 0.null']));
});

it('renders the inspector for the cell that it moves to, not again for the cell before', async () => {
  fireEvent.keyDown(plot(/^Head output/), { key: 'Enter' });
  await screen.findByRole('heading', { name: 'L0H0' });
  rendered.length = 0;
  fireEvent.keyDown(plot(/^Head output/), { key: 'ArrowRight' });
  await screen.findByRole('heading', { name: 'L0H1' });
  expect(new Set(rendered)).toEqual(new Set(['Head output (z)', 'inspector of 0.1']));
});

it('renders no heatmap while cells are read by the keys', () => {
  rendered.length = 0;
  fireEvent.keyDown(plot(/^Head output/), { key: 'ArrowRight' });
  expect(rendered).toEqual([]);
});

it('renders only the heatmap in which a cell is selected', async () => {
  rendered.length = 0;
  fireEvent.keyDown(plot(/^Head output/), { key: 'Enter', shiftKey: true });
  await screen.findByRole('region', { name: 'Selected cells' });
  expect(new Set(rendered)).toEqual(new Set(['Head output (z)']));
});
