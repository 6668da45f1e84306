/**
 * Replaces control characters by the pictures that Unicode has for them (U+0001 becomes ␁); line ends and tabs stay.
 *
 * Control characters are invisible on a page, and XML files may not contain them.
 */
export function showControls(text: string): string {
  // oxlint-disable-next-line no-control-regex -- the expression looks for control characters
  return text.replaceAll(/[\0-\u0008\u000B\u000C\u000E-\u001F\u007F]/g, (character) =>
    character === '\u007F' ? '\u2421' : String.fromCodePoint(0x2400 + character.codePointAt(0)!),
  );
}
