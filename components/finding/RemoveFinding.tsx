'use client';

import { Button } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useLateMutation } from '../apollo/use-late-mutation';
import { usePageActions } from '../actions/page-actions';
import { DeleteFindingDocument } from '../generated/graphql';
import { ConfirmDialog } from '../site/ConfirmDialog';
import { WithdrawDialog } from './WithdrawDialog';

interface RemoveFindingProps {
  readonly slug: string;
  readonly runId: string;
}

/** Withdraw and Delete, for users with the right to do so. */
export function RemoveFinding({ slug, runId }: RemoveFindingProps) {
  const router = useRouter();
  const [open, setOpen] = useState<'withdraw' | 'delete' | null>(null);
  const [remove, removing] = useLateMutation(DeleteFindingDocument);
  const confirmDelete = async (): Promise<void> => {
    await remove({ variables: { slug } });
    router.push(`/runs/${runId}`);
  };
  const close = (): void => {
    setOpen(null);
    removing.reset();
  };
  usePageActions([
    { id: 'withdraw', label: 'Withdraw this finding', run: () => setOpen('withdraw') },
    { id: 'delete', label: 'Delete this finding', run: () => setOpen('delete') },
  ]);
  return (
    <>
      <Button size="compact-xs" variant="default" onClick={() => setOpen('withdraw')}>
        Withdraw
      </Button>
      <Button size="compact-xs" variant="default" onClick={() => setOpen('delete')}>
        Delete
      </Button>
      {open === 'withdraw' && (
        <WithdrawDialog
          slug={slug}
          onWithdrawn={() => {
            close();
            router.refresh();
          }}
          onClose={close}
        />
      )}
      {open === 'delete' && (
        <ConfirmDialog
          heading="Delete this finding?"
          action="Delete the finding"
          isBusy={removing.loading}
          error={removing.error}
          onConfirm={() => {
            confirmDelete().catch(() => {});
          }}
          onClose={close}
        >
          Its title, text, claims, tags and versions are deleted, and links to it stop working. Its runs and
          their results are kept; their owner can publish them again. While something of others depends on the
          finding, withdraw it instead.
        </ConfirmDialog>
      )}
    </>
  );
}
