'use client';

import { TokenPair } from '../tokens/TokenPair';
import type { TokenizedPair } from '../sweep/positions';
import { useViewState } from '../sweep/use-view-state';

interface PromptTokensProps {
  readonly pair: TokenizedPair;
  /** Prompt pairs of the run. */
  readonly count: number;
}

/** The tokens of a pair, folded like the heatmaps of the run; the state is part of the address. */
export function PromptTokens({ pair, count }: PromptTokensProps) {
  const [{ isUnfolded }, change] = useViewState(count);
  // END alone says nothing that the tokens do not.
  const roles = pair.roles && pair.roles.length > 1 ? pair.roles : [];
  return (
    <TokenPair
      clean={pair.cleanTokens}
      corrupted={pair.corruptedTokens}
      differing={pair.differingPositions}
      alignment={pair.alignment ?? null}
      roles={roles}
      isUnfolded={isUnfolded}
      onUnfold={(isOpen) => change({ isUnfolded: isOpen })}
    />
  );
}
