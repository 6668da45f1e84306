'use client';

import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { Dialog } from '../dialog/Dialog';
import { MAX_WITHDRAWAL_REASON } from '../../domain/limits';
import { readError } from '../apollo/read-error';
import { useLateMutation } from '../apollo/use-late-mutation';
import { WithdrawFindingDocument } from '../generated/graphql';
import { Notice } from '../site/Notice';

interface WithdrawDialogProps {
  readonly slug: string;
  readonly onWithdrawn: () => void;
  readonly onClose: () => void;
}

/** Asks why a finding is withdrawn, and withdraws it. */
export function WithdrawDialog({ slug, onWithdrawn, onClose }: WithdrawDialogProps) {
  const [reason, setReason] = useState('');
  const [withdraw, { loading, error }] = useLateMutation(WithdrawFindingDocument);
  const problem = error ? readError(error) : null;
  const submit = async (): Promise<void> => {
    await withdraw({ variables: { findingId: slug, reason } });
    onWithdrawn();
  };
  return (
    <Dialog
      onClose={onClose}
      title="Withdraw this finding?"
      closeOnClickOutside={reason === ''}
      closeOnEscape={reason === ''}
    >
      <form
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          submit().catch(() => {});
        }}
      >
        <Stack gap="sm">
          <Text size="sm">
            Lists and searches leave it out from then on. Its page shows your reason, and its versions can
            still be read. This cannot be undone.
          </Text>
          <Textarea
            label="Reason"
            placeholder="The effect vanishes with other names."
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            error={problem?.issues.find(({ path }) => path === 'reason')?.message}
            maxLength={MAX_WITHDRAWAL_REASON}
            autosize
            minRows={3}
            data-autofocus
            required
          />
          {problem && problem.issues.length === 0 && <Notice tone="error">{problem.message}</Notice>}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" color="red" loading={loading}>
              Withdraw the finding
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
