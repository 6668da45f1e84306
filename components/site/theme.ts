import { createTheme, type CSSVariablesResolver } from '@mantine/core';
import { COLOURS, DARK_GREYS, ELEVATION, RADIUS, SPACE, TYPE, WIDTH } from './design-tokens';
import classes from './theme.module.css';

/** Dense layout, small radii, one accent colour: Mantine's components in the sizes and colours of design-tokens.ts. */
export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: { light: 7, dark: 7 },
  autoContrast: true,
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    // Words as everywhere else.
    Badge: { defaultProps: { tt: 'none' } },
    InputWrapper: { classNames: { error: classes.note } },
    ActionIcon: { classNames: { root: classes.icon } },
    Radio: { classNames: { radio: classes.box } },
    // The usual radius would make circles of the small ones.
    Checkbox: { defaultProps: { radius: 'xs' }, classNames: { input: classes.box } },
    // The cross of a dialog has no text; a dialog may give it another name.
    Modal: {
      defaultProps: { closeButtonProps: { 'aria-label': 'Close' } },
      classNames: { title: classes.title },
    },
    Drawer: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
    Input: { classNames: { wrapper: classes.field } },
  },
  colors: { dark: DARK_GREYS },
  fontFamily: 'var(--font-text), system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif',
  fontFamilyMonospace:
    'var(--font-mono), ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  fontSizes: { xs: TYPE.small, sm: TYPE.note, md: TYPE.body, lg: TYPE.lead, xl: TYPE.heading },
  spacing: { xs: SPACE[2], sm: SPACE[3], md: SPACE[4], lg: SPACE[5], xl: SPACE[6] },
  radius: { xs: RADIUS.small, sm: RADIUS.control, md: RADIUS.card },
  headings: {
    fontWeight: '620',
    sizes: {
      h1: { fontSize: TYPE.title, lineHeight: '1.2' },
      h2: { fontSize: TYPE.heading, lineHeight: '1.3' },
      h3: { fontSize: TYPE.body, lineHeight: '1.4' },
    },
  },
});

/** Colours of light badges and buttons with text. */
const ON_LIGHT = ['indigo', 'teal', 'red', 'orange', 'yellow', 'blue', 'gray'];

/** White text has too little contrast on Mantine's own red. */
const RED_BUTTONS = {
  '--mantine-color-red-filled': 'var(--mantine-color-red-9)',
  '--mantine-color-red-filled-hover': darkest('red'),
};

/** Writes the tokens as variables. Gives secondary text and text on light badges the contrast that WCAG AA requires; Mantine's defaults have less. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {
    ...name('text', TYPE),
    ...name('space', SPACE),
    ...name('radius', RADIUS),
    ...name('width', WIDTH),
  },
  light: {
    ...RED_BUTTONS,
    '--mantine-color-error': 'var(--mantine-color-red-9)',
    ...name('', COLOURS.light),
    ...name('elevation', ELEVATION.light),
    '--mantine-color-text': COLOURS.light.text,
    '--mantine-color-dimmed': COLOURS.light.muted,
    '--mantine-color-default-border': COLOURS.light.line,
    '--mantine-color-default-hover': COLOURS.light.hover,
    '--mantine-color-placeholder': 'var(--mantine-color-gray-6)',
    '--patchbay-color-warning': COLOURS.light.warning,
    ...Object.fromEntries(
      ON_LIGHT.map((colour) => [`--mantine-color-${colour}-light-color`, darkest(colour)]),
    ),
  },
  dark: {
    ...RED_BUTTONS,
    '--mantine-color-error': 'var(--mantine-color-red-4)',
    ...name('', COLOURS.dark),
    ...name('elevation', ELEVATION.dark),
    '--mantine-color-text': COLOURS.dark.text,
    '--mantine-color-dimmed': COLOURS.dark.muted,
    '--mantine-color-placeholder': 'var(--mantine-color-dark-2)',
    '--patchbay-color-warning': COLOURS.dark.warning,
  },
});

/** E.g. `--pb-space-1` for the group `space`. */
function name(group: string, tokens: Readonly<Record<string, string>>): Record<string, string> {
  const prefix = group === '' ? '--pb' : `--pb-${group}`;
  return Object.fromEntries(Object.entries(tokens).map(([key, value]) => [`${prefix}-${key}`, value]));
}

/** Shade 9, darkened further, since shade 9 of some colours is not dark. */
function darkest(colour: string): string {
  return `color-mix(in srgb, var(--mantine-color-${colour}-9) 70%, black)`;
}
