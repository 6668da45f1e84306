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
  /** The clean prompt's token at a position, destination or source position; null for layers and heads. */
  readonly token: Token | null;
}

export interface SweepAxis {
  readonly name: AxisName;
  readonly steps: readonly AxisStep[];
}

/**
 * The axes of a sweep in the order of its values.
 *
 * @param pair whose tokens the positions have; the first of the run.
 * @throws DATABASE_UNAVAILABLE
 */
export function describeAxes(sweep: SweepRow, pair: Pick<PromptPair, 'cleanTokens'>): SweepAxis[] {
  const { axes, shape } = decodeGrid(sweep);
  const tokens = decodeCleanTokens(pair.cleanTokens);
  return axes.map((name, axis) => {
    const isPosition = isPositionAxis(name);
    const steps = Array.from({ length: shape[axis]! }, (_, index) => ({
      index,
      token: isPosition ? (tokens[index] ?? null) : null,
    }));
    return { name, steps };
  });
}
