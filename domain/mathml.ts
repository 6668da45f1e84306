/**
 * The part of MathML that texts may have: elements and attributes of MathML Core (https://www.w3.org/TR/mathml-core/) that only draw.
 * None of them loads, links, runs or styles anything.
 */

/** An element, without `math` around it. */
export interface MathElement {
  readonly name: string;
  /** Left out where there are none. */
  readonly attributes?: Readonly<Record<string, string>>;
  readonly children: readonly (MathElement | string)[];
}

export const MATH_ELEMENTS: ReadonlySet<string> = new Set(
  (
    'mrow mstyle mpadded mphantom mi mn mo ms mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover ' +
    'mmultiscripts mprescripts none mtable mtr mtd'
  ).split(' '),
);

/** `class` only has names of MATH_CLASSES. */
export const MATH_ATTRIBUTES: ReadonlySet<string> = new Set(
  (
    'displaystyle scriptlevel mathvariant mathcolor mathbackground class fence form separator stretchy symmetric largeop ' +
    'movablelimits minsize maxsize accent accentunder linethickness lspace rspace width height depth voffset columnspan rowspan'
  ).split(' '),
);

/** Classes of the page's style sheet, for what MathML Core has no attribute for. */
export const MATH_CLASSES: ReadonlySet<string> = new Set([
  'math-left',
  'math-right',
  'math-tight',
  'math-loose',
  'math-over',
  'math-under',
  'math-box',
  'math-strike-up',
  'math-strike-down',
  'math-strike-out',
]);
