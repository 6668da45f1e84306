import { Button } from '@mantine/core';
import type { ViewState } from './view-state';

interface FoldButtonProps {
  /** Number of positions that can be folded; nothing is drawn for 0. */
  readonly prefix: number;
  readonly isUnfolded: boolean;
  readonly onChange: (change: Pick<ViewState, 'isUnfolded'>) => void;
}

/** Folds the positions before the first difference of long prompts into one column. */
export function FoldButton({ prefix, isUnfolded, onChange }: FoldButtonProps) {
  if (prefix === 0) return null;
  return (
    <Button
      size="xs"
      variant="default"
      aria-pressed={!isUnfolded}
      title="The prompts are equal before their first difference, so patching there changes nothing."
      onClick={() => onChange({ isUnfolded: !isUnfolded })}
    >
      {isUnfolded ? `Fold positions 0–${prefix - 1}` : `Unfold positions 0–${prefix - 1}`}
    </Button>
  );
}
