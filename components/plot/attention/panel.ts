/** An attention pattern as a panel of an exported figure. */
import { INK, text, type ColourBar, type Panel } from '../figure/figure-svg';
import { element } from '../figure/xml';
import { paletteColour, type PaletteName } from '../heatmap/pixels';
import { applyContrast, listBarTicks, nameBar, type Contrast } from './contrast';
import { fitPattern, layoutPattern, type PatternLayout } from './pattern-layout';

const LABEL = { 'font-family': 'monospace', 'font-size': 10, 'dominant-baseline': 'central' } as const;
const MARKED = { 'font-weight': 'bold', fill: '#364fc7' } as const;
/** Width of the axis titles. */
const AXIS = 16;

/**
 * Draws the cells on and below the diagonal: destinations down, sources across.
 *
 * @param name of the head and the prompt, such as `L9H9, clean`; the title says that the cells are its attention, because a figure for
 * a paper can have panels of any kind.
 * @param values row-major [dest, src], NaN above the diagonal.
 */
export function attentionPanel(
  name: string,
  labels: readonly string[],
  values: Float32Array,
  limit: number,
  palette: PaletteName,
  marked: readonly number[],
  contrast: Contrast = 'linear',
): Panel {
  const painted = applyContrast(values, labels.length, limit, palette, contrast);
  const title = nameAttention(name);
  const draw = (layout: PatternLayout): Panel =>
    drawPanel({ title, labels, ...painted, palette, marked }, layout);
  return {
    ...draw(layoutPattern(labels)),
    fit: (width) => draw(fitPattern(labels, width - AXIS)),
  };
}

/** Title of a pattern in exported figures. */
export function nameAttention(name: string): string {
  return `Attention of ${name}`;
}

interface PatternData {
  readonly title: string;
  readonly labels: readonly string[];
  readonly values: Float32Array;
  readonly limit: number;
  readonly palette: PaletteName;
  readonly marked: readonly number[];
}

function drawPanel(
  { title, labels, values, limit, palette, marked }: PatternData,
  { cell, margin, side, labelled }: PatternLayout,
): Panel {
  const size = labels.length;
  const start = margin + AXIS;
  const cells: string[] = [];
  for (let dest = 0; dest < size; dest++) {
    const fills = Array.from(values.subarray(dest * size, dest * size + dest + 1), (value) =>
      paletteColour(Math.max(-1, Math.min(1, value / limit)), palette, 'light'),
    );
    // One rectangle for neighbours of one colour: a pattern of 1,000 tokens has half a million cells.
    for (let src = 0, end = 0; src <= dest; src = end) {
      for (end = src + 1; end <= dest && fills[end] === fills[src];) end++;
      const box = { x: start + src * cell, y: start + dest * cell, width: (end - src) * cell, height: cell };
      cells.push(element('rect', { ...box, fill: fills[src] }));
    }
  }
  const names = labelled.flatMap((index) => {
    const style = { ...LABEL, ...(marked.includes(index) && MARKED) };
    const middle = start + (index + 0.5) * cell;
    return [
      text(labels[index]!, start - 4, middle, { ...style, 'text-anchor': 'end' }),
      text(labels[index]!, 0, 0, { ...style, transform: `translate(${middle} ${start - 4}) rotate(-90)` }),
    ];
  });
  const middle = start + (size * cell) / 2;
  const axis = { 'font-size': 11, 'text-anchor': 'middle' } as const;
  return {
    title,
    width: side + AXIS,
    height: side + AXIS,
    cells: { top: start, height: size * cell },
    body: [
      element('g', { 'shape-rendering': 'crispEdges' }, cells.join('')),
      element('rect', {
        x: start,
        y: start,
        width: size * cell,
        height: size * cell,
        fill: 'none',
        stroke: INK,
        'stroke-width': 0.5,
      }),
      ...names,
      text('source', middle, 10, axis),
      text('destination', 0, 0, { ...axis, transform: `translate(10 ${middle}) rotate(-90)` }),
    ].join(''),
  };
}

/** Makes the colour bar of patterns, or of a difference of patterns. @param isCut whether larger values have the strongest colour, too. */
export function attentionColourBar(
  limit: number,
  palette: PaletteName,
  valueName: string | undefined,
  contrast: Contrast,
  isCut: boolean,
): ColourBar {
  const ticks = listBarTicks(limit, palette, contrast, isCut);
  return {
    label: nameBar(palette, contrast, valueName),
    low: ticks[0]!.text,
    high: ticks.at(-1)!.text,
    between: ticks.slice(1, -1),
    stops: Array.from({ length: 21 }, (_, step) =>
      paletteColour(palette === 'attention' ? step / 20 : step / 10 - 1, palette, 'light'),
    ),
  };
}
