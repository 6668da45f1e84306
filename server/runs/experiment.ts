/** A stored run as the engine takes it. */
import type { PromptPair, Run } from '../db';
import type { Direction, Experiment, ExpectedModel } from '../engine/api';
import type { Token } from './submit/validate';

/** As the engine takes it. @param pairs of the run; those of them that are wanted. */
export function experimentOf(run: Run, pairs: readonly PromptPair[]): Experiment {
  const ids = (json: string): number[] => (JSON.parse(json) as Token[]).map((token) => token.id);
  return {
    model: run.modelId,
    expected: expectedModel(run),
    direction: run.direction as Direction,
    pairs: pairs.map((pair) => ({
      clean: ids(pair.cleanTokens),
      corrupted: ids(pair.corruptedTokens),
      correct: pair.correctTokenId,
      incorrect: pair.incorrectTokenId,
    })),
  };
}

/** What the run's model was when it was submitted or, in runs older than the digest, when it was computed. */
export function expectedModel(run: Run): ExpectedModel {
  return { digest: run.modelDigest, weightsSha256: run.modelSha256 };
}
