/** The experiment of a stored run, as it would be submitted. */
import type { PromptPair, Run } from '../../db';
import { readDirections, readMetrics, readPairRoles, readRoleNames, readStopRule } from '../experiment';
import { readAnswerTokens, readDirection, readKinds } from '../stored-run';
import type { RunInput } from './validate';

/** @param pairs of the run, in order. */
export function readInput(run: Run, pairs: readonly PromptPair[]): RunInput {
  return {
    model: run.modelId,
    prependBos: run.prependBos,
    sweeps: readKinds(run),
    edges: run.edges,
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
        roles: readPairRoles(pair),
      };
    }),
  };
}
