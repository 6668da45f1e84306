'use client';

import { SITES } from '../../domain/sites';
import { useMutation, useQuery } from '@apollo/client/react';
import { useRouter } from 'next/navigation';
import { readError } from '../apollo/read-error';
import { Dialog } from '../dialog/Dialog';
import type { FindingDraft } from '../finding/FindingDialog';
import { FindingDialog } from '../finding/FindingDialogLoader';
import { PublishFindingDocument, RunDraftDocument, type SweepKind } from '../generated/graphql';
import { Notice } from '../site/Notice';

/** The preview links every reference. The server reports references that the run does not have. */
const ALL_KINDS = Object.keys(SITES) as SweepKind[];

interface PublishDialogProps {
  readonly runId: string;
  readonly onClose: () => void;
}

/** Publishes a run as a finding and opens the finding. A fork begins with the text of its parent. */
export function PublishDialog({ runId, onClose }: PublishDialogProps) {
  const router = useRouter();
  const [publish, { loading, error }] = useMutation(PublishFindingDocument);
  const draft = useQuery(RunDraftDocument, { variables: { id: runId }, fetchPolicy: 'no-cache' });
  const submit = async (written: FindingDraft): Promise<void> => {
    const { data } = await publish({
      variables: { input: { runId, ...written, tags: [...written.tags], claims: [...written.claims] } },
    });
    if (data) router.push(`/findings/${data.publishFinding.slug}`);
  };
  if (draft.error)
    return (
      <Dialog title="Publish as a finding" size="lg" onClose={onClose}>
        <Notice tone="error" title="The form could not be opened">
          {readError(draft.error).message}
        </Notice>
      </Dialog>
    );
  if (!draft.data) return null;
  const known = draft.data.run?.draft ?? null;
  const isFork = known !== null && known.forkedFrom !== null;
  return (
    <FindingDialog
      runId={runId}
      heading={isFork ? `Publish as a fork of “${known.forkedFrom!.title}”` : 'Publish as a finding'}
      notice="Publishing makes the run public: everybody can read the finding and open the run with its prompts, and lists show them."
      action="Publish"
      {...(known && { initial: known })}
      kinds={ALL_KINDS}
      isSaving={loading}
      error={error}
      onSubmit={(written) => {
        submit(written).catch(() => {});
      }}
      onClose={onClose}
    />
  );
}
