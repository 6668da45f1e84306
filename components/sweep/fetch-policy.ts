/** When values of a run may be answered from the cache. */
import type { RunView_RunFragment } from '../generated/graphql';

/** The cache for a run that has succeeded; a run that computes changes its sweeps with each batch. */
export function chooseFetchPolicy({
  status,
}: Pick<RunView_RunFragment, 'status'>): 'cache-first' | 'no-cache' {
  return status === 'SUCCEEDED' ? 'cache-first' : 'no-cache';
}
