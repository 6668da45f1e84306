/**
 * Several cells at once: the coordinates of a cell, where each may also be a range or all. `cell.ts` has the address of one cell.
 *
 * Grammar, of heads: `9.9` or `L9H9`, `9.*`, `*.9`, `L7..9H*`, `*` for all heads. Of layers: `8`, `L8`, `1..`, `..5`, `2..4`, `*`.
 * A position follows after a comma or `@`: `8, END`, `9.9 @ 14`; the source position of an entry of a pattern after `<-`:
 * `9.9, 14 <- 10`. Ranges include both ends. END is the last position; in a run by role a position is the name of a role: `8, S2`.
 */
import { coordinateOfAxis, isPositionAxis, type Coordinates, type Grid } from './cell';
import { findRole } from './roles';
import { TextError } from './text-error';

/** An index, or the name of a role; END is the last position. */
export type Bound = number | string;

/** One step along an axis, or a range that includes both ends; null is an open end. */
export type Steps =
  | { readonly type: 'step'; readonly step: Bound; readonly at: number }
  | { readonly type: 'range'; readonly from: Bound | null; readonly to: Bound | null; readonly at: number };

/** Cells of a sweep: steps along each axis; null for an axis that the sweep does not have. */
export interface CellPattern {
  readonly layer: Steps;
  readonly head: Steps | null;
  readonly position: Steps | null;
  readonly src: Steps | null;
}

/** All steps of an axis. */
export function allSteps(at: number): Steps {
  return { type: 'range', from: null, to: null, at };
}

/** Whether steps are all of their axis. */
export function isAll(steps: Steps): boolean {
  return steps.type === 'range' && steps.from === null && steps.to === null;
}

/** Whether a pattern names one cell whatever the sizes of a sweep are. */
export function isOneCell({ layer, head, position, src }: CellPattern): boolean {
  return [layer, head, position, src].every((steps) => steps === null || steps.type === 'step');
}

/** Digits of an index, at most; sweeps are shorter. */
const MAX_DIGITS = 4;
const SPACE = /\s*/y;
const RANGE = /(\d+|END)?\s*\.\.\s*(\d+|END)?/y;
const STEP = /\*|\d+|END/y;
const POSITION = /\*|\d+|[A-Za-z][A-Za-z0-9_]*/y;

/**
 * Reads a pattern from a part of a text.
 *
 * @param isHead whether the first coordinate is a head, not a layer.
 * @throws TextError
 */
export function parseCellPattern(text: string, start: number, end: number, isHead: boolean): CellPattern {
  let at = start;
  const example = isHead ? '9.9, END' : '8, END';
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (!match || pattern.lastIndex > end) return null;
    at = pattern.lastIndex;
    return match;
  };
  const takeText = (wanted: string): boolean => {
    if (at + wanted.length > end || !text.startsWith(wanted, at)) return false;
    at += wanted.length;
    return true;
  };
  const readBound = (written: string, from: number, isPosition: boolean): Bound => {
    if (isPosition && !/^\d/.test(written)) return written;
    if (written === 'END') {
      throw new TextError('END is the last position; layers and heads are numbers from 0.', from);
    }
    if (written.length > MAX_DIGITS)
      throw new TextError(
        `${written.slice(0, 8)} is too large; use a number of up to ${MAX_DIGITS} digits.`,
        from,
      );
    return Number(written);
  };
  const takeSteps = (what: string, isPosition: boolean): Steps => {
    take(SPACE);
    const from = at;
    const range = take(RANGE);
    if (range) {
      const [, first, last] = range;
      const steps = {
        from: first === undefined ? null : readBound(first, from, isPosition),
        to: last === undefined ? null : readBound(last, from, isPosition),
      };
      if (typeof steps.from === 'number' && typeof steps.to === 'number' && steps.from > steps.to)
        throw new TextError(
          `The range ${first}..${last} is empty; write the smaller number first: ${last}..${first}.`,
          from,
        );
      if (steps.from === null && steps.to === null)
        throw new TextError('The range has no end; write * for all, or 1.. or ..5.', from);
      return { type: 'range', ...steps, at: from };
    }
    const step = take(isPosition ? POSITION : STEP);
    if (!step) {
      const found = from < end ? `'${text[from]}' is not a ${what}` : `The ${what} is missing`;
      throw new TextError(`${found}; write a number, a range such as 1.. or 2..4, or *: ${example}.`, from);
    }
    return step[0] === '*'
      ? allSteps(from)
      : { type: 'step', step: readBound(step[0], from, isPosition), at: from };
  };

  take(SPACE);
  const hasLetter = takeText('L');
  const layer = takeSteps('layer', false);
  let head: Steps | null = null;
  if (isHead) {
    const letterAt = at;
    if (takeText(hasLetter ? 'H' : '.')) head = takeSteps('head', false);
    else if (!hasLetter && isAll(layer)) head = allSteps(layer.at);
    else {
      const written = text.slice(layer.at, letterAt);
      throw new TextError(
        `The head is missing; write layer and head, such as 9.9 for one head or ${hasLetter ? `L${written}H*` : `${written}.*`} for all.`,
        letterAt,
      );
    }
  }
  take(SPACE);
  let position: Steps | null = null;
  let src: Steps | null = null;
  if (takeText(',') || takeText('@')) {
    position = takeSteps('position', true);
    take(SPACE);
    if (takeText('<-') || takeText('←')) src = takeSteps('source position', true);
    take(SPACE);
  }
  if (at < end) {
    const message = `'${text[at]}' is not expected here; a cell is written ${example}.`;
    throw new TextError(message, at);
  }
  return { layer, head, position, src };
}

/** The canonical form of a pattern; `parseCellPattern` reads it. */
export function printCellPattern({ layer, head, position, src }: CellPattern): string {
  const first = printPlace(layer, head);
  if (position === null) return first;
  const after = src === null ? '' : ` <- ${printSteps(src)}`;
  return `${first}, ${printSteps(position)}${after}`;
}

function printPlace(layer: Steps, head: Steps | null): string {
  if (head === null) return printSteps(layer);
  if (isAll(layer) && isAll(head)) return '*';
  // `1...*` would be hard to read, and `0...5` would be another head.
  if ([layer, head].some((steps) => steps.type === 'range' && !isAll(steps)))
    return `L${printSteps(layer)}H${printSteps(head)}`;
  return `${printSteps(layer)}.${printSteps(head)}`;
}

function printSteps(steps: Steps): string {
  if (steps.type === 'step') return String(steps.step);
  return isAll(steps) ? '*' : `${steps.from ?? ''}..${steps.to ?? ''}`;
}

/**
 * Row-major indices of the cells that a pattern names in a grid, in ascending order; at least one.
 *
 * @throws TextError for a step that the grid does not have.
 */
export function listCellIndices({ axes, shape, roles }: Grid, pattern: CellPattern): number[] {
  let indices = [0];
  for (const [at, axis] of axes.entries()) {
    const length = shape[at]!;
    const steps = pattern[coordinateOfAxis(axis) satisfies keyof Coordinates];
    if (steps === null || steps === undefined) throw new Error(`the pattern has no ${axis}`);
    const name = axis === 'src' ? 'source position' : axis;
    const [first, last] = isPositionAxis(axis)
      ? resolvePositions(steps, length, name, roles)
      : resolveSteps(steps, length, name);
    const along = Array.from({ length: last - first + 1 }, (_, step) => first + step);
    indices = indices.flatMap((index) => along.map((step) => index * length + step));
  }
  return indices;
}

/** The steps of a position axis: by index, or by the name of a role. */
function resolvePositions(
  steps: Steps,
  length: number,
  axis: string,
  roles: readonly string[] | undefined,
): [first: number, last: number] {
  const bounds = steps.type === 'step' ? [steps.step] : [steps.from, steps.to];
  const named = bounds.find((bound) => typeof bound === 'string' && bound !== 'END');
  if (!roles) {
    if (named === undefined) return resolveSteps(steps, length, axis);
    throw new TextError(
      `This run has positions by index, so ${named} names none; write a number, or END for the last position.`,
      steps.at,
    );
  }
  if (isAll(steps)) return [0, length - 1];
  const known = `its roles are ${roles.join(', ')}`;
  if (steps.type === 'range' || typeof steps.step === 'number')
    throw new TextError(`This run has positions by role; write one role or *: ${known}.`, steps.at);
  const index = findRole(roles, steps.step);
  if (index < 0) throw new TextError(`This run has no role ${steps.step}; ${known}.`, steps.at);
  return [index, index];
}

/** First and last step, both included. */
function resolveSteps(steps: Steps, length: number, axis: string): [first: number, last: number] {
  const resolve = (bound: Bound): number => {
    const step = bound === 'END' ? length - 1 : Number(bound);
    if (step < length) return step;
    throw new TextError(`There is no ${axis} ${step}; this run has ${axis}s 0 to ${length - 1}.`, steps.at);
  };
  if (steps.type === 'step') return [resolve(steps.step), resolve(steps.step)];
  const [first, last] = [resolve(steps.from ?? 0), resolve(steps.to ?? length - 1)];
  if (first <= last) return [first, last];
  throw new TextError(`The range ends before it begins: ${axis}s ${first} to ${last}.`, steps.at);
}
