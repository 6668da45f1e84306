/**
 * Translates TeX to MathML with Temml (https://temml.org), within limits, and keeps only what domain/mathml.ts lists.
 *
 * Temml's tree is read, not its markup: nothing has to be parsed again.
 */
import type Temml from 'temml';
import { MATH_ATTRIBUTES, MATH_ELEMENTS, type MathElement } from '../../../domain/mathml';
import { listClasses, readColor, type Styles } from './formula-styles';

/** Characters of a formula. */
const MAX_FORMULA = 2000;
/** Macros that a formula may expand. The built-in ones count. */
const MAX_EXPANSIONS = 200;
/** Widths and heights of \rule, \hspace and the like, in em. */
const MAX_SIZE_EM = 20;
/** Levels of elements. */
const MAX_LEVELS = 40;
/** Macro definitions: each expansion could make a long text longer. */
const DEFINES =
  /\\(?:[gex]?def|let|futurelet|global|long|(?:re)?newcommand|providecommand|newenvironment|renewenvironment)(?![A-Za-z])/;

/** A translated formula, or why there is none. */
export type RenderedFormula =
  { readonly element: MathElement; readonly size: number } | { readonly problem: string };

/** Translates a formula. @param most elements. */
export type RenderFormula = (source: string, isDisplay: boolean, most: number) => RenderedFormula;

/** Loads Temml, which takes longer than to parse most texts. */
export async function loadFormulas(): Promise<RenderFormula> {
  const { default: temml } = await import('temml');
  return (source, isDisplay, most) => renderFormula(temml, source, isDisplay, most);
}

function renderFormula(
  temml: typeof Temml,
  source: string,
  isDisplay: boolean,
  most: number,
): RenderedFormula {
  if (source.trim() === '') return { problem: 'The formula is empty.' };
  if (source.length > MAX_FORMULA) {
    return { problem: `The formula is ${source.length} characters long; use up to ${MAX_FORMULA}.` };
  }
  const definition = DEFINES.exec(source);
  if (definition) return { problem: `${definition[0]} is not available: write the formula out.` };
  let root: unknown;
  try {
    root = temml.__renderToMathMLTree(source, {
      displayMode: isDisplay,
      throwOnError: true,
      maxExpand: MAX_EXPANSIONS,
      maxSize: [MAX_SIZE_EM, MAX_SIZE_EM],
      trust: false,
    });
  } catch (error) {
    return { problem: explain(error) };
  }
  return keepAllowed(root, most);
}

/** Temml's ParseError begins with the reason; the source follows with marks under the place. */
function explain(error: unknown): string {
  if (error instanceof RangeError) return 'The formula nests too deep. Nest fewer groups.';
  if (!(error instanceof Error) || error.name !== 'ParseError') {
    return 'The formula cannot be read. Check its commands and braces.';
  }
  const [reason = ''] = error.message.split(/:\s*\n/);
  const text = reason
    .replace(/^\s*(?:Temml|KaTeX) parse error:/, '')
    .replaceAll(/[\u0332\s]+/g, ' ')
    .trim();
  return `${text.slice(0, 200).toWellFormed()}${/[.!?]$/.test(text) ? '' : '.'}`;
}

class Refused extends Error {}

/** Elements that MathML Core does not have; classes say what they draw. */
const RENAMED: Readonly<Record<string, string>> = { menclose: 'mrow' };

function keepAllowed(root: unknown, most: number): RenderedFormula {
  let size = 0;
  const keep = (node: unknown, level: number): (MathElement | string)[] => {
    if (level > MAX_LEVELS)
      throw new Refused(`The formula nests more than ${MAX_LEVELS} levels deep. Nest fewer groups.`);
    if (!isNode(node)) return [];
    if (typeof node.text === 'string') return node.text === '' ? [] : [node.text];
    const children = (node.children ?? []).flatMap((child) => keep(child, level + 1));
    const name = RENAMED[node.type ?? ''] ?? node.type;
    // Fragments and elements that may not be shown leave their content.
    if (name === undefined || !MATH_ELEMENTS.has(name)) return children;
    if (++size > most)
      throw new Refused('The formulas of this text have too many parts. Use fewer or shorter ones.');
    const attributes = keepAttributes(node);
    return [{ name, ...(Object.keys(attributes).length > 0 && { attributes }), children }];
  };
  try {
    const [first, ...rest] = keep(root, 1);
    const isOne = rest.length === 0 && typeof first === 'object';
    return {
      element: isOne ? first : { name: 'mrow', children: first === undefined ? [] : [first, ...rest] },
      size,
    };
  } catch (error) {
    if (error instanceof Refused) return { problem: error.message };
    throw error;
  }
}

interface TemmlNode {
  readonly type?: string;
  readonly text?: unknown;
  readonly children?: readonly unknown[];
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly classes?: readonly unknown[];
  readonly style?: Styles;
}

const isNode = (node: unknown): node is TemmlNode => typeof node === 'object' && node !== null;

function keepAttributes({
  type,
  attributes = {},
  classes = [],
  style = {},
}: TemmlNode): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (name !== 'class' && MATH_ATTRIBUTES.has(name)) kept[name] = String(value);
  }
  const color = readColor(style['color']);
  if (color !== null) kept['mathcolor'] = color;
  const names = listClasses(type ?? '', classes, attributes['notation'], style);
  if (names.length > 0) kept['class'] = names.join(' ');
  return kept;
}
