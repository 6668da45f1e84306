/** Checks and makes the alignments of prompt pairs whose prompts have different numbers of tokens. */
import {
  alignPair,
  explainAlignment,
  isIdentity,
  listDiffering,
  type AlignedPair,
  type Alignment,
} from '../../../domain/alignment';
import type { InputIssue } from '../../errors';
import type { PairInput, TokenizedPair } from './validate-pairs';
import { findRoleIssues } from './validate-roles';

/** A position of the clean prompt and the position of the corrupted prompt that stands for it. */
export interface AlignedPositions {
  readonly clean: number;
  readonly corrupted: number;
}

/** An alignment as the API has it. */
export function showAlignment(alignment: Alignment): AlignedPositions[] {
  return alignment.map(([clean, corrupted]) => ({ clean, corrupted }));
}

/** An alignment as the engine has it. */
export function readPositions(alignment: readonly AlignedPositions[]): Alignment {
  return alignment.map(({ clean, corrupted }) => [clean, corrupted]);
}

/** The ids of the prompts of a pair, and its alignment. */
export function takeIds({
  clean,
  corrupted,
  alignment,
}: Pick<TokenizedPair, 'clean' | 'corrupted' | 'alignment'>): AlignedPair {
  return {
    clean: clean.map(({ id }) => id),
    corrupted: corrupted.map(({ id }) => id),
    ...(alignment && { alignment }),
  };
}

/** Positions of the clean prompt at which the prompts differ. Where they have different lengths and no alignment, all from the first one. */
export function differingPositions(pair: Pick<TokenizedPair, 'clean' | 'corrupted' | 'alignment'>): number[] {
  return listDiffering(takeIds(pair));
}

/** Checks the roles and the alignment of two prompts without problems, and aligns prompts of different lengths. */
export function checkPositions(
  { roles, alignment: given }: PairInput,
  tokens: Pick<TokenizedPair, 'clean' | 'corrupted'>,
  path: string,
  hasBos: boolean,
): { readonly issues: readonly InputIssue[]; readonly alignment: Alignment | null } {
  const issues = findRoleIssues(roles ?? [], tokens, path);
  const { clean, corrupted } = takeIds({ ...tokens, alignment: null });
  const refuse = (message: string) => ({
    issues: [...issues, { path: `${path}.alignment`, message }],
    alignment: null,
  });
  if (clean.length === corrupted.length) {
    if (!given || isIdentity(readPositions(given), clean.length, corrupted.length))
      return { issues, alignment: null };
    return refuse(
      'Prompts with the same number of tokens are aligned position by position. Leave the alignment out.',
    );
  }
  if (!given)
    return { issues, alignment: alignPair(clean, corrupted, issues.length > 0 ? [] : (roles ?? [])) };
  const alignment = readPositions(given);
  const problem = explainAlignment(alignment, clean.length, corrupted.length, hasBos);
  return problem === null ? { issues, alignment } : refuse(problem);
}
