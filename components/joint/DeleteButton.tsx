'use client';

import { useMutation } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { DeleteJointPatchDocument, JointPatchDocument, JointPatchesDocument } from '../generated/graphql';
import { ConfirmDialog } from '../site/ConfirmDialog';

interface DeleteButtonProps {
  readonly id: string;
  readonly onDeleted: () => void;
  /** What is deleted, in the words of the page. */
  readonly what?: string;
}

/** Deletes a joint patch or a control, after a question. */
export function DeleteButton({ id, onDeleted, what = 'joint patch' }: DeleteButtonProps) {
  const [isOpen, setOpen] = useState(false);
  const [remove, { loading, error, reset }] = useMutation(DeleteJointPatchDocument, {
    refetchQueries: [JointPatchesDocument, JointPatchDocument],
    awaitRefetchQueries: true,
  });
  const confirm = async (): Promise<void> => {
    await remove({ variables: { id } });
    setOpen(false);
    onDeleted();
  };
  return (
    <>
      <Button size="compact-xs" variant="default" onClick={() => setOpen(true)}>
        Delete this {what}
      </Button>
      {isOpen && (
        <ConfirmDialog
          heading={`Delete this ${what}?`}
          action={`Delete the ${what}`}
          isBusy={loading}
          error={error}
          onConfirm={() => {
            confirm().catch(() => {});
          }}
          onClose={() => {
            reset();
            setOpen(false);
          }}
        >
          It is deleted for everybody, with its controls. It can be computed again.
        </ConfirmDialog>
      )}
    </>
  );
}
