/** Factors by which print.css scales what does not follow the width of the paper: charts, which measure themselves too late, and wide tables. */
import { PRINTED_WIDTH } from '../plot/printing';

/** Two charts in a row, with the distance that style sheets have between them. */
const HALF = (PRINTED_WIDTH - 24) / 2;
/** A wider chart has a row of its own: its texts would be too small in half a row. */
const WIDEST_IN_HALF = 480;

/** Finds the factor that fits a chart of some width on paper; charts are never enlarged. */
export function findChartZoom(width: number): number {
  const room = width > WIDEST_IN_HALF ? PRINTED_WIDTH : HALF;
  return width > room ? room / width : 1;
}

/** Gives each chart of the page the factor that print.css applies, and its place the width on paper. */
export function fitCharts(main: HTMLElement): void {
  for (const place of main.querySelectorAll<HTMLElement>('[data-chart]')) {
    const width = place.offsetWidth;
    const zoom = findChartZoom(width);
    place.style.setProperty('--print-zoom', String(zoom));
    place.style.setProperty('--print-width', `${Math.floor(width * zoom)}px`);
  }
}

/** Gives each table of the page that cannot be as narrow as paper the factor that print.css applies. */
export function fitTables(main: HTMLElement): void {
  const tables = [...main.querySelectorAll('table')];
  const before = tables.map(({ style }) => style.width);
  for (const { style } of tables) style.width = 'min-content';
  const narrowest = tables.map(({ offsetWidth }) => offsetWidth);
  for (const [index, { style }] of tables.entries()) {
    style.width = before[index]!;
    style.setProperty('--print-zoom', String(Math.min(1, PRINTED_WIDTH / Math.max(1, narrowest[index]!))));
  }
}
