/**
 * Formulas in Markdown, as a remark plugin: `$x$` in a line; `$$x$$`, in a line or with each `$$` on a line of its own, for a
 * displayed formula.
 *
 * Unlike remark-math, which reads "$5 and $10" as a formula, it follows Pandoc: no white space after the first dollar sign
 * or before the second, no digit after the second, and no letter or digit before the first. `\$` is a dollar sign.
 */
import type { Root } from 'mdast';
import type { CompileContext, Extension as TreeExtension } from 'mdast-util-from-markdown';
import type { Extension, Token } from 'micromark-util-types';
import type { Plugin } from 'unified';
import { DOLLAR } from './characters';
import { formulaBlock } from './formula-block';
import { inlineFormula } from './inline-formula';

declare module 'micromark-util-types' {
  interface TokenTypeMap {
    formula: 'formula';
    formulaSource: 'formulaSource';
    formulaBlock: 'formulaBlock';
  }
}
declare module 'mdast' {
  interface RootContentMap {
    formula: Formula;
  }
}

/** A node of the syntax tree. */
export interface Formula {
  type: 'formula';
  /** TeX without the dollar signs. */
  value: string;
  isDisplay: boolean;
  /** Whether the text ends before the second `$$`. */
  isOpen: boolean;
}

const syntax: Extension = { text: { [DOLLAR]: inlineFormula }, flow: { [DOLLAR]: formulaBlock } };

const trees: TreeExtension = {
  enter: { formula: enterFormula, formulaBlock: enterFormula },
  exit: {
    formula(token: Token) {
      const source = this.sliceSerialize(token);
      const marks = source.startsWith('$$') ? 2 : 1;
      const value = source.slice(marks, -marks).trim();
      Object.assign(this.stack.at(-1)!, { value, isDisplay: marks === 2, isOpen: false });
      this.exit(token);
    },
    formulaBlock(token: Token) {
      const source = this.sliceSerialize(token).trim();
      const isOpen = source.length < 4 || !source.endsWith('$$');
      const value = source.slice(2, isOpen ? undefined : -2).trim();
      Object.assign(this.stack.at(-1)!, { value, isDisplay: true, isOpen });
      this.exit(token);
    },
  },
};

function enterFormula(this: CompileContext, token: Token): void {
  this.enter({ type: 'formula', value: '', isDisplay: false, isOpen: false }, token);
}

/** A remark plugin that reads formulas. */
export const readFormulas: Plugin<[], Root> = function readFormulas() {
  const data = this.data();
  (data.micromarkExtensions ??= []).push(syntax);
  (data.fromMarkdownExtensions ??= []).push(trees);
};
