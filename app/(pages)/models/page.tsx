import { Skeleton, Text, Title } from '@mantine/core';
import type { Metadata } from 'next';
import { Suspense } from 'react';
import { ModelsPageDocument } from '../../../components/generated/graphql';
import { ModelsView } from '../../../components/models/ModelsView';
import { PreloadQuery } from '../../apollo';

export const metadata: Metadata = {
  title: 'Models',
  description:
    'Models that can be patched here, with their sizes, weights and checks against published values.',
};

export default function ModelsPage() {
  return (
    <div data-wide>
      <Title order={1}>Models</Title>
      <Text c="dimmed" mb="lg">
        The models that experiments can use here, and whether each reproduces its published values.
      </Text>
      <PreloadQuery query={ModelsPageDocument}>
        <Suspense fallback={<Skeleton height={240} />}>
          <ModelsView />
        </Suspense>
      </PreloadQuery>
    </div>
  );
}
