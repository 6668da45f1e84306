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

/** The API's label of a position, `token index`, with the token written out. */
export function axisLabel(label: string): string {
  const split = label.lastIndexOf(' ');
  return `${visibleText(label.slice(0, split))} ${label.slice(split + 1)}`;
}
