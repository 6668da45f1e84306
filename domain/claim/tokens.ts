/** Splits a claim into tokens. Brackets and braces are one token each: cells have a grammar of their own. */
import { TextError } from '../text-error';
import { COMPARISONS, type ComparisonOperator } from './syntax';

export interface Token {
  readonly type: 'number' | 'word' | 'brackets' | 'braces' | 'comparison' | 'mark' | 'end';
  /** As written; of comparisons and marks the canonical character. */
  readonly text: string;
  /** Index of its first character. */
  readonly at: number;
}

const SPACE = /\s+/y;
const NUMBER = /\d+(?:\.\d*)?|\.\d+/y;
const WORD = /[A-Za-z][A-Za-z0-9_]*/y;
const COMPARISON = />=|<=|[<>=≥≤]/y;
const MARK = /[-+*/(),.|−×]/y;
const BRACKETS = /\[[^[\]{}]*\]/y;
const BRACES = /\{[^{}]*\}/y;
/** Characters that are read as others. */
const SAME = new Map([
  ['≥', '>='],
  ['≤', '<='],
  ['−', '-'],
  ['×', '*'],
]);

/** Tokens of a claim, with an `end` after the last one. @throws TextError */
export function readTokens(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0] ?? null;
  };
  const types = [
    ['number', NUMBER],
    ['word', WORD],
    ['brackets', BRACKETS],
    ['braces', BRACES],
    ['comparison', COMPARISON],
    ['mark', MARK],
  ] as const;
  while (at < text.length) {
    const space = take(SPACE);
    if (space !== null) {
      at += space.length;
      continue;
    }
    let found: Token | null = null;
    for (const [type, pattern] of types) {
      const written = take(pattern);
      if (written === null) continue;
      found = { type, text: SAME.get(written) ?? written, at };
      at += written.length;
      break;
    }
    if (!found) throw explainCharacter(text, at);
    tokens.push(found);
  }
  tokens.push({ type: 'end', text: '', at: text.length });
  return tokens;
}

/** Whether a token's text is a comparison. */
export function isComparison(text: string): text is ComparisonOperator {
  return (COMPARISONS as readonly string[]).includes(text);
}

function explainCharacter(text: string, at: number): TextError {
  const character = String.fromCodePoint(text.codePointAt(at)!);
  if (character === '[') return new TextError("The '[' is not closed; write for example z[9.9].", at);
  if (character === '{') return new TextError("The '{' is not closed; write for example {9.9, 10.0}.", at);
  if (character === ']' || character === '}') {
    return new TextError(`There is no '${character === ']' ? '[' : '{'}' before this '${character}'.`, at);
  }
  if (character === '!') {
    return new TextError("'!=' is not a comparison; use >, >=, <, <= or =.", at);
  }
  return new TextError(`'${character}' is not part of a claim; write for example z[9.9] > 0.2.`, at);
}
