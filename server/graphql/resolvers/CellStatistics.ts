import { MAX_EXTREME_PROMPTS } from '../../../domain/limits';
import type { CellOverPrompts } from '../../runs/results/sweep-statistics';
import { checkCount } from '../connection';
import type { CellStatisticsResolvers } from '../generated/resolvers';

/** Prompts with their effects. */
function listPrompts({ effects }: CellOverPrompts, order: readonly number[]) {
  return order.map((prompt) => ({ prompt, effect: effects[prompt]! }));
}

export const CellStatistics: CellStatisticsResolvers = {
  histogram: ({ histogram }) => [...histogram],
  lowest(cell, { first }) {
    checkCount('first', first, MAX_EXTREME_PROMPTS);
    return listPrompts(cell, cell.order.slice(0, first));
  },
  highest(cell, { first }) {
    checkCount('first', first, MAX_EXTREME_PROMPTS);
    return listPrompts(cell, cell.order.toReversed().slice(0, first));
  },
  facets: ({ facets }) => [...facets],
};
