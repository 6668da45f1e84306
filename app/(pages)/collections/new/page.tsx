import type { Metadata } from 'next';
import { NewCollection } from '../../../../components/collections/NewCollection';

export const metadata: Metadata = { title: 'New collection' };

export default function NewCollectionPage() {
  return <NewCollection />;
}
