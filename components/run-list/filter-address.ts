/** The filters of the list of runs, as its address holds them. */
import type { RunStatus } from '../generated/graphql';

export const STATUSES: readonly RunStatus[] = ['QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED'];

export interface RunFilter {
  readonly mine: boolean;
  /** Null for any. */
  readonly status: RunStatus | null;
  /** Empty for all. */
  readonly model: string;
  /** Words, "phrases" and #tags; empty for all. */
  readonly search: string;
  /** Empty for all. */
  readonly tag: string;
}

export const NO_RUN_FILTER: RunFilter = { mine: false, status: null, model: '', search: '', tag: '' };

/** Reads the filters from `/runs?search=mary&mine=1&status=FAILED&model=gpt2&tag=ioi`; invalid values are ignored. */
export function readRunFilter(read: (name: string) => string): RunFilter {
  const status = STATUSES.find((known) => known === read('status')) ?? null;
  return {
    mine: read('mine') === '1',
    status,
    model: read('model'),
    search: read('search').trim(),
    tag: read('tag'),
  };
}

/** The reverse of reading; default values are left out. */
export function runsAddress(
  { mine, status, model, search, tag }: RunFilter,
  after: string | null = null,
): string {
  const query = new URLSearchParams({
    ...(search !== '' && { search }),
    ...(mine && { mine: '1' }),
    ...(status && { status }),
    ...(model !== '' && { model }),
    ...(tag !== '' && { tag }),
    ...(after && { after }),
  }).toString();
  return query === '' ? '/runs' : `/runs?${query}`;
}
