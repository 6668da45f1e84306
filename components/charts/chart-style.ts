/** Okabe and Ito's colours, which the colour-blind tell apart. */
export const COLOURS = [
  '#0072b2',
  '#d55e00',
  '#009e73',
  '#cc79a7',
  '#e69f00',
  '#56b4e9',
  '#8c8c8c',
  '#b8a800',
];

export const axisProps = {
  tick: { fontSize: 11, fill: 'var(--mantine-color-dimmed)' },
  stroke: 'var(--mantine-color-default-border)',
} as const;

/** A tooltip in the site's colours; values with three places and their unit. */
export function tooltipProps(unit: string) {
  return {
    contentStyle: {
      background: 'var(--mantine-color-body)',
      border: '1px solid var(--mantine-color-default-border)',
      fontSize: 12,
    },
    cursor: { fill: 'var(--mantine-color-default-hover)' },
    formatter: (value: unknown) =>
      typeof value === 'number' ? `${value.toFixed(3)}${unit && ` ${unit}`}` : String(value),
  } as const;
}
