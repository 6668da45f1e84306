/** Factors by which print.css scales what does not follow the width of the paper: charts, which measure themselves too late, and wide tables. */
import { PRINTED_WIDTH } from './printing';

/** Two charts in a row, with the distance that print.css has between them. */
const HALF = (PRINTED_WIDTH - 24) / 2;
/** A chart with at least this share of the width of the page has a row of its own. */
const WIDE_SHARE = 0.6;

/** Finds the factor that fits a chart of some width on paper; charts are never enlarged. */
export function findChartZoom(width: number, pageWidth: number): number {
  const room = width > WIDE_SHARE * pageWidth ? PRINTED_WIDTH : HALF;
  return width > room ? room / width : 1;
}

/** Gives each chart of the page the factor that print.css applies. */
export function fitCharts(main: HTMLElement): void {
  const width = main.clientWidth;
  for (const chart of main.querySelectorAll<HTMLElement>('.recharts-wrapper'))
    chart.style.setProperty('--print-zoom', String(findChartZoom(chart.offsetWidth, width)));
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
