/** Lines of text of a limited width. */

/** Average width of a bold character relative to the font size. */
const CHARACTER = 0.58;

/** Breaks a text at spaces; what does not fit into the last line is cut. @param width in pixels. */
export function breakText(content: string, width: number, size: number, mostLines: number): string[] {
  const most = Math.max(8, Math.floor(width / (size * CHARACTER)));
  const lines: string[] = [''];
  for (const word of content.split(' ')) {
    const last = lines.at(-1)!;
    if (last !== '' && last.length + 1 + word.length > most) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  const kept = lines
    .slice(0, mostLines)
    .map((line) => (line.length > most ? `${line.slice(0, most - 1)}…` : line));
  if (lines.length > mostLines) kept[mostLines - 1] = `${kept[mostLines - 1]!.slice(0, most - 1)}…`;
  return kept;
}
