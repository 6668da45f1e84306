/** How tokens are written out: spaces and line ends visible, the special token recognisable. */

export interface TokenLike {
  readonly id: number;
  readonly text: string;
}

const SPACE = '·';

/** A token's text for a chip: leading spaces as dots, line ends as arrows. */
export function visibleText(text: string): string {
  if (text === '<|endoftext|>') return 'BOS';
  return text.replaceAll('\n', '↵').replaceAll('\t', '⇥').replaceAll(' ', SPACE);
}

/** The label of a position's axis: token and index, as TransformerLens users write it. */
export function positionLabel(text: string, index: number): string {
  return `${visibleText(text)} ${index}`;
}
