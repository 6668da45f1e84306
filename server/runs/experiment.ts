/** Converts a stored run to an experiment of the engine. */
import type { PromptPair, Run } from '../db';
import { DEFAULT_METRIC, type MetricId } from '../../domain/metrics';
import {
  decodeAlignment,
  decodeCleanTokens,
  decodeCorruptedTokens,
  decodeDirection,
  decodeDirections,
  decodeMetrics,
  decodeRoleNames,
  decodeRoles,
  decodeStopRule,
} from '../db/codec';
import { addEnd, createSteps, type PairRole } from '../../domain/roles';
import type { StopRule } from '../../domain/stop-rule';
import type { Direction, Experiment, ExpectedModel, TokenPair } from '../engine/api';
import { readAnswerTokens, readWholeTokens } from './stored-run';
import type { Token } from './submit/validate-pairs';

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
    directions: readDirections(run),
    metrics: readMetrics(run),
    ...(run.edges && { edges: true }),
    ...readRoleSteps(run, pairs),
    pairs: pairs.map((pair) => ({
      clean: decodeCleanTokens(pair.cleanTokens).map(({ id }) => id),
      corrupted: decodeCorruptedTokens(pair.corruptedTokens).map(({ id }) => id),
      ...(pair.alignment !== null && { alignment: decodeAlignment(pair.alignment) }),
      ...readAnswers(pair),
    })),
  };
}

/** The names of the steps of a run's position axes; null for positions by index. @throws DATABASE_UNAVAILABLE */
export function readRoleNames({ roles }: Pick<Run, 'roles'>): readonly string[] | null {
  return roles === null ? null : decodeRoleNames(roles);
}

/** When a run of several batches ends early; null for one that computes all of its pairs. @throws DATABASE_UNAVAILABLE */
export function readStopRule({ stopWhen }: Pick<Run, 'stopWhen'>): StopRule | null {
  return stopWhen === null ? null : decodeStopRule(stopWhen);
}

/** The roles of a pair: those that were marked, and END. @throws DATABASE_UNAVAILABLE */
export function readPairRoles({
  roles,
  cleanTokens,
  corruptedTokens,
}: Pick<PromptPair, 'roles' | 'cleanTokens' | 'corruptedTokens'>): PairRole[] {
  return addEnd(
    roles === null ? [] : decodeRoles(roles),
    decodeCleanTokens(cleanTokens).length,
    decodeCorruptedTokens(corruptedTokens).length,
  );
}

function readRoleSteps(run: Run, pairs: readonly PromptPair[]): Pick<Experiment, 'roles'> {
  const names = readRoleNames(run);
  if (!names) return {};
  return {
    roles: createSteps(
      names,
      pairs.map((pair) => readPairRoles(pair)),
    ),
  };
}

function readAnswers(pair: PromptPair): Pick<TokenPair, 'correct' | 'incorrect' | 'rule' | 'whole'> {
  const { correct, incorrect, rule } = readAnswerTokens(pair);
  const ids = (tokens: readonly Token[]): TokenPair['correct'] =>
    tokens.length === 1 ? tokens[0]!.id : tokens.map(({ id }) => id);
  const whole = readWholeTokens(pair);
  const all = (tokens: readonly Token[]): number[] => tokens.map(({ id }) => id);
  return {
    correct: ids(correct),
    incorrect: ids(incorrect),
    rule,
    ...(whole && { whole: { correct: all(whole.correct), incorrect: all(whole.incorrect) } }),
  };
}

/** Hashes of the run's model: at submission or, in runs older than the digest, at computation. */
export function expectModel(run: Run): ExpectedModel {
  return { digest: run.modelDigest, weightsSha256: run.modelSha256 };
}

/** The directions of a run, the first one first. @throws DATABASE_UNAVAILABLE */
export function readDirections({
  direction,
  directions,
}: Pick<Run, 'direction' | 'directions'>): readonly Direction[] {
  return directions === null ? [decodeDirection(direction)] : decodeDirections(directions);
}

/** The metrics that a run was asked for; the first is read where none is named. @throws DATABASE_UNAVAILABLE */
export function readMetrics({ metrics }: Pick<Run, 'metrics'>): readonly MetricId[] {
  return metrics === null ? [DEFAULT_METRIC] : decodeMetrics(metrics);
}

/**
 * The metrics that are computed and stored for the requested ones. The logit difference is always among them: lists, search
 * and the verdict of the baseline read it.
 */
export function listStoredMetrics(requested: readonly MetricId[]): readonly MetricId[] {
  return requested.includes(DEFAULT_METRIC) ? requested : [...requested, DEFAULT_METRIC];
}
