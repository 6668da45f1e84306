import type { ComponentProps } from 'react';
import { Dialog } from '../dialog/Dialog';
import { PromptPairs } from './PromptPairs';

interface PairsDialogProps extends ComponentProps<typeof PromptPairs> {
  readonly onClose: () => void;
}

/** All prompt pairs of a run, over its page. */
export function PairsDialog({ onClose, ...list }: PairsDialogProps) {
  return (
    <Dialog
      onClose={onClose}
      title={`${list.count.toLocaleString('en')} prompt pairs`}
      size="min(1240px, calc(100vw - 32px))"
    >
      <PromptPairs {...list} />
    </Dialog>
  );
}
