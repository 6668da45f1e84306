/** What a run leaves out, in its JSON file. */
import type { RunFileUnusableQuery, RunView_RunFragment } from '../generated/graphql';

/** A pair that the model cannot use. */
export type UnusablePair = NonNullable<NonNullable<RunFileUnusableQuery['run']>['unusable']>['pairs'][number];

/** The field `leftOut`; nothing where the run uses all pairs. @param pairs all that the model cannot use. */
export function describeLeftOut(
  { unusable, filter }: RunView_RunFragment,
  pairs: readonly UnusablePair[],
): { readonly leftOut?: object } {
  if (!unusable && !filter) return {};
  const counts = filter?.leftOut.map(({ reason, count }) => ({ reason, count }));
  return {
    leftOut: {
      unusable: unusable && {
        given: unusable.given,
        pairs: pairs.map(({ index, reason, message, clean, corrupted }) => ({
          index,
          reason,
          message,
          clean,
          corrupted,
        })),
      },
      filter: filter && {
        minGap: filter.minGap,
        onlyRight: filter.onlyRight,
        dropsOutliers: filter.dropsOutliers,
        given: filter.given,
        leftOut: counts,
      },
    },
  };
}
