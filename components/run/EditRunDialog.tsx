'use client';

import { useMutation } from '@apollo/client/react';
import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { MAX_NOTES } from '../../domain/limits';
import { Dialog } from '../dialog/Dialog';
import { findIssue, readError } from '../apollo/read-error';
import { DeleteRunDocument, EditRunDocument, type RunView_RunFragment } from '../generated/graphql';
import { Notice } from '../site/Notice';
import { TitleAndTags, useTitleAndTags } from './TitleAndTags';

interface EditRunDialogProps {
  readonly run: Pick<RunView_RunFragment, 'id' | 'ownTitle' | 'title' | 'notes' | 'tags' | 'finding'>;
  readonly onClose: () => void;
}

/** Edits the title, tags and notes of the visitor's run, or deletes it after a confirmation. */
export function EditRunDialog({ run, onClose }: EditRunDialogProps) {
  const router = useRouter();
  const { edited, setEdited, changes } = useTitleAndTags(run);
  const [notes, setNotes] = useState(run.notes ?? '');
  const [isDeleting, setDeleting] = useState(false);
  const [edit, editing] = useMutation(EditRunDocument);
  const [remove, removing] = useMutation(DeleteRunDocument);
  const error = editing.error ?? removing.error;
  const problem = error ? readError(error) : null;
  const issues = problem?.issues ?? [];
  const save = async (): Promise<void> => {
    const { data } = await edit({ variables: { input: { id: run.id, ...changes, notes } } });
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
          <TitleAndTags run={run} edited={edited} onChange={setEdited} issues={issues} />
          <Textarea
            label="Notes"
            value={notes}
            maxLength={MAX_NOTES}
            onChange={(event) => setNotes(event.currentTarget.value)}
            error={findIssue(issues, 'notes')}
            autosize
            minRows={3}
            maxRows={12}
          />
          {problem && issues.length === 0 && <Notice tone="error">{problem.message}</Notice>}
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
