/** Markup of XML files. */
import { showControls } from '../../tokens/show-controls';

/**
 * Escapes text for an XML file.
 *
 * Control characters become their pictures (␁), and code points that are not characters become U+FFFD: XML allows neither.
 */
export function xmlText(text: string): string {
  return showControls(text)
    .toWellFormed()
    .replaceAll(/[\uFFFE\uFFFF]/g, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** Writes an element. Numbers in attributes are rounded to two decimals; `content` is markup, not text. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  content = '',
): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? round(value) : xmlText(value!)}"`);
  return content === ''
    ? `<${name}${written.join('')}/>`
    : `<${name}${written.join('')}>${content}</${name}>`;
}

function round(value: number): number {
  return Math.round(100 * value) / 100;
}
