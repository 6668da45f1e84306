/** Text in XML files. */

/**
 * Text as XML may hold it: markup escaped, control characters (which no XML file may contain) as their pictures (␁),
 * and what is no character as U+FFFD.
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

/** Control characters as the pictures that Unicode has of them; line ends and tabs stay. */
export function showControls(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these are what is looked for
  return text.replaceAll(/[\0-\u0008\u000B\u000C\u000E-\u001F\u007F]/g, (character) =>
    character === '\u007F' ? '\u2421' : String.fromCodePoint(0x2400 + character.codePointAt(0)!),
  );
}

/** An element with its attributes, numbers to two decimals; `content` is markup, not text. */
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
