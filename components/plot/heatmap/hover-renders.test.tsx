// @vitest-environment jsdom
/** What is rendered while the pointer moves over a heatmap. Counts do not depend on the machine. */
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { renderInPage } from '../../testing/render';
import { SAMPLE_HEATMAP } from '../../testing/sample-heatmap';
import { Heatmap } from './Heatmap';
import type * as PlotModuleType from './HeatmapPlot';

type PlotModule = typeof PlotModuleType;

const counted = vi.hoisted(() => ({ plots: 0 }));
vi.mock('./HeatmapPlot', async (importOriginal) => {
  const { HeatmapPlot } = await importOriginal<PlotModule>();
  return {
    HeatmapPlot: (props: Parameters<PlotModule['HeatmapPlot']>[0]) => {
      counted.plots++;
      return <HeatmapPlot {...props} />;
    },
  };
});

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

it('renders the frame and the text of the hovered cell, and not the plot', () => {
  renderInPage(<Heatmap {...SAMPLE_HEATMAP} />);
  const surface = screen.getByTestId('cells');
  surface.getBoundingClientRect = () => new DOMRect(0, 0, 20, 20);
  counted.plots = 0;
  fireEvent.mouseMove(surface, { clientX: 5, clientY: 5 });
  expect(document.body.textContent).toContain('L0H0: +0.100');
  fireEvent.mouseMove(surface, { clientX: 15, clientY: 15 });
  expect(document.body.textContent).toContain('L1H1: +0.400');
  fireEvent.mouseLeave(surface);
  expect(document.body.textContent).not.toContain('L1H1: +0.400');
  expect(counted.plots).toBe(0);
});
