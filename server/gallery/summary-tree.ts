/** The syntax tree of a finding's summary, stored so that pages need not parse Markdown. */
import type { MathElement } from '../../domain/mathml';

/** A node of mdast (https://github.com/syntax-tree/mdast): the types that are shown, without positions. */
export type SummaryNode =
  | { readonly type: 'text'; readonly value: string }
  /** Code, or a formula: readers that know no formulas show the source of one. */
  | { readonly type: 'inlineCode'; readonly value: string; readonly formula?: SummaryFormula }
  | { readonly type: 'code'; readonly value: string; readonly lang: string | null }
  | { readonly type: 'break' | 'thematicBreak' }
  | {
      readonly type: 'paragraph' | 'emphasis' | 'strong' | 'delete' | 'blockquote' | 'tableRow' | 'tableCell';
      readonly children: readonly SummaryNode[];
    }
  | { readonly type: 'heading'; readonly depth: number; readonly children: readonly SummaryNode[] }
  | {
      readonly type: 'list';
      readonly ordered: boolean;
      readonly start: number | null;
      readonly spread: boolean;
      readonly children: readonly SummaryNode[];
    }
  | {
      readonly type: 'listItem';
      /** For items of a task list; null otherwise. */
      readonly checked: boolean | null;
      readonly spread: boolean;
      readonly children: readonly SummaryNode[];
    }
  | {
      readonly type: 'link';
      /** http, https or mailto, or relative to the site. */
      readonly url: string;
      readonly title: string | null;
      readonly children: readonly SummaryNode[];
    }
  | {
      readonly type: 'table';
      /** By column. */
      readonly align: readonly ('left' | 'right' | 'center' | null)[];
      readonly children: readonly SummaryNode[];
    };

export interface SummaryFormula {
  /** Without the dollar signs. */
  readonly tex: string;
  /** Whether it stands on a line of its own. */
  readonly isDisplay: boolean;
  /** Null where the TeX cannot be translated. */
  readonly mathml: MathElement | null;
  /** Why it cannot; null otherwise. */
  readonly problem: string | null;
}

export interface SummaryTree {
  readonly type: 'root';
  readonly children: readonly SummaryNode[];
}

/** A tree of plain text; blank lines separate paragraphs. */
export function plainTree(text: string): SummaryTree {
  const paragraphs = text.split(/\n\s*\n/).filter((paragraph) => paragraph.trim() !== '');
  return {
    type: 'root',
    children: paragraphs.map((value) => ({ type: 'paragraph', children: [{ type: 'text', value }] })),
  };
}
