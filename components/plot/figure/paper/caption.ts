/** The texts that belong to a figure in a paper. */
import type { PaperChoice } from './paper-choices';

/** Writes the caption: title, panels by letter, then what their values are, each sentence once. */
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

/** LaTeX of characters that have a meaning in it. */
const LATEX: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
};

/** Writes an entry for the page that a figure comes from. @param day YYYY-MM-DD on which it was exported. */
export function writeBibtex(title: string, address: string, day: string): string {
  const { pathname } = new URL(address);
  const key = pathname.replaceAll(/[^\w]+/g, ':').replaceAll(/^:|:$/g, '');
  const escaped = title
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\\{}%&#$_~^]/g, (character) => LATEX[character] ?? `\\${character}`);
  return `@misc{patchbay:${key},
  title = {{${escaped}}},
  howpublished = {Patchbay},
  year = {${day.slice(0, 4)}},
  url = {${address.replaceAll(/[{}\\]/g, '')}},
  note = {Accessed ${day}}
}
`;
}
