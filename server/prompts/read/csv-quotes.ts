/** Quoting that spreadsheets and editors write and RFC 4180 does not allow. */

export interface PlainQuotes {
  readonly text: string;
  /** Fields whose curly quotes were replaced by straight ones. */
  readonly curly: number;
}

/**
 * Rewrites a text so that an RFC 4180 parser reads its quoted fields: removes spaces between quotes and delimiters, and
 * replaces curly quotes that enclose a whole field. Curly quotes are kept in a text that quotes any field with straight ones.
 *
 * Line ends are not changed, so line numbers stay valid.
 */
export function straightenQuotes(text: string, delimiter: string): PlainQuotes {
  const pieces: string[] = [];
  const curly: number[] = [];
  let hasStraight = false;
  let at = 0;
  while (at < text.length) {
    // Here a field begins.
    const start = skipSpaces(text, at);
    if (text[start] === '"') {
      hasStraight = true;
      const end = findClosingQuote(text, start);
      pieces.push(text.slice(start, end));
      at = skipSpacesBeforeEnd(text, end, delimiter);
    } else if (text[start] === '“') {
      const end = findCurlyEnd(text, start, delimiter);
      if (end !== null) {
        curly.push(pieces.length);
        pieces.push(text.slice(start, end));
        at = skipSpacesBeforeEnd(text, end, delimiter);
      }
    }
    const next = findFieldEnd(text, at, delimiter);
    pieces.push(text.slice(at, next));
    at = next;
  }
  if (hasStraight) return { text: pieces.join(''), curly: 0 };
  for (const index of curly) pieces[index] = `"${pieces[index]!.slice(1, -1).replaceAll('"', '""')}"`;
  return { text: pieces.join(''), curly: curly.length };
}

function skipSpaces(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ') at++;
  return at;
}

/** The end of the field, where only spaces are before it. */
function skipSpacesBeforeEnd(text: string, from: number, delimiter: string): number {
  const at = skipSpaces(text, from);
  return at === text.length || text[at] === delimiter || text[at] === '\n' ? at : from;
}

/** Index after the quote that closes the one at `start`; the text's end where none does. */
function findClosingQuote(text: string, start: number): number {
  let at = start + 1;
  for (;;) {
    const end = text.indexOf('"', at);
    if (end < 0) return text.length;
    if (text[end + 1] !== '"') return end + 1;
    at = end + 2;
  }
}

/** Index after the curly quote that ends the field begun at `start`; null where the quotes do not enclose the field. */
function findCurlyEnd(text: string, start: number, delimiter: string): number | null {
  for (let end = text.indexOf('”', start + 1); end >= 0; end = text.indexOf('”', end + 1)) {
    const after = skipSpaces(text, end + 1);
    if (after === text.length || text[after] === delimiter || text[after] === '\n') return end + 1;
    // A quotation that ends within the field, as in “Hello,” she said.
    if (!text.slice(start, end).includes(delimiter)) return null;
  }
  return null;
}

/** Index after the delimiter or line end that ends the field. */
function findFieldEnd(text: string, from: number, delimiter: string): number {
  let at = from;
  while (at < text.length && text[at] !== delimiter && text[at] !== '\n') at++;
  return Math.min(at + 1, text.length);
}
