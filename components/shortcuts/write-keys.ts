/** Keys as text. Apart from the table of shortcuts, which pages do not load. */

const SYMBOLS: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  PageUp: 'Page up',
  PageDown: 'Page down',
  Escape: 'Esc',
};

/** The keys of a shortcut as they are written on keyboards, keys after each other as several texts: `G R` is `G`, `R`. */
export function writeKeys(keys: string, isApple: boolean): string[] {
  return keys.split(' ').map((stroke) =>
    stroke
      .split(/\+(?=.)/)
      .map((key) => (key === 'Mod' ? (isApple ? '⌘' : 'Ctrl') : (SYMBOLS[key] ?? key)))
      .join(isApple ? ' ' : ' + '),
  );
}
