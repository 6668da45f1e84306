/** Reads the values of a run of many pairs page by page: an answer holds those of 64. */
import { MAX_PAIRS } from '../../domain/limits';
import {
  RunArrayPageDocument,
  type Direction,
  type Metric,
  type RunView_RunFragment,
  type SweepKind,
} from '../generated/graphql';
import { decodeFloats } from '../sweep/effects';
import { listStoredMetrics } from './json';
import type { Reader } from './read-content';

/** The values of one metric, of all pairs. */
export interface PagedArrays {
  readonly metric: Metric;
  readonly sweeps: readonly {
    readonly kind: SweepKind;
    readonly direction: Direction;
    /** [prompt, ...shape]. */
    readonly perPrompt: Float32Array;
    readonly unpatched: {
      readonly perPrompt: readonly { readonly clean: number; readonly corrupted: number }[];
    };
  }[];
}

/** All values of a finished run in each stored metric. @throws Error when the run is deleted meanwhile, or is not finished. */
export async function readPagedArrays(
  client: Reader,
  { id, metrics, pairCount, sweeps }: Pick<RunView_RunFragment, 'id' | 'metrics' | 'pairCount' | 'sweeps'>,
): Promise<PagedArrays[]> {
  if (sweeps.some((sweep) => sweep.pairCount < pairCount))
    throw new Error('The run is not finished. Save its values when all pairs are computed.');
  const arrays: PagedArrays[] = [];
  for (const metric of listStoredMetrics(metrics)) {
    const joined = sweeps.map(({ kind, direction, shape }) => ({
      kind,
      direction,
      perPrompt: new Float32Array(pairCount * shape.reduce((product, length) => product * length, 1)),
      unpatched: { perPrompt: [] as { clean: number; corrupted: number }[] },
    }));
    for (let offset = 0; offset < pairCount; offset += MAX_PAIRS) {
      const { data } = await client.query({
        query: RunArrayPageDocument,
        variables: { id, metric, first: MAX_PAIRS, offset },
        fetchPolicy: 'no-cache',
      });
      if (!data?.run) throw new Error('The run is deleted, so that it cannot be exported.');
      for (const page of data.run.sweeps) {
        const sweep = joined.find(
          ({ kind, direction }) => kind === page.kind && direction === page.direction,
        );
        if (!sweep) continue;
        const cells = sweep.perPrompt.length / pairCount;
        sweep.perPrompt.set(decodeFloats(page.perPrompt), offset * cells);
        sweep.unpatched.perPrompt.push(...page.unpatched.perPrompt);
      }
    }
    arrays.push({ metric, sweeps: joined });
  }
  return arrays;
}
