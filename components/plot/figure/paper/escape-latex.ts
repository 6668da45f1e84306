/** Text for LaTeX and BibTeX. */

/** Of characters that have a meaning in LaTeX, or that its fonts lack in text. */
const LATEX: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '·': '\\textperiodcentered{}',
  '…': '\\ldots{}',
  '→': '$\\to$',
  '←': '$\\gets$',
  '−': '$-$',
  '×': '$\\times$',
  '↵': '$\\hookleftarrow$',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
};

/** Escapes text; line ends become spaces. */
export function escapeLatex(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\\{}%&#$_~^·…→←−×↵<>]/g, (character) => LATEX[character] ?? `\\${character}`);
}
