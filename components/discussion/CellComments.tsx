'use client';

import { Button } from '@mantine/core';
import { formatCellParameter, type CellAddress } from '../../domain/cell';
import { useDiscussion } from './discussion-context';
import { describeCommentCount } from './subject';

/** Opens the threads about a cell, or begins one; nothing on pages without a discussion. */
export function CellComments({ cell }: { readonly cell: CellAddress }) {
  const discussion = useDiscussion();
  if (!discussion) return null;
  const address = formatCellParameter(cell);
  const count = discussion.counts.commentedCells.find((one) => one.cell === address)?.count ?? 0;
  return (
    <Button
      size="compact-xs"
      variant="default"
      style={{ alignSelf: 'start' }}
      onClick={() => discussion.open({ type: 'cell', cell: address })}
    >
      {count === 0 ? 'Comment on this cell' : `${describeCommentCount(count)} on this cell`}
    </Button>
  );
}
