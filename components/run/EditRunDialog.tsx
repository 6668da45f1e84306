'use client';

import { useMutation } from '@apollo/client/react';
import { Button, Group, Stack, TagsInput, Text, Textarea, TextInput } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { MAX_TAGS } from '../../domain/limits';
import { Dialog } from '../dialog/Dialog';
import { readError } from '../apollo/read-error';
import { DeleteRunDocument, EditRunDocument, type RunView_RunFragment } from '../generated/graphql';
import { Notice } from '../site/Notice';

interface EditRunDialogProps {
  readonly run: Pick<RunView_RunFragment, 'id' | 'title' | 'notes' | 'tags' | 'finding'>;
  readonly onClose: () => void;
}

/** Edits the title, tags and notes of the visitor's run, or deletes it after a confirmation. */
export function EditRunDialog({ run, onClose }: EditRunDialogProps) {
  const router = useRouter();
  const [title, setTitle] = useState(run.title);
  const [notes, setNotes] = useState(run.notes ?? '');
  const [tags, setTags] = useState<readonly string[]>(run.tags);
  const [isDeleting, setDeleting] = useState(false);
  const [edit, editing] = useMutation(EditRunDocument);
  const [remove, removing] = useMutation(DeleteRunDocument);
  const error = editing.error ?? removing.error;
  const problem = error ? readError(error) : null;
  const findIssue = (field: string): string | undefined =>
    problem?.issues.find(({ path }) => path.split('.')[0] === field)?.message;
  const save = async (): Promise<void> => {
    // An unchanged title stays the one that is made from the prompts.
    const changed = title === run.title ? {} : { title };
    const { data } = await edit({ variables: { input: { id: run.id, ...changed, notes, tags: [...tags] } } });
    if (data) onClose();
  };
  const destroy = async (): Promise<void> => {
    const { data } = await remove({ variables: { id: run.id } });
    if (data) router.push('/runs');
  };
  return (
    <Dialog onClose={onClose} title="Title, tags and notes" size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save().catch(() => {});
        }}
      >
        <Stack gap="sm">
          <TextInput
            label="Title"
            description="Empty: the title made from the prompts."
            value={title}
            maxLength={140}
            onChange={(event) => setTitle(event.currentTarget.value)}
            error={findIssue('title')}
            data-autofocus
          />
          <TagsInput
            label="Tags"
            description="Words to find it by in the list of runs. Enter or a comma ends a tag."
            placeholder={tags.length === 0 ? 'ioi, name-movers' : undefined}
            value={[...tags]}
            onChange={setTags}
            error={findIssue('tags')}
            maxTags={MAX_TAGS}
          />
          <Textarea
            label="Notes"
            value={notes}
            maxLength={10_000}
            onChange={(event) => setNotes(event.currentTarget.value)}
            error={findIssue('notes')}
            autosize
            minRows={3}
            maxRows={12}
          />
          {problem && problem.issues.length === 0 && <Notice tone="error">{problem.message}</Notice>}
          {isDeleting && (
            <Notice tone="warning" title="Delete this run?">
              <Text size="sm">Its results are deleted for all users. This cannot be undone.</Text>
              <Group mt="xs" gap="xs">
                <Button
                  size="xs"
                  color="red"
                  loading={removing.loading}
                  onClick={() => {
                    destroy().catch(() => {});
                  }}
                >
                  Delete run
                </Button>
                <Button size="xs" variant="default" onClick={() => setDeleting(false)}>
                  Cancel
                </Button>
              </Group>
            </Notice>
          )}
          <Group justify="space-between">
            {run.finding ? (
              <Text size="xs" c="dimmed">
                This run has a finding. To delete the run, delete the finding first.
              </Text>
            ) : (
              <Button variant="subtle" color="red" disabled={isDeleting} onClick={() => setDeleting(true)}>
                Delete the run
              </Button>
            )}
            <Group gap="xs">
              <Button variant="default" onClick={onClose}>
                Cancel
              </Button>
              <Button type="submit" loading={editing.loading}>
                Save
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
