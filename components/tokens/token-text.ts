/** Tokens as text that shows spaces, line ends and control characters. */
import { showControls } from './show-controls';

export interface TokenLike {
  readonly id: number;
  readonly text: string;
}

const SPACE = '·';

/** A token's text with spaces as dots, line ends and tabs as arrows, and control characters as their pictures. */
export function visibleText(text: string): string {
  if (text === '<|endoftext|>') return 'BOS';
  const written = text
    .replaceAll('\n', '↵')
    .replaceAll('\r', '␍')
    .replaceAll('\t', '⇥')
    .replaceAll(' ', SPACE);
  return showControls(written);
}
