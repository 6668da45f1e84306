'use client';

import { SITES } from '../../domain/sites';
import { useMutation } from '@apollo/client/react';
import { useRouter } from 'next/navigation';
import { FindingDialog, type FindingDraft } from '../finding/FindingDialog';
import { PublishFindingDocument, type SweepKind } from '../generated/graphql';

/** The preview links every reference. The server reports references that the run does not have. */
const ALL_KINDS = Object.keys(SITES) as SweepKind[];

interface PublishDialogProps {
  readonly runId: string;
  readonly onClose: () => void;
}

/** Publishes a run as a finding and opens the finding. */
export function PublishDialog({ runId, onClose }: PublishDialogProps) {
  const router = useRouter();
  const [publish, { loading, error }] = useMutation(PublishFindingDocument);
  const submit = async (draft: FindingDraft): Promise<void> => {
    const { data } = await publish({
      variables: { input: { runId, ...draft, tags: [...draft.tags], claims: [...draft.claims] } },
    });
    if (data) router.push(`/findings/${data.publishFinding.slug}`);
  };
  return (
    <FindingDialog
      runId={runId}
      heading="Publish as a finding"
      notice="Publishing makes the run public: everybody can read the finding and open the run with its prompts, and lists show them."
      action="Publish"
      kinds={ALL_KINDS}
      isSaving={loading}
      error={error}
      onSubmit={(draft) => {
        submit(draft).catch(() => {});
      }}
      onClose={onClose}
    />
  );
}
