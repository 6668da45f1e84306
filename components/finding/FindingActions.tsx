'use client';

import { Button } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useLateMutation } from '../apollo/use-late-mutation';
import { usePageActions, type PageAction } from '../actions/page-actions';
import { DeleteFindingDocument, EditFindingDocument, type SweepKind } from '../generated/graphql';
import { ConfirmDialog } from '../site/ConfirmDialog';
import { LinkButton } from '../site/Links';
import type { FindingDraft } from './FindingDialog';
import { FindingDialog } from './FindingDialogLoader';
import { ForkTextButton } from './ForkTextButton';
import { WithdrawDialog } from './WithdrawDialog';

interface FindingActionsProps {
  readonly finding: FindingDraft & { readonly slug: string; readonly version: number };
  readonly runId: string;
  readonly kinds: readonly SweepKind[];
  readonly canEdit: boolean;
  readonly canDelete: boolean;
}

/** Fork; Edit, of another's finding as a fork; Withdraw and Delete, for users with the right to do so. */
export function FindingActions({ finding, runId, kinds, canEdit, canDelete }: FindingActionsProps) {
  const router = useRouter();
  const [open, setOpen] = useState<'edit' | 'withdraw' | 'delete' | null>(null);
  const [edit, editing] = useLateMutation(EditFindingDocument);
  const [remove, removing] = useLateMutation(DeleteFindingDocument);
  const { slug, version } = finding;
  const save = async ({ tags, claims, ...draft }: FindingDraft): Promise<void> => {
    const input = { findingId: slug, version, ...draft, tags: [...tags], claims: [...claims] };
    await edit({ variables: { input } });
    setOpen(null);
    router.refresh();
  };
  const confirmDelete = async (): Promise<void> => {
    await remove({ variables: { slug } });
    router.push(`/runs/${runId}`);
  };
  const close = (): void => {
    setOpen(null);
    editing.reset();
    removing.reset();
  };
  const actions: (PageAction | false)[] = [
    {
      id: 'fork',
      label: 'Fork this finding',
      keywords: 'edit copy experiment',
      run: () => router.push(`/runs/new?fork=${encodeURIComponent(slug)}`),
    },
    {
      id: 'compare',
      label: 'Compare the run of this finding',
      run: () => router.push(`/compare?a=${runId}`),
    },
    canEdit && { id: 'edit', label: 'Edit this finding', run: () => setOpen('edit') },
    canDelete && { id: 'withdraw', label: 'Withdraw this finding', run: () => setOpen('withdraw') },
    canDelete && { id: 'delete', label: 'Delete this finding', run: () => setOpen('delete') },
  ];
  usePageActions(actions.filter((action) => action !== false));
  return (
    <>
      <LinkButton size="compact-xs" variant="default" href={`/runs/new?fork=${encodeURIComponent(slug)}`}>
        Fork
      </LinkButton>
      {canEdit ? (
        <Button size="compact-xs" variant="default" onClick={() => setOpen('edit')}>
          Edit
        </Button>
      ) : (
        <ForkTextButton finding={finding} runId={runId} kinds={kinds} />
      )}
      {canDelete && (
        <>
          <Button size="compact-xs" variant="default" onClick={() => setOpen('withdraw')}>
            Withdraw
          </Button>
          <Button size="compact-xs" variant="default" onClick={() => setOpen('delete')}>
            Delete
          </Button>
        </>
      )}
      {open === 'edit' && (
        <FindingDialog
          runId={runId}
          heading="Edit the finding"
          action="Save"
          initial={finding}
          hasReason
          kinds={kinds}
          isSaving={editing.loading}
          error={editing.error}
          onSubmit={(draft) => {
            save(draft).catch(() => {});
          }}
          onClose={close}
        />
      )}
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
