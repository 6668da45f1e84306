/** Answers Query.previewRun: the checks of an experiment, its estimate, and which of its pairs the model cannot use. */
import { MAX_PAIRS } from '../../domain/limits';
import { countUnusable } from '../../domain/unusable-pairs';
import type { Actor } from '../accounts/policy';
import type { UnusablePairs } from '../runs/submit/split-usable';
import { previewRun } from '../runs/submit/preview';
import type { RunInput } from '../runs/submit/validate';
import { differingPositions, showAlignment } from '../runs/submit/validate-alignment';
import { validatePairs, type TokenizedPair } from '../runs/submit/validate-pairs';
import type { Services } from '../services/services';
import type { CreateRunInput } from './generated/resolvers';
import type { UnusablePairsParent } from './parents';
import { toBaseline } from './resolvers/Run';
import { findPreviewedInput, splitForPreview } from './run-input';

/** @throws RUN_CANCELLED when `signal` aborts. */
export async function answerPreview(
  services: Services,
  actor: Actor,
  asked: CreateRunInput,
  signal: AbortSignal | undefined,
) {
  const { input, issues, refused, unusable } = await findPreviewedInput(services, actor, asked, signal);
  if (input === null)
    return {
      issues,
      unusable: describe(unusable),
      pairs: refused ? await listTokens(services, refused, signal) : [],
      warnings: [],
      baseline: null,
      estimatedMs: null,
      plannedFlops: null,
    };
  const preview = await previewRun(services, input);
  // Sweeps can be refused because of pairs.
  const isOfPairs = preview.issues.some(({ path }) => path.startsWith('pairs.') || path === 'sweeps');
  const others = unusable ?? (isOfPairs ? (await splitForPreview(services, input, signal)).unusable : null);
  const { baseline } = preview;
  return {
    pairs: describePairs(preview.pairs, input),
    issues: preview.issues,
    warnings: preview.warnings,
    unusable: describe(others),
    baseline: baseline && toBaseline(baseline, asked.directions?.[0] ?? asked.direction),
    estimatedMs: preview.estimate?.estimatedMs ?? null,
    plannedFlops: preview.estimate?.flops ?? null,
  };
}

function describePairs(pairs: readonly TokenizedPair[], { indices }: RunInput) {
  return pairs.map((pair, at) => ({
    index: indices?.[at] ?? at,
    cleanTokens: pair.clean,
    corruptedTokens: pair.corrupted,
    correctTokens: pair.correct,
    incorrectTokens: pair.incorrect,
    differingPositions: differingPositions(pair),
    alignment: pair.alignment && showAlignment(pair.alignment),
  }));
}

/** The tokens of the first pairs of an input. */
async function listTokens({ models }: Pick<Services, 'models'>, input: RunInput, signal?: AbortSignal) {
  const first = { ...input, pairs: input.pairs.slice(0, MAX_PAIRS) };
  const { pairs } = await validatePairs(first, models, signal, { isMixedAllowed: true });
  return describePairs(pairs, input);
}

function describe(unusable: UnusablePairs | null): UnusablePairsParent | null {
  return unusable && { given: unusable.given, counts: countUnusable(unusable.pairs), pairs: unusable.pairs };
}
