/** LaTeX of a figure: the environment that includes it, and the entry of its page in a bibliography. */
import { SITE_NAME } from '../../../../domain/site-name';
import { escapeLatex } from './escape-latex';
import type { Columns } from './paper-figure';

/** The name by which a paper refers to a page: `runs:k3F9`. */
function nameOfPage(address: string): string {
  return new URL(address).pathname.replaceAll(/[^\w]+/g, ':').replaceAll(/^:|:$/g, '');
}

/** Writes the environment that includes the PDF file at its width. */
export function writeLatexFigure(
  file: string,
  caption: string,
  { columns, address }: { readonly columns: Columns; readonly address: string },
): string {
  const environment = columns === 1 ? 'figure' : 'figure*';
  const width = columns === 1 ? '\\columnwidth' : '\\textwidth';
  const name = nameOfPage(address);
  return `\\begin{${environment}}
  \\centering
  \\includegraphics[width=${width}]{${file}}
  \\caption{${escapeLatex(caption)} \\cite{patchbay:${name}}}
  \\label{fig:${name}}
\\end{${environment}}
`;
}

/**
 * Writes an entry for the page that a figure comes from.
 *
 * @param title of the document, which ends in the name of the site.
 * @param author as the page names it; null for the site, as an organisation.
 * @param day YYYY-MM-DD on which it was exported.
 */
export function writeBibtex(title: string, author: string | null, address: string, day: string): string {
  const ownTitle = title.replace(new RegExp(` · ${SITE_NAME}$`), '');
  return `@misc{patchbay:${nameOfPage(address)},
  author = {{${escapeLatex(author ?? SITE_NAME)}}},
  title = {{${escapeLatex(ownTitle)}}},
  howpublished = {${SITE_NAME}},
  year = {${day.slice(0, 4)}},
  url = {${address.replaceAll(/[{}\\]/g, '')}},
  note = {Accessed ${day}}
}
`;
}
