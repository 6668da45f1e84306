/** Temml's classes, notations and inline styles as classes of the page's style sheet; the rest is dropped. */

/** Names in camel case, as in the DOM. */
export type Styles = Readonly<Record<string, unknown>>;

const CLASSES: Readonly<Record<string, string>> = { 'tml-left': 'math-left', 'tml-right': 'math-right' };
/** Of `menclose`, which MathML Core does not have. */
const NOTATIONS: Readonly<Record<string, string>> = {
  top: 'math-over',
  bottom: 'math-under',
  box: 'math-box',
  updiagonalstrike: 'math-strike-up',
  downdiagonalstrike: 'math-strike-down',
  horizontalstrike: 'math-strike-out',
};

/** Classes of an element. @param type its name. */
export function listClasses(
  type: string,
  classes: readonly unknown[],
  notation: unknown,
  style: Styles,
): string[] {
  const known = classes.flatMap((one) => String(one).split(' ')).flatMap((name) => CLASSES[name] ?? []);
  if (typeof notation === 'string')
    known.push(...notation.split(' ').flatMap((name) => NOTATIONS[name] ?? []));
  if (type === 'mtd') known.push(...describePadding(style));
  if (typeof style['border'] === 'string') known.push('math-box');
  return [...new Set(known)];
}

/** Columns of an alignment touch, and the second one of cases has room before it. */
function describePadding({ paddingLeft, paddingRight }: Styles): string[] {
  const [left, right] = [paddingLeft, paddingRight].map((value) => Number.parseFloat(String(value)));
  if (left === 0 && right === 0) return ['math-tight'];
  return left! >= 1 && String(paddingLeft).endsWith('em') ? ['math-loose'] : [];
}

/** A colour as an attribute may have it: a name or hexadecimal digits; null for others. */
export function readColor(value: unknown): string | null {
  return typeof value === 'string' && /^(#[0-9a-f]{3,8}|[a-z]{3,30})$/i.test(value) ? value : null;
}
