'use client';

import { Button, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Dialog } from '../dialog/Dialog';
import { readError } from '../apollo/read-error';
import { Notice } from './Notice';

interface ConfirmDialogProps {
  readonly heading: string;
  /** Label of the confirming button. */
  readonly action: string;
  /** Consequences of the action. */
  readonly children: ReactNode;
  readonly isBusy: boolean;
  readonly error: unknown;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks for confirmation of an action that cannot be undone. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { heading, action, children, isBusy, error, onConfirm, onClose } = props;
  return (
    <Dialog onClose={onClose} title={heading}>
      <Stack gap="md">
        <Text size="sm">{children}</Text>
        {error !== undefined && error !== null && <Notice tone="error">{readError(error).message}</Notice>}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            Cancel
          </Button>
          <Button color="red" loading={isBusy} onClick={onConfirm}>
            {action}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
