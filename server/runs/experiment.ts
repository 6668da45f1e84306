/** Converts a stored run to an experiment of the engine. */
import type { PromptPair, Run } from '../db';
import { decodeCleanTokens, decodeCorruptedTokens, decodeDirection } from '../db/codec';
import type { Experiment, ExpectedModel } from '../engine/api';

/**
 * The experiment of a stored run.
 *
 * @param pairs some or all of the run's prompt pairs.
 * @throws DATABASE_UNAVAILABLE for rows that cannot be read.
 */
export function readExperiment(run: Run, pairs: readonly PromptPair[]): Experiment {
  return {
    model: run.modelId,
    expected: expectModel(run),
    direction: decodeDirection(run.direction),
    pairs: pairs.map((pair) => ({
      clean: decodeCleanTokens(pair.cleanTokens).map(({ id }) => id),
      corrupted: decodeCorruptedTokens(pair.corruptedTokens).map(({ id }) => id),
      correct: pair.correctTokenId,
      incorrect: pair.incorrectTokenId,
    })),
  };
}

/** Hashes of the run's model: at submission or, in runs older than the digest, at computation. */
export function expectModel(run: Run): ExpectedModel {
  return { digest: run.modelDigest, weightsSha256: run.modelSha256 };
}
