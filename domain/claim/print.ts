/** Writes a claim in canonical form: one way for each claim, which `parse.ts` reads back. */
import { isOneCell, printCellPattern, isAll } from '../cell-pattern';
import { isHeadKind } from '../sites';
import type { Cells, Claim, Expression, Qualifiers } from './syntax';
import { wordOfKind, wordOfMetric } from './words';

/** The canonical text of a claim. */
export function printClaim(claim: Claim): string {
  if (claim.type === 'comparison') {
    return `${printExpression(claim.left)} ${claim.operator} ${printExpression(claim.right)}`;
  }
  const members = claim.members.map((member) => {
    const text = printCellPattern(member);
    return member.position === null ? text : `[${text}]`;
  });
  return `top(${printCells(claim.cells)}, ${claim.count}) = {${members.join(', ')}}`;
}

/** Binding strength: an operand that binds less is written in parentheses. */
const STRENGTH = { '+': 1, '-': 1, '*': 2, '/': 2 } as const;

/** The canonical text of an expression. */
export function printExpression(expression: Expression): string {
  switch (expression.type) {
    case 'number':
      return expression.text;
    case 'baseline':
      return `${wordOfMetric(expression.metric)}.${expression.part}`;
    case 'cells':
      return printCells(expression);
    case 'call':
      return `${expression.name}(${expression.of.map(printExpression).join(', ')})`;
    case 'negation': {
      const of = printExpression(expression.of);
      // `-(-0.2)` is not `--0.2`, and `-0.2` is a number.
      return expression.of.type === 'arithmetic' || of.startsWith('-') ? `-(${of})` : `-${of}`;
    }
    case 'arithmetic': {
      const { left, operator, right } = expression;
      const strength = STRENGTH[operator];
      const weak = (side: Expression, least: number): string =>
        side.type === 'arithmetic' && STRENGTH[side.operator] < least
          ? `(${printExpression(side)})`
          : printExpression(side);
      // Operations are read from the left: a - (b - c) keeps its parentheses.
      return `${weak(left, strength)} ${operator} ${weak(right, strength + 1)}`;
    }
  }
}

function printCells({ kind, pattern, qualifiers }: Cells): string {
  const word = wordOfKind(kind);
  const isWhole =
    isAll(pattern.layer) &&
    (pattern.head === null || isAll(pattern.head)) &&
    (isHeadKind(kind) ? pattern.position === null : isAll(pattern.position!));
  const where = isWhole && !isOneCell(pattern) ? '' : printCellPattern(pattern);
  const how = printQualifiers(qualifiers);
  if (how === '') return where === '' ? word : `${word}[${where}]`;
  return `${word}[${where === '' ? '*' : where} | ${how}]`;
}

function printQualifiers({ direction, metric, form }: Qualifiers): string {
  return [
    ...(direction === null ? [] : [direction.toLowerCase()]),
    ...(metric === null ? [] : [wordOfMetric(metric)]),
    ...(form === 'recovery' ? [] : [form]),
  ].join(', ');
}
