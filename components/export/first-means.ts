/** Means over the first pairs of a large run, which its notebook computes again. */
import { RunArrayPageDocument, type RunView_RunFragment } from '../generated/graphql';
import { decodeFloats } from '../sweep/effects';
import { encodeFloats } from './base64';
import type { MetricMeans } from './notebook';
import type { Reader } from './read-content';

/**
 * Means of each metric over the pairs that the page of the run has. A value that is not finite (a pair to which a cell does not apply)
 * is left out.
 *
 * @throws Error when the run is deleted meanwhile, or some of these pairs are not computed yet.
 */
export async function readFirstMeans(
  client: Reader,
  { id, metrics, pairs, sweeps }: Pick<RunView_RunFragment, 'id' | 'metrics' | 'pairs' | 'sweeps'>,
): Promise<MetricMeans[]> {
  const means: MetricMeans[] = [];
  for (const metric of metrics) {
    const { data } = await client.query({
      query: RunArrayPageDocument,
      variables: { id, metric, first: pairs.length, offset: 0 },
      fetchPolicy: 'no-cache',
    });
    if (!data?.run) throw new Error('The run is deleted, so that it cannot be exported.');
    means.push({
      metric,
      sweeps: data.run.sweeps.map(({ kind, direction, perPrompt }) => {
        const values = decodeFloats(perPrompt);
        const { shape } = sweeps.find((one) => one.kind === kind && one.direction === direction)!;
        const cells = shape.reduce((product, length) => product * length, 1);
        if (values.length !== pairs.length * cells)
          throw new Error(
            `The first ${pairs.length} pairs are not computed yet. Save the notebook when the run has ended.`,
          );
        return { kind, direction, data: encodeFloats(averageRows(values, cells)) };
      }),
    });
  }
  return means;
}

/** The mean of each column, summed in float64. @param values [row, cell] */
function averageRows(values: Float32Array, cells: number): Float32Array {
  return Float32Array.from({ length: cells }, (_, cell) => {
    let [sum, count] = [0, 0];
    for (let at = cell; at < values.length; at += cells) {
      if (!Number.isFinite(values[at]!)) continue;
      sum += values[at]!;
      count++;
    }
    return sum / count;
  });
}
