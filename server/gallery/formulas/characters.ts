/** Characters as micromark gives them: line ends and tabs are negative, the end is null. */
import type { Code, Effects } from 'micromark-util-types';

export const DOLLAR = 36;
export const BACKSLASH = 92;

export const isEnd = (code: Code): code is null => code === null;
export const isLineEnd = (code: Code): boolean => code !== null && code < -2;
export const isSpace = (code: Code): boolean => code === null || code < 0 || code === 32;
export const isDigit = (code: Code): boolean => code !== null && code >= 48 && code <= 57;
export const isWordCharacter = (code: Code): boolean =>
  code !== null && code >= 0 && /[\p{L}\p{N}]/u.test(String.fromCodePoint(code));

export function consumeLineEnd(effects: Effects, code: Code): void {
  effects.enter('lineEnding');
  effects.consume(code);
  effects.exit('lineEnding');
}
