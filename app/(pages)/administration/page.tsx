import { Title } from '@mantine/core';
import type { Metadata } from 'next';
import { AdministrationTabs } from '../../../components/administration/AdministrationTabs';
import { AdministrationView } from '../../../components/administration/AdministrationView';
import { AdministrationDocument } from '../../../components/generated/graphql';
import { Notice } from '../../../components/site/Notice';
import { query } from '../../apollo';

export const metadata: Metadata = { title: 'Administration' };

/** For administrators: engines, queue, storage, models and errors. */
export default async function AdministrationPage() {
  const { data, error } = await query({ query: AdministrationDocument, errorPolicy: 'all' });
  return (
    <div data-wide>
      <Title order={1} mb="sm">
        Administration
      </Title>
      {error || !data ? (
        <Notice tone="error">{error?.message ?? 'The page could not be read. Try again.'}</Notice>
      ) : (
        <>
          <AdministrationTabs />
          <AdministrationView initial={data} />
        </>
      )}
    </div>
  );
}
