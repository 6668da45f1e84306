'use client';

import { useMutation } from '@apollo/client/react';
import { Button, Group, Stack } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { readError } from '../apollo/read-error';
import { Dialog } from '../dialog/Dialog';
import { EditRunDocument } from '../generated/graphql';
import { TitleAndTags, useTitleAndTags } from '../run/TitleAndTags';
import { Notice } from '../site/Notice';

export interface EditListedRunProps {
  readonly id: string;
  readonly ownTitle: string | null;
  readonly title: string;
  readonly tags: readonly string[];
  readonly onClose: () => void;
}

/** Changes the title and the tags of a run in a list. */
export function EditListedRun({ id, ownTitle, title, tags, onClose }: EditListedRunProps) {
  const router = useRouter();
  const { edited, setEdited, changes } = useTitleAndTags({ ownTitle, tags });
  const [edit, { loading, error }] = useMutation(EditRunDocument);
  const problem = error ? readError(error) : null;
  const save = async (): Promise<void> => {
    await edit({ variables: { input: { id, ...changes } } });
    onClose();
    router.refresh();
  };
  return (
    <Dialog onClose={onClose} title="Title and tags of the run">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save().catch(() => {});
        }}
      >
        <Stack gap="sm">
          <TitleAndTags
            run={{ ownTitle, title }}
            edited={edited}
            onChange={setEdited}
            issues={problem?.issues ?? []}
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
