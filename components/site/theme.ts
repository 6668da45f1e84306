import { createTheme, type CSSVariablesResolver } from '@mantine/core';

/** Dense layout, system fonts, small radii, one accent colour. */
export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: { light: 7, dark: 7 },
  autoContrast: true,
  defaultRadius: 'sm',
  cursorType: 'pointer',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  headings: {
    fontWeight: '600',
    sizes: { h1: { fontSize: '1.6rem' }, h2: { fontSize: '1.2rem' }, h3: { fontSize: '1rem' } },
  },
});

/** Colours of light badges and buttons with text. */
const ON_LIGHT = ['indigo', 'teal', 'red', 'orange', 'yellow', 'blue', 'gray'];

/** White text has too little contrast on Mantine's own red. */
const RED_BUTTONS = {
  '--mantine-color-red-filled': 'var(--mantine-color-red-9)',
  '--mantine-color-red-filled-hover': darkest('red'),
};

/** Gives secondary text and text on light badges the contrast that WCAG AA requires; Mantine's defaults have less. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    ...RED_BUTTONS,
    '--mantine-color-dimmed': 'var(--mantine-color-gray-7)',
    '--mantine-color-placeholder': 'var(--mantine-color-gray-6)',
    '--patchbay-color-warning': darkest('orange'),
    ...Object.fromEntries(ON_LIGHT.map((name) => [`--mantine-color-${name}-light-color`, darkest(name)])),
  },
  dark: {
    ...RED_BUTTONS,
    '--mantine-color-dimmed': 'var(--mantine-color-dark-1)',
    '--mantine-color-placeholder': 'var(--mantine-color-dark-2)',
    '--patchbay-color-warning': 'var(--mantine-color-orange-4)',
  },
});

/** Shade 9, darkened further, since shade 9 of some colours is not dark. */
function darkest(name: string): string {
  return `color-mix(in srgb, var(--mantine-color-${name}-9) 70%, black)`;
}
