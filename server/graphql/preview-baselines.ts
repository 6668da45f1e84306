/** Answers Query.previewBaselines: listed pairs or a prompt set, measured and judged by a filter. */
import { isGapTooSmall } from '../../domain/effect';
import { MAX_SET_PAIRS } from '../../domain/limits';
import { filterPairs, findOutliers } from '../../domain/pair-filter';
import type { Actor } from '../accounts/policy';
import { badUserInput } from '../errors';
import { findSet, readSetPairs } from '../prompts/sets/find';
import { toPairInput } from '../prompts/sets/stored-pair';
import { measureBaselines, samplePairs } from '../runs/submit/measure-baselines';
import type { Services } from '../runs/services';
import type { PairInput } from '../runs/submit/validate-pairs';
import type { PreviewBaselinesInput } from './generated/resolvers';

/** @throws BAD_USER_INPUT; MODEL_UNAVAILABLE; ENGINE_FAILED without an engine; RUN_CANCELLED when `signal` aborts. */
export async function previewBaselines(
  services: Pick<Services, 'db' | 'models' | 'engine'>,
  actor: Actor,
  input: PreviewBaselinesInput,
  signal: AbortSignal | undefined,
) {
  const { model, prependBos, wholeAnswers } = input;
  const pairs = await findPairs(services, actor, input);
  const tried = samplePairs(pairs.length);
  const measured = await measureBaselines(
    services,
    { model, pairs, prependBos, wholeAnswers },
    tried,
    signal,
  );
  const { indices, baselines, refused } = measured;
  const { minGap = null, onlyRight = false, dropsOutliers = false } = input.filter ?? {};
  const { leftOut } = filterPairs(baselines, { minGap, onlyRight, dropsOutliers });
  const list = indices.map((index, at) => ({
    index,
    clean: baselines.clean[at]!,
    corrupted: baselines.corrupted[at]!,
  }));
  const share = (side: 'clean' | 'corrupted'): number | null =>
    list.length === 0 ? null : list.filter((pair) => pair[side] > 0).length / list.length;
  return {
    given: pairs.length,
    tried: tried.length,
    pairs: list,
    refused: [...refused],
    cleanAccuracy: share('clean'),
    corruptedAccuracy: share('corrupted'),
    gapTooSmall: list.filter(({ clean, corrupted }) => isGapTooSmall({ base: corrupted, source: clean }))
      .length,
    outliers: findOutliers(list.map(({ clean, corrupted }) => clean - corrupted)).map((at) => indices[at]!),
    leftOut: leftOut.map(({ index, reason }) => ({ index: indices[index]!, reason })),
  };
}

async function findPairs(
  { db }: Pick<Services, 'db'>,
  actor: Actor,
  { pairs, promptSet }: PreviewBaselinesInput,
): Promise<readonly PairInput[]> {
  const refuse = (path: string, message: string) => badUserInput([{ path, message }]);
  if ((pairs == null) === (promptSet == null))
    throw refuse('pairs', 'Give pairs or promptSet, one of the two.');
  if (promptSet != null) {
    const found = await findSet(db, actor, promptSet);
    if (!found) throw refuse('promptSet', `There is no prompt set '${promptSet}'.`);
    return (await readSetPairs(db, found.version)).map(toPairInput);
  }
  if (pairs!.length === 0) throw refuse('pairs', 'There is no prompt pair. Add at least one.');
  if (pairs!.length > MAX_SET_PAIRS)
    throw refuse('pairs', `${pairs!.length} prompt pairs are too many; give up to ${MAX_SET_PAIRS}.`);
  return pairs!;
}
