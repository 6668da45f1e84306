/** Reads the columns of stored collections. */
import { wordColumn } from '../../db/codec';

export const COLLECTION_VISIBILITIES = ['PRIVATE', 'UNLISTED', 'PUBLIC'] as const;

/** @throws DATABASE_UNAVAILABLE for another word. */
export const decodeVisibility = wordColumn('Collection.visibility', COLLECTION_VISIBILITIES);
