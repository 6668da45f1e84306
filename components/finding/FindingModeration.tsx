'use client';

import { Button, Text } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useLateMutation } from '../apollo/use-late-mutation';
import { HideFindingDocument, SendReportDocument, UnhideFindingDocument } from '../generated/graphql';
import { ReasonDialog } from '../moderation/ReasonDialog';

interface FindingModerationProps {
  readonly slug: string;
  readonly isMine: boolean;
  readonly isHidden: boolean;
  readonly isAdministrator: boolean;
}

/** Report, and for administrators Hide. */
export function FindingModeration({ slug, isMine, isHidden, isAdministrator }: FindingModerationProps) {
  const router = useRouter();
  const [open, setOpen] = useState<'report' | 'hide' | null>(null);
  const [isReported, setReported] = useState(false);
  const [report] = useLateMutation(SendReportDocument);
  const [hide] = useLateMutation(HideFindingDocument);
  const [unhide] = useLateMutation(UnhideFindingDocument);
  const sendReport = async (reason: string): Promise<void> => {
    await report({ variables: { findingId: slug, reason } });
    setReported(true);
    setOpen(null);
  };
  const changeHiding = async (reason: string): Promise<void> => {
    await (isHidden ? unhide : hide)({ variables: { findingId: slug, reason } });
    setOpen(null);
    router.refresh();
  };
  const close = (): void => setOpen(null);
  return (
    <>
      {!isMine && !isReported && (
        <Button size="compact-xs" variant="default" onClick={() => setOpen('report')}>
          Report
        </Button>
      )}
      {isReported && (
        <Text size="xs" role="status">
          Reported
        </Text>
      )}
      {isAdministrator && (
        <Button size="compact-xs" variant="default" onClick={() => setOpen('hide')}>
          {isHidden ? 'Show again' : 'Hide'}
        </Button>
      )}
      {open === 'report' && (
        <ReasonDialog
          heading="Report this finding"
          description="The administrators of this site read it. The author of the finding does not see it."
          action="Send the report"
          onSubmit={sendReport}
          onClose={close}
        />
      )}
      {open === 'hide' && (
        <ReasonDialog
          heading={isHidden ? 'Show this finding again' : 'Hide this finding'}
          description="The reason is written to the audit log."
          action={isHidden ? 'Show again' : 'Hide'}
          onSubmit={changeHiding}
          onClose={close}
        />
      )}
    </>
  );
}
