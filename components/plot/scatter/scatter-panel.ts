/** A scatter plot as a panel of an exported figure, on white. */
import { INK, text, type Panel } from '../figure/figure-svg';
import { element } from '../figure/xml';
import { sequentialColour } from '../heatmap/scale';
import { formatTick, layoutScatter, placeLabels } from './layout-scatter';
import { drawingOrder, type ScatterData } from './scatter-data';

/** In pixels, unless a figure wants another width. */
const WIDTH = 380;
const GRID = '#e9ecef';
const GREY = '#868e96';

/** Draws every point as a circle; points that would be drawn at one place in one colour are drawn once. */
export function scatterPanel(data: ScatterData, width = WIDTH): Panel {
  const layout = layoutScatter(data, width);
  const { left, top, side, domain, ticks, radius, toX, toY } = layout;
  const [low, high] = domain;
  const [right, bottom] = [left + side, top + side];
  const line = (x1: number, y1: number, x2: number, y2: number, rest: Record<string, string | number>) =>
    element('line', { x1, y1, x2, y2, ...rest });
  const grid = ticks.flatMap((tick) => [
    line(toX(tick), top, toX(tick), bottom, { stroke: GRID }),
    line(left, toY(tick), right, toY(tick), { stroke: GRID }),
    text(formatTick(tick), toX(tick), bottom + 14, { 'font-size': 11, 'text-anchor': 'middle' }),
    text(formatTick(tick), left - 6, toY(tick) + 4, { 'font-size': 11, 'text-anchor': 'end' }),
  ]);
  const circles = new Set<string>();
  for (const point of drawingOrder(data)) {
    const circle = element('circle', {
      cx: Number(toX(data.x[point]!).toFixed(1)),
      cy: Number(toY(data.y[point]!).toFixed(1)),
      r: radius,
      fill: sequentialColour(data.shares[point]!),
    });
    // Added again, it is drawn later.
    circles.delete(circle);
    circles.add(circle);
  }
  const labels = placeLabels(data, layout).map(({ text: name, x, y, anchor }) =>
    text(name, x, y + 4, { 'font-size': 11, 'text-anchor': anchor }),
  );
  return {
    title: data.title,
    width: layout.width,
    height: layout.height,
    body: [
      ...grid,
      line(toX(0), top, toX(0), bottom, { stroke: GREY }),
      line(left, toY(0), right, toY(0), { stroke: GREY }),
      line(toX(low), toY(low), toX(high), toY(high), { stroke: GREY, 'stroke-dasharray': '4 3' }),
      element('g', { stroke: INK, 'stroke-opacity': 0.45, 'stroke-width': 0.75 }, [...circles].join('')),
      element('rect', {
        x: left,
        y: top,
        width: side,
        height: side,
        fill: 'none',
        stroke: INK,
        'stroke-width': 0.5,
      }),
      text(data.xName, left + side / 2, bottom + 32, { 'font-size': 11, 'text-anchor': 'middle' }),
      text(data.yName, 0, 0, {
        'font-size': 11,
        'text-anchor': 'middle',
        transform: `translate(12 ${top + side / 2}) rotate(-90)`,
      }),
      ...labels,
    ].join(''),
    fit: (wanted) => scatterPanel(data, wanted),
  };
}
