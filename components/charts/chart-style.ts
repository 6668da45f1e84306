import { formatNumber, type Tone } from '../plot/heatmap/scale';

/** Blue and vermilion of Okabe and Ito, and two that no kind of colour vision confuses with them or with each other (chart-style.test.ts). */
export const COLOURS: Readonly<Record<Tone, readonly string[]>> = {
  light: ['#0072b2', '#d55e00', '#224422', '#771155'],
  dark: ['#56b4e9', '#f09a4a', '#5566cc', '#cc3366'],
};

export const axisProps = {
  tick: { fontSize: 11, fill: 'var(--mantine-color-dimmed)' },
  stroke: 'var(--mantine-color-default-border)',
  tickFormatter: (value: unknown): string => String(value).replace(/^-/, '−'),
} as const;

/** What assistive technology calls a chart: what it shows, by what. */
export function nameChart(yName: string, xName: string): string {
  return xName === '' ? yName : `${yName} by ${xName}`;
}

/** Recharts' properties for the title of an axis. */
export function axisTitle(value: string, of: 'x' | 'y') {
  const style = { fontSize: 11, fill: 'var(--mantine-color-dimmed)' } as const;
  return of === 'x'
    ? ({ value, position: 'insideBottom', offset: -4, ...style } as const)
    : ({ value, angle: -90, position: 'insideLeft', style: { textAnchor: 'middle' }, ...style } as const);
}

/** Recharts' properties for a tooltip in the site's colours; values have three decimals and their unit. */
export function tooltipProps(unit: string) {
  return {
    contentStyle: {
      background: 'var(--mantine-color-body)',
      border: '1px solid var(--mantine-color-default-border)',
      fontSize: 12,
    },
    // The colours of the series do not have enough contrast for text.
    itemStyle: { color: 'var(--mantine-color-text)' },
    cursor: { fill: 'var(--mantine-color-default-hover)' },
    formatter: (value: unknown) =>
      typeof value === 'number' ? `${formatNumber(value, 3)}${unit && ` ${unit}`}` : String(value),
  } as const;
}
