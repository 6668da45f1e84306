/** The typefaces of the site: served by it, in variable weight. Fallbacks have the same metrics, so text does not move when they load. */
import localFont from 'next/font/local';

const text = localFont({
  src: './fonts/inter-latin-wght-normal.woff2',
  weight: '100 900',
  display: 'swap',
  variable: '--font-text',
});

/**
 * Tokens and numbers. Its minus sign has the outline of the en dash: that of the original is as short as a hyphen. Not preloaded: the first
 * picture of a page does not wait for it.
 */
const mono = localFont({
  src: './fonts/jetbrains-mono-latin-wght-normal.woff2',
  weight: '100 800',
  display: 'swap',
  preload: false,
  variable: '--font-mono',
});

/** Class that defines the variables of both typefaces. */
export const fontVariables = `${text.variable} ${mono.variable}`;
