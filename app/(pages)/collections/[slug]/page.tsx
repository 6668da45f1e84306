import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { CollectionView } from '../../../../components/collections/CollectionView';
import { writeRequest } from '../../../../components/code/code-text';
import { ShowCode } from '../../../../components/code/ShowCode';
import { CollectionPageDocument, CollectionTitleDocument } from '../../../../components/generated/graphql';
import { shareHidden, sharePage } from '../../../../components/site/share-page';
import { query } from '../../../apollo';

interface Props {
  readonly params: Promise<{ slug: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug } = await params;
  const { data } = await query({ query: CollectionTitleDocument, variables: { slug } });
  const collection = data?.collection;
  if (!collection) return { title: 'No such collection' };
  const { title, findingCount, owner } = collection;
  if (collection.visibility !== 'PUBLIC') return { ...shareHidden('A collection'), title };
  const first = collection.items.find(({ finding }) => finding !== null)?.finding;
  const image = first && {
    url: `/findings/${encodeURIComponent(first.slug)}/preview.png`,
    alt: `Heatmap of ${first.title}`,
  };
  return {
    ...sharePage(image ?? undefined),
    title,
    description: `A collection of ${findingCount} ${findingCount === 1 ? 'finding' : 'findings'} by ${owner.name}`,
  };
}

export default async function CollectionPage({ params }: Props) {
  const { slug } = await params;
  const { data } = await query({
    query: CollectionPageDocument,
    variables: { slug },
    // no-cache: texts have no identity in the cache.
    fetchPolicy: 'no-cache',
  });
  if (!data?.collection) notFound();
  // Client components accept only plain objects, and uncached results are not.
  return (
    <>
      <CollectionView collection={structuredClone(data.collection)} isAdministrator={data.isAdministrator} />
      <ShowCode
        title="Collection"
        mt="lg"
        code={{ requests: [writeRequest(CollectionPageDocument, { slug })] }}
      />
    </>
  );
}
