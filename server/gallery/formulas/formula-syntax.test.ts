import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { describe, expect, it } from 'vitest';
import { readFormulas, type Formula } from './formula-syntax';

const parser = unified().use(remarkParse).use(readFormulas).freeze();

interface Node {
  readonly type: string;
  readonly value?: string;
  readonly children?: readonly Node[];
}

/** The formulas of a text, `$$` for displayed ones, and what is left of it. */
function read(markdown: string): { formulas: string[]; rest: string } {
  const formulas: string[] = [];
  const visit = (node: Node): string => {
    if (node.type !== 'formula') return node.value ?? (node.children ?? []).map(visit).join('');
    const { value, isDisplay, isOpen } = node as unknown as Formula;
    formulas.push(`${isDisplay ? '$$' : '$'}${value}${isOpen ? ' …' : ''}`);
    return '¤';
  };
  const rest = visit(parser.parse(markdown));
  return { formulas, rest };
}

describe('dollar signs around a formula', () => {
  it.each([
    ['$x^T W_E W_U$', ['$x^T W_E W_U'], '¤'],
    ['the $i$th, ($a$) and **$b$**', ['$i', '$a', '$b'], 'the ¤th, (¤) and ¤'],
    ['over $two\nlines$', ['$two\nlines'], 'over ¤'],
    ['$\\$5$ and $a\\\\$', ['$\\$5', '$a\\\\'], '¤ and ¤'],
    ['in a line $$x$$ alone', ['$$x'], 'in a line ¤ alone'],
    ['$$\\text{$x$}$$', ['$$\\text{$x$}'], '¤'],
    ['\\$$x$', ['$x'], '$¤'],
    ['$[[L9H9]]$', ['$[[L9H9]]'], '¤'],
    ['costs $5, see $x$', ['$x'], 'costs $5, see ¤'],
  ])('%j', (markdown, formulas, rest) => {
    expect(read(markdown)).toEqual({ formulas, rest });
  });

  it.each([
    ['text\n$$\nx\n- y\n\n= z\n$$\nrest', ['$$x\n- y\n\n= z'], 'text¤rest'],
    ['$$\nx\n+ y $$\nrest', ['$$x\n+ y'], '¤rest'],
    ['> $$\n> x\n> y\n> $$\n\nrest', ['$$x\ny'], '¤rest'],
    ['> $$\n> x\nrest', ['$$x …'], '¤rest'],
    ['- $$\n  x\n  $$\n- rest', ['$$x'], '¤rest'],
    ['$$ x = a\n= b $$', ['$$x = a\n= b'], '¤'],
    ['$$\nx', ['$$x …'], '¤'],
    // The dollar sign after `\\$` ends nothing.
    ['$$\nx \\$$\n$$', ['$$x \\$$'], '¤'],
  ])('on lines of their own: %j', (markdown, formulas, rest) => {
    expect(read(markdown)).toEqual({ formulas, rest });
  });
});

describe('other dollar signs', () => {
  it.each([
    '$5 and $10',
    'US$5, $6/$7',
    '5$, or 10$',
    '$ a$ and $b $',
    'one $',
    '$$',
    '$$$x$$$',
    '$HOME and $PATH',
    '$$ $$',
  ])('stay text: %j', (markdown) => {
    expect(read(markdown)).toEqual({ formulas: [], rest: markdown });
  });

  it.each([
    ['\\$a\\$', '$a$'],
    ['`$x$` and `$$`', '$x$ and $$'],
    ['```\n$$\nx\n$$\n```', '$$\nx\n$$'],
    ['    $x$', '$x$'],
    ['a `$` b `$` c', 'a $ b $ c'],
  ])('are not read in code or after a backslash: %j', (markdown, rest) => {
    expect(read(markdown)).toEqual({ formulas: [], rest });
  });
});
