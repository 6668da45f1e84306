'use client';

import { useMutation } from '@apollo/client/react';
import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
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
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={`Actions for ${title}`}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {canEdit && <Menu.Item onClick={() => setOpen('edit')}>Title and tags</Menu.Item>}
          {canDelete && <Menu.Item onClick={() => setOpen('delete')}>Delete</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
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
