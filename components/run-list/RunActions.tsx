'use client';

import { useMutation } from '@apollo/client/react';
import { ActionIcon } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { LateMenu } from '../floating/LateMenu';
import { DeleteListedRunDocument } from '../generated/graphql';
import { ConfirmDialog } from '../site/ConfirmDialog';
import classes from './run-list.module.css';

// The field for tags is loaded with the first dialog.
const EditListedRun = dynamic(() => import('./EditListedRun').then((module) => module.EditListedRun), {
  ssr: false,
});

interface RunActionsProps {
  readonly id: string;
  readonly ownTitle: string | null;
  readonly title: string;
  readonly tags: readonly string[];
  readonly canEdit: boolean;
  readonly canDelete: boolean;
}

/** Title, tags and deletion of a run in a list, for users with the right to change them. */
export function RunActions({ id, ownTitle, title, tags, canEdit, canDelete }: RunActionsProps) {
  const router = useRouter();
  const [open, setOpen] = useState<'edit' | 'delete' | null>(null);
  const [remove, removing] = useMutation(DeleteListedRunDocument);
  const close = (): void => {
    setOpen(null);
    removing.reset();
  };
  const confirmDelete = async (): Promise<void> => {
    await remove({ variables: { id } });
    setOpen(null);
    router.refresh();
  };
  if (!canEdit && !canDelete) return <span className={classes.actions} />;
  return (
    <span className={classes.actions}>
      <LateMenu
        entries={[
          ...(canEdit ? [{ key: 'edit', label: 'Title and tags', onClick: () => setOpen('edit') }] : []),
          ...(canDelete ? [{ key: 'delete', label: 'Delete', onClick: () => setOpen('delete') }] : []),
        ]}
      >
        {(button) => (
          <ActionIcon {...button} variant="subtle" color="gray" aria-label={`Actions for ${title}`}>
            <IconDots size={16} />
          </ActionIcon>
        )}
      </LateMenu>
      {open === 'edit' && <EditListedRun {...{ id, ownTitle, title, tags }} onClose={close} />}
      {open === 'delete' && (
        <ConfirmDialog
          heading="Delete this run?"
          action="Delete the run"
          isBusy={removing.loading}
          error={removing.error}
          onConfirm={() => {
            confirmDelete().catch(() => {});
          }}
          onClose={close}
        >
          “{title}” and its results are deleted for everybody. This cannot be undone.
        </ConfirmDialog>
      )}
    </span>
  );
}
