/** Reads the columns of stored runs, pairs and sweeps. All of it throws DATABASE_UNAVAILABLE for rows that cannot be read. */
import { hasEnded, type RunStatus } from '../../domain/run-status';
import type { SweepKind } from '../../domain/sites';
import type { PromptPair, Run, Sweep } from '../db';
import {
  decodeChecks,
  decodeCleanTokens,
  decodeCorrectSet,
  decodeCorrectWhole,
  decodeCorruptedTokens,
  decodeDirection,
  decodeIncorrectSet,
  decodeIncorrectWhole,
  decodeKind,
  decodeKinds,
  decodeRule,
  decodeShape,
  decodeStatus,
  decodeSweepDirection,
} from '../db/codec';
import type { ComputedBy, Direction, Provenance, SanityCheck, SetRule } from '../engine/api';
import type { Token } from './submit/validate-pairs';

export function readStatus(run: Pick<Run, 'status'>): RunStatus {
  return decodeStatus(run.status);
}

export function readDirection(run: Pick<Run, 'direction'>): Direction {
  return decodeDirection(run.direction);
}

/** The sweep kinds of a run, in the order in which they are computed. */
export function readKinds(run: Pick<Run, 'kinds'>): SweepKind[] {
  return decodeKinds(run.kinds);
}

/** Lengths of a sweep's axes. */
export function readShape(sweep: Pick<Sweep, 'shape'>): number[] {
  return decodeShape(sweep.shape);
}

export function readSweepDirection(sweep: Pick<Sweep, 'direction'>): Direction {
  return decodeSweepDirection(sweep.direction);
}

export function readKind(sweep: Pick<Sweep, 'kind'>): SweepKind {
  return decodeKind(sweep.kind);
}

/** The tokens of both prompts. */
export function readTokens({
  cleanTokens,
  corruptedTokens,
}: Pick<PromptPair, 'cleanTokens' | 'corruptedTokens'>): { clean: Token[]; corrupted: Token[] } {
  return { clean: decodeCleanTokens(cleanTokens), corrupted: decodeCorruptedTokens(corruptedTokens) };
}

/** The tokens of both answers of a pair, in order, when they are read as a whole; null otherwise. */
export function readWholeTokens({
  correctWhole,
  incorrectWhole,
}: Pick<PromptPair, 'correctWhole' | 'incorrectWhole'>): {
  correct: readonly Token[];
  incorrect: readonly Token[];
} | null {
  if (correctWhole === null || incorrectWhole === null) return null;
  return { correct: decodeCorrectWhole(correctWhole), incorrect: decodeIncorrectWhole(incorrectWhole) };
}

/** The tokens of the answers, one each or the sets, and the rule of the sets. Of an answer that is read as a whole the first. */
export function readAnswerTokens(pair: PromptPair): {
  correct: readonly Token[];
  incorrect: readonly Token[];
  rule: SetRule;
} {
  const { correctSet, incorrectSet } = pair;
  const whole = readWholeTokens(pair);
  if (whole)
    return {
      correct: whole.correct.slice(0, 1),
      incorrect: whole.incorrect.slice(0, 1),
      rule: decodeRule(pair.rule),
    };
  return {
    correct:
      correctSet === null ? [{ id: pair.correctTokenId, text: pair.correct }] : decodeCorrectSet(correctSet),
    incorrect:
      incorrectSet === null
        ? [{ id: pair.incorrectTokenId, text: pair.incorrect }]
        : decodeIncorrectSet(incorrectSet),
    rule: decodeRule(pair.rule),
  };
}

/** What computed a run; null until it has ended with results. The digest is null for runs of older versions. */
export function readProvenance(
  run: Run,
): (Omit<Provenance, 'modelDigest'> & { readonly modelDigest: string | null }) | null {
  const { modelSha256, modelDigest, engineVersion, runtime, provider, computeMs, checks } = run;
  if (!hasEnded(readStatus(run)) || modelSha256 === null) return null;
  if (engineVersion === null || runtime === null || provider === null) return null;
  if (computeMs === null || checks === null) return null;
  return {
    modelSha256,
    modelDigest,
    engineVersion,
    runtime,
    provider,
    elapsedMs: computeMs,
    checks: readChecksSoFar(run),
  };
}

/** The checks of the batches of a run that are computed; none before the first one. */
export function readChecksSoFar(run: Pick<Run, 'checks' | 'direction'>): SanityCheck[] {
  if (run.checks === null) return [];
  // Older versions checked the first direction only and did not store it.
  return decodeChecks(run.checks).map(({ direction = readDirection(run), ...check }) => ({
    direction,
    ...check,
  }));
}

/** What computed a sweep; null for sweeps of older versions. */
export function readComputedBy(sweep: Sweep): ComputedBy | null {
  const { modelSha256, modelDigest, engineVersion, runtime, provider } = sweep;
  if (modelSha256 === null || modelDigest === null || engineVersion === null) return null;
  if (runtime === null || provider === null) return null;
  return { modelSha256, modelDigest, engineVersion, runtime, provider };
}
