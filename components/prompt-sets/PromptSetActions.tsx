'use client';

import { useMutation } from '@apollo/client/react';
import { Button, Group } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { DeletePromptSetDocument, type PromptSetView_SetFragment } from '../generated/graphql';
import { ConfirmDialog } from '../site/ConfirmDialog';
import { LinkButton } from '../site/Links';

/** What a visitor can do with a prompt set. */
export function PromptSetActions({ set }: { readonly set: PromptSetView_SetFragment }) {
  const [isDeleting, setDeleting] = useState(false);
  const [remove, removing] = useMutation(DeletePromptSetDocument);
  const router = useRouter();
  const { id, version, name } = set;
  const address = encodeURIComponent(`${id}@${version}`);
  return (
    <Group gap="xs">
      <LinkButton size="xs" href={`/runs/new?set=${address}`}>
        New run with this set
      </LinkButton>
      <LinkButton size="xs" variant="default" href={`/prompts/new?fork=${address}`}>
        Fork
      </LinkButton>
      {set.isMine && (
        <LinkButton size="xs" variant="default" href={`/prompts/new?edit=${encodeURIComponent(id)}`}>
          Edit
        </LinkButton>
      )}
      {set.canDelete && (
        <Button size="xs" variant="default" onClick={() => setDeleting(true)}>
          Delete
        </Button>
      )}
      {isDeleting && (
        <ConfirmDialog
          heading={`Delete ${name}?`}
          action="Delete the set"
          isBusy={removing.loading}
          error={removing.error}
          onClose={() => {
            setDeleting(false);
            removing.reset();
          }}
          onConfirm={() =>
            void remove({ variables: { id } }).then(
              () => router.push('/prompts'),
              () => {},
            )
          }
        >
          All {set.latestVersion === 1 ? 'its pairs are' : `${set.latestVersion} versions are`} deleted. Runs
          that used it keep their pairs.
        </ConfirmDialog>
      )}
    </Group>
  );
}
