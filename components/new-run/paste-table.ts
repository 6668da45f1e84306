/** Whether a pasted text is a table of prompt pairs. It only decides what is offered; the server reads the table. */

/** Lines that are looked at. */
const LINES = 20;
/** Words of which a header has at least two. */
const HEADER = /clean|corrupt|correct|prompt|answer|label|subject|target|idx/gi;

export function isTable(text: string): boolean {
  if (/^\s*(\[\s*[[{]|\{\s*")/.test(text)) return true;
  const lines = text.split(/\r?\n/, LINES).filter((line) => line.trim() !== '');
  if (lines.length < 2) return false;
  const tabs = lines.map((line) => line.split('\t').length - 1);
  if (tabs[0]! >= 2 && tabs.every((count) => count === tabs[0])) return true;
  return /[,;]/.test(lines[0]!) && (lines[0]!.match(HEADER) ?? []).length >= 2;
}
