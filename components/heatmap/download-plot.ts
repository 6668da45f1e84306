/** Saves a plot that is on the page as a picture of its own. */
import type { Geometry } from './geometry';
import { colourOf, type ScaleName } from './scale';

/** Pixels of a PNG for each pixel of the page. */
const PNG_SCALE = 3;
const INK = '#343a40';
const SVG = 'http://www.w3.org/2000/svg';

/** What the cells of a plot are drawn from. */
export interface PlotCells {
  /** Row-major, [rows, columns]. */
  readonly values: ArrayLike<number | null>;
  readonly columns: number;
  readonly limit: number;
  readonly scale: ScaleName;
  readonly geometry: Geometry;
}

/**
 * The plot as a file that needs no stylesheet: dark labels on white, without the frames around cells. Cells, on the page a
 * picture under the plot, become rectangles, which print at any size.
 */
export function plotToSvg(plot: SVGSVGElement, cells: PlotCells, title: string): string {
  const copy = plot.cloneNode(true) as SVGSVGElement;
  for (const name of ['class', 'role', 'tabindex', 'aria-label', 'aria-describedby', 'aria-roledescription'])
    copy.removeAttribute(name);
  for (const frame of copy.querySelectorAll('rect[fill="transparent"], rect:not([fill])')) frame.remove();
  const background = document.createElementNS(SVG, 'rect');
  for (const [name, value] of Object.entries({ width: '100%', height: '100%', fill: 'white' }))
    background.setAttribute(name, value);
  const style = document.createElementNS(SVG, 'style');
  style.textContent = `text { font: 10.5px monospace; fill: ${INK}; }`;
  const name = document.createElementNS(SVG, 'title');
  name.textContent = title;
  copy.prepend(name, style, background, drawCells(cells));
  return new XMLSerializer().serializeToString(copy);
}

/** A rectangle a cell; neighbours of one colour in a row share theirs. */
function drawCells({ values, columns, limit, scale, geometry }: PlotCells): SVGGElement {
  const { left, top, cellWidth, cellHeight } = geometry;
  const group = document.createElementNS(SVG, 'g');
  group.setAttribute('shape-rendering', 'crispEdges');
  for (let cell = 0; cell < values.length;) {
    const [row, column] = [Math.floor(cell / columns), cell % columns];
    const fill = colourOf(values[cell] ?? null, limit, scale);
    let span = 1;
    while (column + span < columns && colourOf(values[cell + span] ?? null, limit, scale) === fill) span++;
    const rect = document.createElementNS(SVG, 'rect');
    for (const [name, value] of Object.entries({
      x: left + column * cellWidth,
      y: top + row * cellHeight,
      width: span * cellWidth,
      height: cellHeight,
      fill,
    }))
      rect.setAttribute(name, String(value));
    group.append(rect);
    cell += span;
  }
  return group;
}

/** Downloads a plot as SVG, or drawn as PNG. */
export async function downloadPlot(
  plot: SVGSVGElement,
  cells: PlotCells,
  title: string,
  type: 'svg' | 'png',
): Promise<void> {
  const svg = new Blob([plotToSvg(plot, cells, title)], { type: 'image/svg+xml' });
  const blob = type === 'svg' ? svg : await drawPng(svg, plot.width.baseVal.value, plot.height.baseVal.value);
  const url = URL.createObjectURL(blob);
  Object.assign(document.createElement('a'), { href: url, download: `${title}.${type}` }).click();
  URL.revokeObjectURL(url);
}

async function drawPng(svg: Blob, width: number, height: number): Promise<Blob> {
  const url = URL.createObjectURL(svg);
  const image = new Image(width, height);
  image.src = url;
  await image.decode();
  URL.revokeObjectURL(url);
  const canvas = Object.assign(document.createElement('canvas'), {
    width: width * PNG_SCALE,
    height: height * PNG_SCALE,
  });
  const context = canvas.getContext('2d')!;
  context.scale(PNG_SCALE, PNG_SCALE);
  context.drawImage(image, 0, 0, width, height);
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('the browser could not draw the plot'))),
      'image/png',
    );
  });
}
