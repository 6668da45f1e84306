'use client';

import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { Dialog } from '../dialog/Dialog';
import { MAX_REASON } from '../../domain/limits';
import { readError } from '../apollo/read-error';
import { Notice } from '../site/Notice';

interface ReasonDialogProps {
  readonly heading: string;
  /** Who reads the reason. */
  readonly description: string;
  /** Label of the button that sends it. */
  readonly action: string;
  /** Rejects when it was refused; what was typed then stays. */
  readonly onSubmit: (reason: string) => Promise<void>;
  readonly onClose: () => void;
}

/** Asks for a reason. */
export function ReasonDialog({ heading, description, action, onSubmit, onClose }: ReasonDialogProps) {
  const [reason, setReason] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      await onSubmit(reason);
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  const problem = error ? readError(error) : null;
  return (
    <Dialog onClose={onClose} title={heading} closeOnClickOutside={reason === ''}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="sm">
          <Text size="sm">{description}</Text>
          <Textarea
            label="Reason"
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            maxLength={MAX_REASON}
            autosize
            minRows={2}
            required
            data-autofocus
          />
          {problem && <Notice tone="error">{problem.message}</Notice>}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={isBusy}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
