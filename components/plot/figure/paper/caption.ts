/** The texts that belong to a figure in a paper. */
import type { PaperChoice } from './paper-choices';

/**
 * Writes the caption: the panels by letter, then what their values are, each sentence once.
 *
 * @param title as above the panels; empty for none.
 */
export function writeCaption(title: string, panels: readonly PaperChoice[]): string {
  const names = panels.map(({ panel }, index) => {
    const letter = String.fromCodePoint(97 + (index % 26));
    return panels.length > 1 ? `(${letter}) ${panel.title}` : panel.title;
  });
  const bars = [...new Set(panels.flatMap(({ colourBar }) => colourBar?.label ?? []))];
  const sentences = [
    title,
    names.join('; '),
    ...(bars.length > 0 ? [`Colours: ${bars.join('; ')}`] : []),
    ...new Set(panels.flatMap(({ lines }) => lines)),
  ];
  return sentences
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '')
    .map((sentence) => (/[.!?]$/.test(sentence) ? sentence : `${sentence}.`))
    .join(' ');
}
