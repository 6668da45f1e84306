'use client';

import { useMutation } from '@apollo/client/react';
import { Button, Group, Stack, Text } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import {
  DismissReportDocument,
  HideCommentDocument,
  HideFindingDocument,
  type Report_ReportFragment,
} from '../generated/graphql';
import { TextLink } from '../site/Links';
import { ReasonDialog } from './ReasonDialog';
import classes from './moderation.module.css';

/** What users ask administrators to look at, with what can be done. */
export function ReportList({ reports }: { readonly reports: readonly Report_ReportFragment[] }) {
  if (reports.length === 0)
    return (
      <Text size="sm" c="dimmed">
        There are no such reports.
      </Text>
    );
  return (
    <ul className={classes.list} aria-label="Reports">
      {reports.map((report) => (
        <ReportItem key={report.id} report={report} />
      ))}
    </ul>
  );
}

function ReportItem({ report }: { readonly report: Report_ReportFragment }) {
  const router = useRouter();
  const [open, setOpen] = useState<'hide' | 'dismiss' | null>(null);
  const [hideComment] = useMutation(HideCommentDocument);
  const [hideFinding] = useMutation(HideFindingDocument);
  const [dismiss] = useMutation(DismissReportDocument);
  const { id, finding, comment, reporter, createdAt, reason, outcome } = report;
  const what = comment ? 'comment' : 'finding';
  const submit = async (why: string): Promise<void> => {
    if (open === 'dismiss') await dismiss({ variables: { id, reason: why } });
    else if (comment) await hideComment({ variables: { id: comment.id, reason: why } });
    else await hideFinding({ variables: { findingId: finding.id, reason: why } });
    setOpen(null);
    router.refresh();
  };
  return (
    <li>
      <Text size="sm">
        <b>{reporter.name}</b>, {createdAt.slice(0, 16).replace('T', ' ')}, on a {what}
        {comment?.author && <> by {comment.author.name}</>}:{' '}
        <TextLink href={`/findings/${finding.slug}${comment ? `#comment-${comment.id}` : ''}`}>
          {finding.title}
        </TextLink>
      </Text>
      <p className={classes.reason}>{reason}</p>
      {comment && comment.text !== '' && <blockquote className={classes.quote}>{comment.text}</blockquote>}
      {outcome === null ? (
        <Group gap={8} mt={6}>
          <Button size="compact-xs" variant="default" onClick={() => setOpen('hide')}>
            Hide the {what}
          </Button>
          <Button size="compact-xs" variant="default" onClick={() => setOpen('dismiss')}>
            Dismiss
          </Button>
        </Group>
      ) : (
        <Stack gap={0}>
          <Text size="xs" c="dimmed">
            {outcome === 'HIDDEN' ? 'Hidden' : 'Dismissed'}
          </Text>
        </Stack>
      )}
      {open && (
        <ReasonDialog
          heading={open === 'hide' ? `Hide this ${what}` : 'Dismiss this report'}
          description="The reason is written to the audit log."
          action={open === 'hide' ? 'Hide' : 'Dismiss'}
          onSubmit={submit}
          onClose={() => setOpen(null)}
        />
      )}
    </li>
  );
}
