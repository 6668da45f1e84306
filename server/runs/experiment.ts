/** Converts a stored run to an experiment of the engine. */
import type { PromptPair, Run } from '../db';
import { decodeCleanTokens, decodeCorruptedTokens, decodeDirection } from '../db/codec';
import type { Experiment, ExpectedModel, TokenPair } from '../engine/api';
import { readAnswerTokens } from './stored-run';
import type { Token } from './submit/validate';

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
      ...readAnswers(pair),
    })),
  };
}

function readAnswers(pair: PromptPair): Pick<TokenPair, 'correct' | 'incorrect' | 'rule'> {
  const { correct, incorrect, rule } = readAnswerTokens(pair);
  const ids = (tokens: readonly Token[]): TokenPair['correct'] =>
    tokens.length === 1 ? tokens[0]!.id : tokens.map(({ id }) => id);
  return { correct: ids(correct), incorrect: ids(incorrect), rule };
}

/** Hashes of the run's model: at submission or, in runs older than the digest, at computation. */
export function expectModel(run: Run): ExpectedModel {
  return { digest: run.modelDigest, weightsSha256: run.modelSha256 };
}
