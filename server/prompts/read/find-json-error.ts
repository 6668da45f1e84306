/** Where a text stops being JSON. V8's message names no place for some errors, and quotes the text for others. */

const TOKEN =
  // oxlint-disable-next-line no-control-regex -- JSON forbids them in texts
  /[ \t\r\n]*(?:([{}[\],:])|("[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})[^"\\\u0000-\u001f]*)*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[Ee][+-]?\d+)?|true|false|null))/y;

/** What may come next. */
type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | 'colon' | 'comma or end';

export interface JsonError {
  /** From 1. */
  readonly line: number;
  /** The end of a sentence about the line. */
  readonly message: string;
}

/** Finds the first error of a text that JSON.parse refuses. */
export function findJsonError(text: string): JsonError {
  const pattern = new RegExp(TOKEN);
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  for (;;) {
    const from = pattern.lastIndex;
    const match = pattern.exec(text);
    if (!match) return describe(text, from, expected, open);
    const start = pattern.lastIndex - (match[1] ?? match[2] ?? match[3])!.length;
    const isOver: boolean = expected === 'comma or end' && open.length === 0;
    const next: Expected | null = isOver ? null : step(expected, open, match);
    if (next === null) return describe(text, start, expected, open);
    expected = next;
  }
}

/** What is expected after a token; null when the token is not expected. Opens and closes lists and objects. */
function step(expected: Expected, open: ('{' | '[')[], [, mark, string]: RegExpExecArray): Expected | null {
  const inner = open.at(-1);
  if (mark === '}' && (expected === 'key or }' || (expected === 'comma or end' && inner === '{'))) {
    open.pop();
    return 'comma or end';
  }
  if (mark === ']' && (expected === 'value or ]' || (expected === 'comma or end' && inner === '['))) {
    open.pop();
    return 'comma or end';
  }
  if (mark === ',') return expected === 'comma or end' ? (inner === '{' ? 'key' : 'value') : null;
  if (mark === ':') return expected === 'colon' ? 'value' : null;
  if (expected === 'key' || expected === 'key or }') return string === undefined ? null : 'colon';
  if (expected !== 'value' && expected !== 'value or ]') return null;
  if (mark === '{' || mark === '[') {
    open.push(mark);
    return mark === '{' ? 'key or }' : 'value or ]';
  }
  return mark === undefined ? 'comma or end' : null;
}

function describe(text: string, from: number, expected: Expected, open: readonly string[]): JsonError {
  let at = from;
  while (/[ \t\r\n]/.test(text[at] ?? '')) at++;
  const line = text.slice(0, at).split('\n').length;
  if (at >= text.length) return { line, message: 'the text ends before the JSON does' };
  const found = text.slice(at, at + 20).split('\n')[0]!;
  const isText = found.startsWith('"');
  const wanted =
    expected === 'comma or end'
      ? open.length === 0
        ? 'nothing more'
        : `a comma or ${open.at(-1) === '{' ? '}' : ']'}`
      : `a ${expected}`;
  const hint =
    isText && expected !== 'comma or end' ? '; a text is not closed or has an invalid character' : '';
  return { line, message: `expected ${wanted} at '${found.toWellFormed()}'${hint}` };
}
