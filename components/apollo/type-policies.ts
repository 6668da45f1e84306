/** How the cache keeps objects that have no id of their own. */
import type { TypePolicies } from '@apollo/client';

/** Parts of one object: queries that select different fields of them complete each other. */
export const TYPE_POLICIES: TypePolicies = {
  FindingCard: { merge: true },
  CardBaseline: { merge: true },
};
