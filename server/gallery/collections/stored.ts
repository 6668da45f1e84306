/** Reads the columns of stored collections. */
import { VISIBILITIES } from '../../../domain/visibility';
import { wordColumn } from '../../db/codec';

/** @throws DATABASE_UNAVAILABLE for another word. */
export const decodeVisibility = wordColumn('Collection.visibility', VISIBILITIES);
