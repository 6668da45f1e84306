/** The filters of the list of runs, as its address holds them. */
import type { RunStatus } from '../generated/graphql';

export const STATUSES: readonly RunStatus[] = ['QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED'];

export interface RunFilter {
  readonly mine: boolean;
  /** Null for any. */
  readonly status: RunStatus | null;
  /** Empty for all. */
  readonly model: string;
}

/** Reads the filters from `/runs?mine=1&status=FAILED&model=gpt2`; invalid values are ignored. */
export function readRunFilter(read: (name: string) => string): RunFilter {
  const status = STATUSES.find((known) => known === read('status')) ?? null;
  return { mine: read('mine') === '1', status, model: read('model') };
}

/** The reverse of reading; default values are left out. */
export function runsAddress({ mine, status, model }: RunFilter, after: string | null = null): string {
  const query = new URLSearchParams({
    ...(mine && { mine: '1' }),
    ...(status && { status }),
    ...(model !== '' && { model }),
    ...(after && { after }),
  }).toString();
  return query === '' ? '/runs' : `/runs?${query}`;
}
