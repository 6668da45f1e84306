/** Who can open a collection, in words. */
import type { CollectionVisibility } from '../generated/graphql';

export const VISIBILITY_TEXTS: Readonly<
  Record<CollectionVisibility, { readonly word: string; readonly explained: string }>
> = {
  PRIVATE: { word: 'private', explained: 'Private: you and its editors' },
  UNLISTED: { word: 'unlisted', explained: 'Unlisted: everybody who has the address' },
  PUBLIC: { word: 'public', explained: 'Public: everybody; listed' },
};
