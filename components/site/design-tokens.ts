/**
 * Design tokens: every size, distance and colour that pages are made of. theme.ts passes them to Mantine, and writes each as a CSS
 * variable `--pb-<group>-<name>` (colours: `--pb-<name>`) for the CSS modules.
 *
 * Names say what a value is for, not what it looks like, so that both colour schemes have the same names.
 */

/** Type scale in rem of 16 px. The step between neighbours grows with the size. */
export const TYPE = {
  micro: '0.6875rem',
  small: '0.75rem',
  note: '0.8125rem',
  body: '0.9375rem',
  lead: '1.0625rem',
  heading: '1.25rem',
  title: '1.625rem',
  display: '2.375rem',
} as const;

/** Distances on a grid of 4 px. */
export const SPACE = {
  1: '4px',
  2: '8px',
  3: '12px',
  4: '16px',
  5: '24px',
  6: '32px',
  7: '48px',
  8: '64px',
} as const;

export const RADIUS = { small: '3px', control: '6px', card: '10px' } as const;

/**
 * The two widths of pages. `reading`: text, lists and forms; `wide`: plots, tables and grids of cards. Boxes, tables and lines end where the
 * page ends; only running text has a shorter measure.
 */
export const WIDTH = { reading: '960px', wide: '1840px' } as const;

/** Shadows: of a card that is pointed at, and of what lies above the page. Everything else is flat. */
export const ELEVATION = {
  light: {
    raised: '0 1px 2px rgb(16 18 24 / 6%), 0 4px 14px rgb(16 18 24 / 7%)',
    overlay: '0 2px 6px rgb(16 18 24 / 8%), 0 16px 40px rgb(16 18 24 / 16%)',
  },
  dark: {
    raised: '0 1px 2px rgb(0 0 0 / 40%), 0 4px 14px rgb(0 0 0 / 36%)',
    overlay: '0 2px 6px rgb(0 0 0 / 50%), 0 16px 40px rgb(0 0 0 / 56%)',
  },
} as const;

/**
 * Colours by purpose. Surfaces of dark pages are neutral greys around the zero of the dark heatmaps (rgb(45, 46, 48)): a tinted
 * surface would shift how their colours are seen.
 */
export const COLOURS = {
  light: {
    /** Background of pages. */
    canvas: '#ffffff',
    /** Background of cards and panels. */
    surface: '#ffffff',
    /** Background of plots, code and fields that hold something. */
    sunken: '#f5f6f7',
    hover: '#eeeff1',
    line: '#e3e5e8',
    'line-strong': '#c6c9cf',
    text: '#17191d',
    muted: '#565a63',
    accent: '#3b5bdb',
    'accent-text': '#364fc7',
    'accent-soft': '#e9edff',
    /** A token that differs between two prompts. */
    mark: '#dfe5ff',
    'mark-text': '#12194a',
    /** The correct and the incorrect answer, in the colours of the ends of the scale. */
    correct: '#1f5fa8',
    incorrect: '#b3303a',
    warning: '#8a4a00',
    /** In code; names have the colour of accents, comments are muted. */
    'code-keyword': '#86249c',
    'code-number': '#8a4a00',
    'code-string': '#1c6637',
  },
  dark: {
    canvas: '#17181a',
    surface: '#1d1e20',
    sunken: '#121314',
    hover: '#27282b',
    line: '#2f3134',
    'line-strong': '#484b50',
    text: '#e6e7e9',
    muted: '#a6a9b0',
    accent: '#5c7cfa',
    'accent-text': '#a5b8ff',
    'accent-soft': '#232a45',
    mark: '#2b3563',
    'mark-text': '#eef1ff',
    correct: '#8ec2ff',
    incorrect: '#ff9a8c',
    warning: '#ffb266',
    'code-keyword': '#dca8f5',
    'code-number': '#ffb266',
    'code-string': '#93d6a5',
  },
} as const;
export type ColourName = keyof (typeof COLOURS)['light'];

/** Mantine's ten greys of dark pages, from text to the darkest: neutral, and darker than its own. */
export const DARK_GREYS = [
  '#e6e7e9',
  '#b2b5bb',
  '#92959c',
  '#6a6d74',
  '#35373b',
  '#27282b',
  '#1d1e20',
  '#17181a',
  '#121314',
  '#0b0c0d',
] as const;
