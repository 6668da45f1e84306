'use client';

import { Button } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useLateMutation } from '../apollo/use-late-mutation';
import { ForkTextDocument, PublishFindingDocument, type SweepKind } from '../generated/graphql';
import type { FindingDraft } from './FindingDialog';
import { FindingDialog } from './FindingDialogLoader';

interface ForkTextButtonProps {
  readonly finding: FindingDraft & { readonly slug: string };
  readonly runId: string;
  readonly kinds: readonly SweepKind[];
}

/** Edits the text of another's finding: saving makes a fork with the same experiment and publishes it. */
export function ForkTextButton({ finding, runId, kinds }: ForkTextButtonProps) {
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
  const [fork, forking] = useLateMutation(ForkTextDocument);
  const [publish, publishing] = useLateMutation(PublishFindingDocument);
  const save = async ({ title, summary, tags, claims }: FindingDraft): Promise<void> => {
    const text = { title, summary, tags: [...tags], claims: [...claims] };
    const { data } = await fork({ variables: { findingId: finding.slug, text } });
    if (!data) return;
    const { run } = data.forkFinding;
    if (run.status !== 'SUCCEEDED') {
      // It is computed first; the text is kept with the run.
      router.push(`/runs/${run.id}`);
      return;
    }
    const published = await publish({ variables: { input: { runId: run.id } } });
    if (published.data) router.push(`/findings/${published.data.publishFinding.slug}`);
  };
  return (
    <>
      <Button size="compact-xs" variant="default" onClick={() => setOpen(true)}>
        Edit as a fork
      </Button>
      {isOpen && (
        <FindingDialog
          runId={runId}
          heading="Edit as a fork"
          notice="Publishing makes a finding of yours with the same experiment, which names this one as its parent. This one stays as it is."
          action="Publish the fork"
          initial={finding}
          kinds={kinds}
          isSaving={forking.loading || publishing.loading}
          error={forking.error ?? publishing.error}
          onSubmit={(draft) => {
            save(draft).catch(() => {});
          }}
          onClose={() => {
            setOpen(false);
            forking.reset();
            publishing.reset();
          }}
        />
      )}
    </>
  );
}
