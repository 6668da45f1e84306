'use client';

import { useMutation } from '@apollo/client/react';
import { Button, Group, Stack, TagsInput, TextInput } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { MAX_RUN_TITLE, MAX_TAGS } from '../../domain/limits';
import { readError } from '../apollo/read-error';
import { Dialog } from '../dialog/Dialog';
import { EditListedRunDocument } from '../generated/graphql';
import { Notice } from '../site/Notice';

export interface EditListedRunProps {
  readonly id: string;
  readonly title: string;
  readonly tags: readonly string[];
  readonly onClose: () => void;
}

/** Changes the title and the tags of a run in a list. */
export function EditListedRun({ id, title, tags, onClose }: EditListedRunProps) {
  const router = useRouter();
  const [text, setText] = useState(title);
  const [words, setWords] = useState<readonly string[]>(tags);
  const [edit, { loading, error }] = useMutation(EditListedRunDocument);
  const problem = error ? readError(error) : null;
  const findIssue = (field: string): string | undefined =>
    problem?.issues.find(({ path }) => path.split('.')[0] === field)?.message;
  const isPlaced = findIssue('title') !== undefined || findIssue('tags') !== undefined;
  const save = async (): Promise<void> => {
    // An unchanged title stays the one that is made from the prompts.
    const changed = text === title ? {} : { title: text };
    await edit({ variables: { input: { id, ...changed, tags: [...words] } } });
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
          <TextInput
            label="Title"
            description="Leave it empty to use a title made from the prompts."
            value={text}
            maxLength={MAX_RUN_TITLE}
            onChange={(event) => setText(event.currentTarget.value)}
            error={findIssue('title')}
            data-autofocus
          />
          <TagsInput
            label="Tags"
            description="Words to find it by. Enter or a comma ends a tag."
            placeholder={words.length === 0 ? 'ioi, name-movers' : undefined}
            value={[...words]}
            onChange={setWords}
            error={findIssue('tags')}
            maxTags={MAX_TAGS}
          />
          {problem && !isPlaced && <Notice tone="error">{problem.message}</Notice>}
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
