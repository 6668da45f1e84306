/** A stored run as the engine takes it. */
import type { PromptPair, Run } from '../db';
import type { Direction, Experiment } from '../engine/types';
import type { Token } from './validate';

/** @param pairs of the run; those of them that are wanted. */
export function experimentOf(run: Run, pairs: readonly PromptPair[]): Experiment {
  const ids = (json: string): number[] => (JSON.parse(json) as Token[]).map((token) => token.id);
  return {
    model: run.modelId,
    direction: run.direction as Direction,
    pairs: pairs.map((pair) => ({
      clean: ids(pair.cleanTokens),
      corrupted: ids(pair.corruptedTokens),
      correct: pair.correctTokenId,
      incorrect: pair.incorrectTokenId,
    })),
  };
}
