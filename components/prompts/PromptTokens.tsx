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
  return (
    <TokenPair
      clean={pair.cleanTokens}
      corrupted={pair.corruptedTokens}
      differing={pair.differingPositions}
      isUnfolded={isUnfolded}
      onUnfold={(isOpen) => change({ isUnfolded: isOpen })}
    />
  );
}
