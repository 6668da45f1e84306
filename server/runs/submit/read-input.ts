/** The experiment of a stored run, as it would be submitted. */
import type { PromptPair, Run, UnusablePair } from '../../db';
import { decodeAlignment, decodePairFilter, decodeUnusable, decodeUnusableReason } from '../../db/codec';
import { dropEnd } from '../../../domain/roles';
import { readDirections, readMetrics, readPairRoles, readRoleNames, readStopRule } from '../experiment';
import { readAnswerTokens, readDirection, readKinds, readTokens } from '../stored-run';
import type { RunInput } from './validate';
import { showAlignment } from './validate-alignment';

/**
 * @param pairs of the run, in order.
 * @param unusable the pairs that it leaves out, in order.
 */
export function readInput(
  run: Run,
  pairs: readonly PromptPair[],
  unusable: readonly UnusablePair[],
): RunInput {
  return {
    model: run.modelId,
    prependBos: run.prependBos,
    sweeps: readKinds(run),
    edges: run.edges,
    wholeAnswers: run.wholeAnswers,
    direction: readDirection(run),
    directions: readDirections(run),
    metrics: readMetrics(run),
    positionsBy: readRoleNames(run) ? 'ROLE' : 'INDEX',
    stopWhen: readStopRule(run),
    promptSet:
      run.promptSetId === null || run.promptSetVersion === null
        ? null
        : { id: run.promptSetId, version: run.promptSetVersion },
    freshSeed: run.freshSeed,
    filter: run.filter === null ? null : decodePairFilter(run.filter),
    unusable:
      run.unusable === null
        ? null
        : {
            given: decodeUnusable(run.unusable).given,
            pairs: unusable.map(({ index, reason, message, clean, corrupted }) => ({
              index,
              reason: decodeUnusableReason(reason),
              message,
              clean,
              corrupted,
            })),
          },
    pairs: pairs.map((pair) => {
      const { correct, incorrect, rule } = readAnswerTokens(pair);
      return {
        clean: pair.clean,
        corrupted: pair.corrupted,
        correct: pair.correctSet === null ? pair.correct : null,
        incorrect: pair.incorrectSet === null ? pair.incorrect : null,
        correctSet: pair.correctSet === null ? null : correct.map(({ text }) => text),
        incorrectSet: pair.incorrectSet === null ? null : incorrect.map(({ text }) => text),
        rule,
        roles: dropEnd(readPairRoles(pair), readTokens(pair).clean.length),
        alignment: pair.alignment === null ? null : showAlignment(decodeAlignment(pair.alignment)),
      };
    }),
  };
}
