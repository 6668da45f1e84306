'use client';

import { useMutation } from '@apollo/client/react';
import { Button, Group, Stack, TagsInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { Dialog } from '../dialog/Dialog';
import { MAX_COLLECTION_EDITORS } from '../../domain/limits';
import { readError } from '../apollo/read-error';
import { ShareCollectionDocument } from '../generated/graphql';
import { Notice } from '../site/Notice';

interface ShareDialogProps {
  readonly id: string;
  readonly editors: readonly { readonly id: string; readonly name: string }[];
  readonly onShared: () => void;
  readonly onClose: () => void;
}

/** Chooses the users who may change a collection besides its owner. */
export function ShareDialog({ id, editors, onShared, onClose }: ShareDialogProps) {
  const [names, setNames] = useState<readonly string[]>(editors.map(({ name }) => name));
  const [share, { loading, error }] = useMutation(ShareCollectionDocument);
  const problem = error ? readError(error) : null;
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    // Those who are editors already are sent by id: others may have their name.
    const wanted = names.map((name) => editors.find((editor) => editor.name === name)?.id ?? name);
    const { data } = await share({ variables: { id, editors: wanted } });
    if (data) onShared();
  };
  return (
    <Dialog onClose={onClose} title="Editors">
      <form onSubmit={(event) => void submit(event).catch(() => {})}>
        <Stack gap="sm">
          <TagsInput
            label="Accounts that may change it"
            description="Names as they are shown, or ids from the addresses of people’s pages. Press Enter after each."
            value={[...names]}
            onChange={setNames}
            maxTags={MAX_COLLECTION_EDITORS}
            acceptValueOnBlur
            error={problem?.issues.map(({ message }) => message).join(' ') || undefined}
            data-autofocus
          />
          {problem && problem.issues.length === 0 && <Notice tone="error">{problem.message}</Notice>}
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
