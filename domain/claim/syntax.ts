/** Claims as data: what `parse.ts` reads and `print.ts` writes. `at` is the index of the character where a part begins. */
import { isOneCell, type CellPattern } from '../cell-pattern';
import type { Direction } from '../effect';
import type { MetricId } from '../metrics';
import type { SweepKind } from '../sites';

/** Recovery; the change from the base run; or the metric after the patch. Changes and raw values are in the metric's unit. */
export const VALUE_FORMS = ['recovery', 'change', 'raw'] as const;
export type ValueForm = (typeof VALUE_FORMS)[number];

/** What a metric says of the unpatched runs: of one of them, or clean - corrupted. */
export const BASELINE_PARTS = ['clean', 'corrupted', 'gap'] as const;
export type BaselinePart = (typeof BASELINE_PARTS)[number];

/** What is read of cells. Null: the run decides, see `bind.ts`. */
export interface Qualifiers {
  readonly direction: Direction | null;
  readonly metric: MetricId | null;
  readonly form: ValueForm;
}

/** One or several cells of a sweep. */
export interface Cells {
  readonly type: 'cells';
  readonly kind: SweepKind;
  readonly pattern: CellPattern;
  readonly qualifiers: Qualifiers;
  readonly at: number;
}

/** A number as it is written, in canonical form: `-0.20` has a tolerance of half its last digit where it is compared by `=`. */
export interface NumberLiteral {
  readonly type: 'number';
  readonly text: string;
  readonly at: number;
}

/** A metric of the unpatched runs, such as `ld.clean`. */
export interface BaselineValue {
  readonly type: 'baseline';
  readonly metric: MetricId;
  readonly part: BaselinePart;
  readonly at: number;
}

export interface Negation {
  readonly type: 'negation';
  readonly of: Expression;
  readonly at: number;
}

export interface Arithmetic {
  readonly type: 'arithmetic';
  readonly operator: '+' | '-' | '*' | '/';
  readonly left: Expression;
  readonly right: Expression;
  readonly at: number;
}

/** `abs` is of each value; the others make one number of all values of their arguments. */
export const FUNCTIONS = ['max', 'min', 'mean', 'abs'] as const;
export interface Call {
  readonly type: 'call';
  readonly name: (typeof FUNCTIONS)[number];
  readonly of: readonly Expression[];
  readonly at: number;
}

/** One number, or several numbers where an argument of max, min or mean is wanted. */
export type Expression = Cells | NumberLiteral | BaselineValue | Negation | Arithmetic | Call;

export const COMPARISONS = ['>=', '>', '<=', '<', '='] as const;
export type ComparisonOperator = (typeof COMPARISONS)[number];

/** Two numbers compared. The right side of `=` is a number literal. */
export interface Comparison {
  readonly type: 'comparison';
  readonly left: Expression;
  readonly operator: ComparisonOperator;
  readonly right: Expression;
}

/** The cells with the largest values, in any order. */
export interface TopSet {
  readonly type: 'top';
  readonly cells: Cells;
  /** How many; as many as there are members. */
  readonly count: number;
  readonly members: readonly CellPattern[];
}

export type Claim = Comparison | TopSet;

/** Whether an expression has several values: cells that are a range, or `abs` of them. */
export function isSeveral(expression: Expression): boolean {
  switch (expression.type) {
    case 'cells':
      return !isOneCell(expression.pattern);
    case 'negation':
      return isSeveral(expression.of);
    case 'call':
      return expression.name === 'abs' && isSeveral(expression.of[0]!);
    case 'number':
    case 'baseline':
    case 'arithmetic':
      return false;
  }
}

/** Every node of an expression, itself first. */
export function listNodes(expression: Expression): Expression[] {
  switch (expression.type) {
    case 'negation':
      return [expression, ...listNodes(expression.of)];
    case 'arithmetic':
      return [expression, ...listNodes(expression.left), ...listNodes(expression.right)];
    case 'call':
      return [expression, ...expression.of.flatMap(listNodes)];
    case 'number':
    case 'baseline':
    case 'cells':
      return [expression];
  }
}
