/** The axes of a sweep, step by step. */
import { isPositionAxis } from '../../../domain/cell';
import type { AxisName } from '../../../domain/sites';
import { decodeCleanTokens, decodeGrid } from '../../db/codec';
import type { PromptPair } from '../../db';
import type { Token } from '../submit/validate-pairs';
import type { SweepRow } from './sweep-view';

/** One step along an axis. */
export interface AxisStep {
  readonly index: number;
  /** The clean prompt's token at a position, destination or source position; null for layers, heads and roles. */
  readonly token: Token | null;
  /** The role; null for layers, heads and positions by index. */
  readonly role: string | null;
}

export interface SweepAxis {
  readonly name: AxisName;
  readonly steps: readonly AxisStep[];
}

/**
 * The axes of a sweep in the order of its values.
 *
 * @param pair whose tokens the positions have; the first of the run.
 * @param roles names of the steps of position axes; null for positions by index.
 * @throws DATABASE_UNAVAILABLE
 */
export function describeAxes(
  sweep: SweepRow,
  pair: Pick<PromptPair, 'cleanTokens'>,
  roles: readonly string[] | null,
): SweepAxis[] {
  const { axes, shape } = decodeGrid(sweep);
  const tokens = decodeCleanTokens(pair.cleanTokens);
  return axes.map((name, axis) => {
    const isPosition = isPositionAxis(name);
    const steps = Array.from({ length: shape[axis]! }, (_, index) => ({
      index,
      token: isPosition && !roles ? (tokens[index] ?? null) : null,
      role: isPosition ? (roles?.[index] ?? null) : null,
    }));
    return { name, steps };
  });
}
