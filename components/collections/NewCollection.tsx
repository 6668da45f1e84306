'use client';

import { useRouter } from 'next/navigation';
import { CollectionEditor } from './CollectionEditor';

/** The form of a new collection; saving opens it. */
export function NewCollection() {
  const router = useRouter();
  return (
    <CollectionEditor
      collection={null}
      onSaved={(slug) => router.push(`/collections/${slug}`)}
      onCancel={() => router.push('/collections')}
    />
  );
}
