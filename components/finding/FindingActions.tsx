'use client';

import { Button } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useLateMutation } from '../apollo/use-late-mutation';
import { usePageActions, type PageAction } from '../actions/page-actions';
import { EditFindingDocument, type SweepKind } from '../generated/graphql';
import { LinkButton } from '../site/Links';
import type { FindingDraft } from './FindingDialog';
import { FindingDialog } from './FindingDialogLoader';
import { ForkTextButton } from './ForkTextButton';

interface FindingActionsProps {
  readonly finding: FindingDraft & { readonly slug: string; readonly version: number };
  readonly runId: string;
  readonly kinds: readonly SweepKind[];
  readonly canEdit: boolean;
}

/** Fork; Edit, of another's finding as a fork. */
export function FindingActions({ finding, runId, kinds, canEdit }: FindingActionsProps) {
  const router = useRouter();
  const [isEditing, setEditing] = useState(false);
  const [edit, editing] = useLateMutation(EditFindingDocument);
  const { slug, version } = finding;
  const save = async ({ tags, claims, ...draft }: FindingDraft): Promise<void> => {
    const input = { findingId: slug, version, ...draft, tags: [...tags], claims: [...claims] };
    await edit({ variables: { input } });
    setEditing(false);
    router.refresh();
  };
  const close = (): void => {
    setEditing(false);
    editing.reset();
  };
  const actions: (PageAction | false)[] = [
    {
      id: 'fork',
      label: 'Fork this finding',
      keywords: 'edit copy experiment',
      run: () => router.push(`/runs/new?fork=${encodeURIComponent(slug)}`),
    },
    {
      id: 'compare',
      label: 'Compare the run of this finding',
      run: () => router.push(`/compare?a=${runId}`),
    },
    canEdit && { id: 'edit', label: 'Edit this finding', run: () => setEditing(true) },
  ];
  usePageActions(actions.filter((action) => action !== false));
  return (
    <>
      <LinkButton size="compact-xs" variant="default" href={`/runs/new?fork=${encodeURIComponent(slug)}`}>
        Fork
      </LinkButton>
      {canEdit ? (
        <Button size="compact-xs" variant="default" onClick={() => setEditing(true)}>
          Edit
        </Button>
      ) : (
        <ForkTextButton finding={finding} runId={runId} kinds={kinds} />
      )}
      {isEditing && (
        <FindingDialog
          runId={runId}
          heading="Edit the finding"
          action="Save"
          initial={finding}
          hasReason
          kinds={kinds}
          isSaving={editing.loading}
          error={editing.error}
          onSubmit={(draft) => {
            save(draft).catch(() => {});
          }}
          onClose={close}
        />
      )}
    </>
  );
}
