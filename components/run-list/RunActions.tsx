'use client';

import { useMutation } from '@apollo/client/react';
import { ActionIcon, Button, Group, Menu, Stack, TextInput } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Dialog } from '../dialog/Dialog';
import { readError } from '../apollo/read-error';
import { DeleteListedRunDocument, RenameRunDocument } from '../generated/graphql';
import { ConfirmDialog } from '../site/ConfirmDialog';
import classes from './run-list.module.css';

interface RunActionsProps {
  readonly id: string;
  readonly title: string;
  readonly canRename: boolean;
  readonly canDelete: boolean;
}

/** Rename and Delete of a run in a list, for users with the right to do so. */
export function RunActions({ id, title, canRename, canDelete }: RunActionsProps) {
  const router = useRouter();
  const [open, setOpen] = useState<'rename' | 'delete' | null>(null);
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
  if (!canRename && !canDelete) return <span className={classes.actions} />;
  return (
    <span className={classes.actions}>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={`Actions for ${title}`}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {canRename && <Menu.Item onClick={() => setOpen('rename')}>Rename</Menu.Item>}
          {canDelete && <Menu.Item onClick={() => setOpen('delete')}>Delete</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
      {open === 'rename' && <RenameDialog id={id} title={title} onClose={close} />}
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

function RenameDialog({
  id,
  title,
  onClose,
}: Pick<RunActionsProps, 'id' | 'title'> & { onClose: () => void }) {
  const router = useRouter();
  const [text, setText] = useState(title);
  const [rename, { loading, error }] = useMutation(RenameRunDocument);
  const save = async (): Promise<void> => {
    await rename({ variables: { id, title: text } });
    onClose();
    router.refresh();
  };
  return (
    <Dialog onClose={onClose} title="Rename the run">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save().catch(() => {});
        }}
      >
        <Stack gap="sm">
          <TextInput
            label="Title"
            description="Leave it empty to use a title made from the prompts."
            value={text}
            maxLength={140}
            onChange={(event) => setText(event.currentTarget.value)}
            error={error ? readError(error).message : undefined}
            data-autofocus
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={loading}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
