/**
 * Parses claims such as `z[9.9] > 0.2`, `v[8.6] > q[8.6] + 0.1`, `top(z, 3) = {9.9, 10.0, 9.6}`.
 *
 * claim      = sum comparison sum | "top" "(" cells "," number ")" "=" "{" members "}"
 * sum        = product { ("+" | "-") product }
 * product    = factor { ("*" | "/") factor }
 * factor     = "-" factor | number | "(" sum ")" | function "(" sum { "," sum } ")" | metric "." part | cells
 * cells      = activation [ "[" coordinates [ "|" qualifiers ] "]" ]
 *
 * Coordinates are those of `cell-pattern.ts`. docs/claims.md explains the language.
 */
import { MAX_CLAIM_LENGTH } from '../limits';
import { TextError } from '../text-error';
import { parseCells, parseMember, readWholeKind } from './parse-cells';
import {
  BASELINE_PARTS,
  FUNCTIONS,
  isSeveral,
  listNodes,
  type Arithmetic,
  type Cells,
  type Claim,
  type Expression,
  type TopSet,
} from './syntax';
import { isComparison, readTokens, type Token } from './tokens';
import { findMetric, KIND_WORDS, kindsOfWord } from './words';

/** Parentheses, functions and minus signs inside of each other. */
const MAX_DEPTH = 20;
/** Members of a set. */
const MAX_MEMBERS = 20;

/** Reads a claim. @throws TextError with the character that is wrong and what to write; nothing else. */
export function parseClaim(text: string): Claim {
  if (text.length > MAX_CLAIM_LENGTH) {
    const message = `The claim is ${text.length} characters long; use up to ${MAX_CLAIM_LENGTH}.`;
    throw new TextError(message, MAX_CLAIM_LENGTH);
  }
  return new Parser(text).readClaim();
}

class Parser {
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(readonly text: string) {
    this.#tokens = readTokens(text);
  }

  readClaim(): Claim {
    if (this.#token.type === 'end')
      throw new TextError('The claim is empty; write for example z[9.9] > 0.2.', 0);
    if (this.#isWord('top')) return this.#readTop();
    const left = this.#readSum();
    this.#checkOne(left);
    const comparison = this.#token;
    if (!isComparison(comparison.text)) {
      throw this.#unexpected('A comparison', ' (>, >=, <, <= or =), such as > 0.2');
    }
    this.#next++;
    const right = this.#readSum();
    this.#checkOne(right);
    this.#checkEnd();
    if (comparison.text === '=' && right.type !== 'number') {
      const message =
        "After '=' write a number, such as z[9.9] = 0.26: values are compared within half a unit of its last digit. To compare two sides use > or <.";
      throw new TextError(message, findStart(right));
    }
    if (![left, right].flatMap(listNodes).some(({ type }) => type === 'cells' || type === 'baseline')) {
      throw new TextError('The claim names no cell; write for example z[9.9] > 0.2 or ld.clean > 3.', 0);
    }
    return { type: 'comparison', left, operator: comparison.text, right };
  }

  #readTop(): TopSet {
    this.#next++;
    this.#expect('(', 'top(z, 3) = {9.9, 10.0, 9.6}');
    const cells = this.#readFactor();
    if (cells.type !== 'cells' || !isSeveral(cells)) {
      throw new TextError('top ranks the cells of one kind; write for example top(z, 3).', findStart(cells));
    }
    this.#expect(',', 'top(z, 3)');
    const number = this.#token;
    const count = Number(number.text);
    if (number.type !== 'number' || !Number.isInteger(count) || count < 1 || count > MAX_MEMBERS) {
      throw new TextError(
        `Write how many cells top compares, 1 to ${MAX_MEMBERS}, such as top(z, 3).`,
        number.at,
      );
    }
    this.#next++;
    this.#expect(')', 'top(z, 3)');
    if (this.#token.text !== '=') {
      throw this.#unexpected("'='", ' and a set, such as top(z, 3) = {9.9, 10.0, 9.6}');
    }
    this.#next++;
    const set = this.#token;
    if (set.type !== 'braces') throw this.#unexpected('A set', ', such as {9.9, 10.0, 9.6}');
    this.#next++;
    this.#checkEnd();
    const members = this.#readMembers(set, cells);
    if (members.length !== count) {
      const message = `The set has ${members.length} ${members.length === 1 ? 'member' : 'members'}, and top compares ${count}; name ${count} cells.`;
      throw new TextError(message, set.at);
    }
    return { type: 'top', cells, count, members };
  }

  /** Splits at commas outside of brackets. */
  #readMembers(set: Token, { kind }: Cells) {
    const members = [];
    const end = set.at + set.text.length - 1;
    let [start, isInside] = [set.at + 1, false];
    const seen = new Set<string>();
    for (let at = start; at <= end; at++) {
      if (this.text[at] === '[') isInside = true;
      else if (this.text[at] === ']') isInside = false;
      else if (at === end || (this.text[at] === ',' && !isInside)) {
        const member = parseMember(this.text, start, at, kind);
        const key = JSON.stringify(member, (name, value: unknown) => (name === 'at' ? undefined : value));
        if (seen.has(key)) throw new TextError('This cell is named twice; name each once.', start);
        seen.add(key);
        members.push(member);
        start = at + 1;
      }
    }
    return members;
  }

  #readSum(): Expression {
    let left = this.#readProduct();
    while (this.#token.text === '+' || this.#token.text === '-') {
      left = this.#readOperation(left, this.#token.text, () => this.#readProduct());
    }
    return left;
  }

  #readProduct(): Expression {
    let left = this.#readFactor();
    while (this.#token.text === '*' || this.#token.text === '/') {
      left = this.#readOperation(left, this.#token.text, () => this.#readFactor());
    }
    return left;
  }

  #readOperation(left: Expression, operator: Arithmetic['operator'], read: () => Expression): Arithmetic {
    const { at } = this.#token;
    this.#next++;
    const right = read();
    this.#checkOne(left);
    this.#checkOne(right);
    return { type: 'arithmetic', operator, left, right, at };
  }

  #readFactor(): Expression {
    if (++this.#depth > MAX_DEPTH) {
      throw new TextError(`The claim nests more than ${MAX_DEPTH} levels; simplify it.`, this.#token.at);
    }
    const factor = this.#readNested();
    this.#depth--;
    return factor;
  }

  #readNested(): Expression {
    const token = this.#token;
    const { at } = token;
    if (token.text === '-' || token.text === '(' || token.type === 'number') this.#next++;
    if (token.text === '-') {
      const of = this.#readFactor();
      return of.type === 'number' && !of.text.startsWith('-')
        ? { ...of, text: `-${of.text}`, at }
        : { type: 'negation', of, at };
    }
    if (token.text === '(') {
      const inner = this.#readSum();
      this.#expect(')', '(z[9.9] + z[9.6])');
      return inner;
    }
    if (token.type === 'number') return { type: 'number', text: tidyNumber(token.text), at };
    if (token.type === 'word') return this.#readWord(token);
    throw this.#unexpected('A value', ', such as z[9.9], ld.clean or 0.2');
  }

  #readWord({ text: word, at }: Token): Expression {
    this.#next++;
    const name = FUNCTIONS.find((known) => known === word);
    if (name !== undefined) return this.#readCall(name, at);
    if (kindsOfWord(word).length > 0) {
      const brackets = this.#token;
      if (brackets.type !== 'brackets') return readWholeKind(word, at);
      this.#next++;
      const span = { start: brackets.at, end: brackets.at + brackets.text.length };
      return parseCells(this.text, word, at, span);
    }
    const metric = findMetric(word);
    if (metric === null) throw explainWord(word, at);
    this.#expect('.', `${word}.clean, ${word}.corrupted or ${word}.gap`);
    const written = this.#token;
    const part = BASELINE_PARTS.find((known) => known === written.text);
    if (part === undefined) {
      throw new TextError(
        `Write ${word}.clean, ${word}.corrupted or ${word}.gap: the unpatched runs, or clean - corrupted.`,
        written.at,
      );
    }
    this.#next++;
    return { type: 'baseline', metric, part, at };
  }

  #readCall(name: (typeof FUNCTIONS)[number], at: number): Expression {
    const example = name === 'abs' ? 'abs(z[10.7])' : `${name}(mlp_out[1.., *])`;
    this.#expect('(', example);
    const of = [this.#readSum()];
    while (this.#token.text === ',') {
      this.#next++;
      of.push(this.#readSum());
    }
    this.#expect(')', example);
    if (name === 'abs' && of.length > 1) {
      throw new TextError('abs takes one argument; write for example abs(z[10.7]).', at);
    }
    return { type: 'call', name, of, at };
  }

  get #token(): Token {
    return this.#tokens[this.#next]!;
  }

  #isWord(text: string): boolean {
    return this.#token.type === 'word' && this.#token.text === text;
  }

  #expect(text: string, example: string): void {
    if (this.#token.text !== text || this.#token.type !== 'mark') {
      throw this.#unexpected(`'${text}'`, `; write for example ${example}`);
    }
    this.#next++;
  }

  #unexpected(wanted: string, explained: string): TextError {
    const { type, text, at } = this.#token;
    const found = type === 'end' ? 'the end' : `'${text.length > 20 ? `${text.slice(0, 20)}…` : text}'`;
    return new TextError(`${wanted} is expected here instead of ${found}${explained}.`, at);
  }

  #checkEnd(): void {
    const { type, text, at } = this.#token;
    if (type === 'end') return;
    if (isComparison(text) || text === 'and' || text === 'or' || text === ',') {
      throw new TextError('A claim has one comparison; write the others as claims of their own.', at);
    }
    throw new TextError(`'${text.slice(0, 20)}' is not expected after the claim; remove it.`, at);
  }

  /** Several cells are numbers only for max, min and mean. */
  #checkOne(expression: Expression): void {
    if (!isSeveral(expression)) return;
    const at = findStart(expression);
    throw new TextError(
      'This names several cells; write max(...), min(...) or mean(...) around it, or the numbers of one cell.',
      at,
    );
  }
}

/** Index of the first character of an expression. */
function findStart(expression: Expression): number {
  return expression.type === 'arithmetic' ? findStart(expression.left) : expression.at;
}

function tidyNumber(written: string): string {
  const [whole = '', fraction = ''] = written.split('.');
  const digits = whole.replace(/^0+(?=\d)/, '') || '0';
  return fraction === '' ? digits : `${digits}.${fraction}`;
}

function explainWord(word: string, at: number): TextError {
  const head = /^L(\d+)H(\d+)$/i.exec(word);
  if (head)
    return new TextError(
      `Name the activation of the head; write z[${head[1]}.${head[2]}] for its output.`,
      at,
    );
  if (word === 'top') return new TextError('top stands alone; write for example top(z, 2) = {9.9, 9.6}.', at);
  const message = `'${word.slice(0, 20)}' is not known; activations are ${KIND_WORDS.join(', ')}, and functions ${FUNCTIONS.join(', ')} and top.`;
  return new TextError(message, at);
}
