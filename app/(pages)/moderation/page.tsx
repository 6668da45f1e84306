import { Group, Stack, Text, Title } from '@mantine/core';
import type { Metadata } from 'next';
import { AdministrationTabs } from '../../../components/administration/AdministrationTabs';
import { AuditLogDocument, ReportsDocument } from '../../../components/generated/graphql';
import { AuditLog } from '../../../components/moderation/AuditLog';
import { ReportList } from '../../../components/moderation/ReportList';
import { LinkButton, TextLink } from '../../../components/site/Links';
import { Notice } from '../../../components/site/Notice';
import { query } from '../../apollo';
import { readParam, type SearchParams } from '../../search-params';

export const metadata: Metadata = { title: 'Reports and audit log' };

const REPORTS = 30;
const ENTRIES = 50;

/** For administrators: what users have reported, and what administrators have done. */
export default async function ModerationPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const params = await searchParams;
  const isAll = readParam(params, 'reports') === 'all';
  const [reports, log] = await Promise.all([
    query({
      query: ReportsDocument,
      variables: { first: REPORTS, after: readParam(params, 'report') || null, open: !isAll },
      errorPolicy: 'all',
    }),
    query({
      query: AuditLogDocument,
      variables: { first: ENTRIES, after: readParam(params, 'entry') || null },
      errorPolicy: 'all',
    }),
  ]);
  const error = reports.error ?? log.error;
  if (error || !reports.data || !log.data) {
    return (
      <>
        <Title order={1} mb="sm">
          Administration
        </Title>
        <Notice tone="error">{error?.message ?? 'The page could not be read. Try again.'}</Notice>
      </>
    );
  }
  const { edges, pageInfo } = reports.data.reports;
  const { auditEntries } = log.data;
  return (
    <Stack gap="xl" data-wide>
      <div>
        <Title order={1} mb="sm">
          Administration
        </Title>
        <AdministrationTabs />
      </div>
      <section aria-label="Reports">
        <Title order={2} mb="xs">
          {isAll ? 'All reports' : 'Open reports'}
        </Title>
        <Text size="sm" mb="sm">
          <TextLink href={isAll ? '/moderation' : '/moderation?reports=all'}>
            {isAll ? 'Show open reports only' : 'Show closed reports too'}
          </TextLink>
        </Text>
        <ReportList reports={edges.map(({ node }) => node)} />
        {pageInfo.hasNextPage && (
          <LinkButton
            size="compact-sm"
            variant="default"
            href={`/moderation?reports=${isAll ? 'all' : 'open'}&report=${encodeURIComponent(pageInfo.endCursor ?? '')}`}
          >
            Older reports
          </LinkButton>
        )}
      </section>
      <section aria-label="Audit log">
        <Title order={2} mb="xs">
          Audit log
        </Title>
        <AuditLog entries={auditEntries.edges.map(({ node }) => node)} />
        {auditEntries.pageInfo.hasNextPage && (
          <Group mt="sm">
            <LinkButton
              size="compact-sm"
              variant="default"
              href={`/moderation?entry=${encodeURIComponent(auditEntries.pageInfo.endCursor ?? '')}`}
            >
              Older entries
            </LinkButton>
          </Group>
        )}
      </section>
    </Stack>
  );
}
