/**
 * Binds a claim to a run: which stored values it reads. What the claim leaves open is taken from the run: its first metric, and
 * denoising where the run has it, otherwise the run's direction.
 */
import { isOneCell, listCellIndices } from '../cell-pattern';
import { countCells, indexToCoordinates, type CellAddress, type Grid } from '../cell';
import type { Direction } from '../effect';
import { MAX_CLAIM_VALUES } from '../limits';
import { describeMetric, type MetricId } from '../metrics';
import { siteOfKind, type SweepKind } from '../sites';
import { TextError } from '../text-error';
import type {
  Arithmetic,
  BaselinePart,
  Call,
  Cells,
  Claim,
  Comparison,
  Expression,
  ValueForm,
} from './syntax';
import { wordOfKind, wordOfMetric } from './words';

/** What of a run its claims depend on. */
export interface ClaimRun {
  readonly prompts: number;
  /** The first one first. */
  readonly directions: readonly Direction[];
  /** Every stored metric; the first is read where none is named. */
  readonly metrics: readonly MetricId[];
  readonly sweeps: readonly (Grid & { readonly kind: SweepKind; readonly direction: Direction })[];
}

/** The unpatched runs in one metric. A metric may compare with the base or the source run, which the direction swaps. */
export interface BaselineKey {
  readonly direction: Direction;
  readonly metric: MetricId;
}

/** The values of a sweep in one metric. */
export interface SweepKey extends BaselineKey {
  readonly kind: SweepKind;
}

/** Cells with the values that they are read from. */
export interface BoundCells {
  readonly type: 'cells';
  readonly sweep: SweepKey;
  readonly grid: Grid;
  /** Row-major indices in the grid. */
  readonly indices: readonly number[];
  readonly form: ValueForm;
  readonly at: number;
}

export type BoundExpression =
  | BoundCells
  | { readonly type: 'number'; readonly value: number }
  | {
      readonly type: 'baseline';
      readonly key: BaselineKey;
      readonly part: BaselinePart;
      readonly at: number;
    }
  | { readonly type: 'negation'; readonly of: BoundExpression }
  | {
      readonly type: 'arithmetic';
      readonly operator: Arithmetic['operator'];
      readonly left: BoundExpression;
      readonly right: BoundExpression;
      readonly at: number;
    }
  | { readonly type: 'call'; readonly name: Call['name']; readonly of: readonly BoundExpression[] };

export type BoundClaim =
  | {
      readonly type: 'comparison';
      readonly left: BoundExpression;
      readonly operator: Comparison['operator'];
      readonly right: BoundExpression;
      /** Half a unit of the last digit of the right side of `=`; 0 for other comparisons. */
      readonly tolerance: number;
    }
  | {
      readonly type: 'top';
      readonly cells: BoundCells;
      /** Positions of the members in `cells.indices`, ascending. */
      readonly members: readonly number[];
    };

/** @throws TextError where the run lacks what the claim names, with what to run. */
export function bindClaim(claim: Claim, run: ClaimRun): BoundClaim {
  const bound = claim.type === 'top' ? bindTop(claim, run) : bindComparison(claim, run);
  const named = listBoundCells(bound).reduce((sum, { indices }) => sum + indices.length, 0);
  if (named * run.prompts > MAX_CLAIM_VALUES) {
    const message = `The claim reads ${named} cells of ${run.prompts} prompts; up to ${MAX_CLAIM_VALUES} values can be resampled. Name fewer cells, such as one layer or position.`;
    throw new TextError(message, listBoundCells(bound)[0]!.at);
  }
  return bound;
}

/** Every cells node of a bound claim, from the left. */
export function listBoundCells(bound: BoundClaim): BoundCells[] {
  return bound.type === 'top' ? [bound.cells] : [bound.left, bound.right].flatMap(listCells);
}

/** Every metric of the unpatched runs that a bound claim reads. */
export function listBaselineKeys(bound: BoundClaim): BaselineKey[] {
  const own = bound.type === 'top' ? [] : [bound.left, bound.right].flatMap(listBaselines);
  return [...listBoundCells(bound).map(({ sweep }) => sweep), ...own];
}

/** The address of one of the cells of a node. @param member position in `indices`. */
export function addressOfCell({ sweep, grid, indices }: BoundCells, member: number): CellAddress {
  return { kind: sweep.kind, ...indexToCoordinates(grid, indices[member]!) };
}

function listCells(expression: BoundExpression): BoundCells[] {
  if (expression.type === 'cells') return [expression];
  return listChildren(expression).flatMap(listCells);
}

function listBaselines(expression: BoundExpression): BaselineKey[] {
  if (expression.type === 'baseline') return [expression.key];
  return listChildren(expression).flatMap(listBaselines);
}

/** The operands or arguments of an expression. */
export function listChildren(expression: BoundExpression): readonly BoundExpression[] {
  switch (expression.type) {
    case 'negation':
      return [expression.of];
    case 'arithmetic':
      return [expression.left, expression.right];
    case 'call':
      return expression.of;
    case 'number':
    case 'baseline':
    case 'cells':
      return [];
  }
}

function bindComparison(claim: Comparison, run: ClaimRun): BoundClaim {
  const { right } = claim;
  const digits = right.type === 'number' ? (right.text.split('.')[1]?.length ?? 0) : 0;
  return {
    type: 'comparison',
    left: bindExpression(claim.left, run),
    operator: claim.operator,
    right: bindExpression(right, run),
    tolerance: claim.operator === '=' ? 0.5 * 10 ** -digits : 0,
  };
}

function bindTop(claim: Extract<Claim, { type: 'top' }>, run: ClaimRun): BoundClaim {
  const cells = bindCells(claim.cells, run);
  if (cells.indices.length <= claim.count) {
    const message = `top(…, ${claim.count}) of ${cells.indices.length} cells names all of them; use a smaller number.`;
    throw new TextError(message, claim.cells.at);
  }
  const members = claim.members.map((member) => {
    const [index] = listCellIndices(cells.grid, member);
    const position = cells.indices.indexOf(index!);
    if (position >= 0) return position;
    throw new TextError('This cell is not among those that top ranks; leave it out.', member.layer.at);
  });
  if (new Set(members).size < members.length) {
    throw new TextError('Two members of the set are the same cell; name each once.', claim.cells.at);
  }
  return { type: 'top', cells, members: members.toSorted((a, b) => a - b) };
}

function bindExpression(expression: Expression, run: ClaimRun): BoundExpression {
  switch (expression.type) {
    case 'number':
      return { type: 'number', value: Number(expression.text) };
    case 'baseline': {
      const { metric, part, at } = expression;
      checkMetric(metric, run, at);
      return { type: 'baseline', key: { direction: chooseDirection(run), metric }, part, at };
    }
    case 'negation':
      return { type: 'negation', of: bindExpression(expression.of, run) };
    case 'arithmetic':
      return {
        ...expression,
        left: bindExpression(expression.left, run),
        right: bindExpression(expression.right, run),
      };
    case 'call':
      return {
        type: 'call',
        name: expression.name,
        of: expression.of.map((part) => bindExpression(part, run)),
      };
    case 'cells':
      return bindCells(expression, run);
  }
}

function bindCells({ kind, pattern, qualifiers, at }: Cells, run: ClaimRun): BoundCells {
  const direction = qualifiers.direction ?? chooseDirection(run);
  if (!run.directions.includes(direction)) {
    const name = direction.toLowerCase();
    throw new TextError(`This run has no ${name}; run the experiment again with ${name}.`, at);
  }
  const metric = qualifiers.metric ?? run.metrics[0]!;
  checkMetric(metric, run, at);
  if (qualifiers.form === 'recovery' && !describeMetric(metric).hasRecovery) {
    const word = wordOfMetric(metric);
    const message = `Recovery is not defined of ${describeMetric(metric).title.toLowerCase()}; write '| ${word}, raw' or '| ${word}, change' in the brackets, or name another metric.`;
    throw new TextError(message, at);
  }
  const grid = run.sweeps.find((sweep) => sweep.kind === kind && sweep.direction === direction);
  if (!grid) {
    const { title } = siteOfKind(kind);
    const message = `This run has no sweep '${title}' (${kind}) in ${direction.toLowerCase()}; run the experiment again with that sweep to evaluate ${wordOfKind(kind)}.`;
    throw new TextError(message, at);
  }
  const indices = listCellIndices(grid, pattern);
  if (isOneCell(pattern) && indices.length !== 1) throw new Error(`${countCells(grid.shape)} cells`);
  return { type: 'cells', sweep: { kind, direction, metric }, grid, indices, form: qualifiers.form, at };
}

function chooseDirection({ directions }: ClaimRun): Direction {
  return directions.includes('DENOISING') ? 'DENOISING' : directions[0]!;
}

function checkMetric(metric: MetricId, { metrics }: ClaimRun, at: number): void {
  if (metrics.includes(metric)) return;
  const has = metrics.map(wordOfMetric).join(', ');
  const message = `This run has no ${describeMetric(metric).title.toLowerCase()}; it has ${has}. Run the experiment again with that metric.`;
  throw new TextError(message, at);
}
