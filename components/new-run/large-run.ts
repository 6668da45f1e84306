/** A run of more pairs than the form holds, as the source of a new one. */
import { MAX_PAIRS } from '../../domain/limits';
import type {
  NewRunOptionsQuery,
  NewRunSource_RunFragment,
  PromptSetForRunQuery,
} from '../generated/graphql';
import { createDraft, type Draft } from './draft';
import type { PairFilter } from '../../domain/pair-filter';
import { takeSetPairs } from './set-pairs';

/** The run that the form is filled from; null for none. */
export function findSource({ finding, run }: NewRunOptionsQuery): NewRunSource_RunFragment | null {
  return finding?.run ?? run ?? null;
}

/** Whether a run has more pairs than the form holds. */
export function isLarge({ pairCount }: Pick<NewRunSource_RunFragment, 'pairCount'>): boolean {
  return pairCount > MAX_PAIRS;
}

/**
 * The prompt set, as `id@version`, that all pairs of a large run can be taken from; null for other runs, and for fresh pairs, which
 * the set does not have.
 */
export function findSetOfLarge(run: NewRunSource_RunFragment): string | null {
  const { promptSet, freshSeed } = run;
  return isLarge(run) && promptSet && freshSeed === null ? `${promptSet.id}@${promptSet.version}` : null;
}

/**
 * What the form begins with.
 *
 * @param set the prompt set to take the pairs from: the one that the address names, or that of a large run, of which all pairs are
 *   taken; null for none.
 * @param model that the address asks for, which is used if it is installed; empty for none.
 */
export function startDraft(
  options: NewRunOptionsQuery,
  preset: string,
  set: PromptSetForRunQuery['promptSet'],
  filter: PairFilter | null,
  model = '',
): Draft {
  const isUsable = options.models.some(({ id, installed }) => id === model && installed);
  const draft = {
    ...createDraft(options, preset),
    ...(filter && { filter }),
    ...(isUsable && { model }),
  };
  if (!set) return draft;
  const taken = takeSetPairs(set);
  const run = findSource(options);
  if (!run || !isLarge(run)) return { ...draft, ...taken };
  return {
    ...draft,
    pairs: taken.pairs,
    set: { ...taken.set, usesAll: true, leavesOutUnusable: run.unusable !== null },
    ...(run.stopWhen && { stopInterval: run.stopWhen.interval }),
  };
}
