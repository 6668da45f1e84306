/** How tokens are written out: spaces, line ends and control characters visible, the special token recognisable. */
import { showControls } from '../plot/figure/xml';

export interface TokenLike {
  readonly id: number;
  readonly text: string;
}

const SPACE = '·';

/** A token's text for a chip: spaces as dots, line ends and tabs as arrows, control characters as their pictures. */
export function visibleText(text: string): string {
  if (text === '<|endoftext|>') return 'BOS';
  const written = text
    .replaceAll('\n', '↵')
    .replaceAll('\r', '␍')
    .replaceAll('\t', '⇥')
    .replaceAll(' ', SPACE);
  return showControls(written);
}
