/** The exported statistics of a run are what the published schema says, with the numbers that the API sends. */
import { expect, it } from 'vitest';
import { digestContent } from '../../components/export/digest';
import { encodeBytes, encodeFloats } from '../../components/export/base64';
import { readFirstMeans } from '../../components/export/first-means';
import { toNotebook } from '../../components/export/notebook';
import type { Reader } from '../../components/export/read-content';
import { readStatistics, toStatisticsJson } from '../../components/export/statistics-json';
import { decodeFloats } from '../../components/sweep/effects';
import { sampleRun } from '../../components/testing/sample-run';
import { makeSchema } from '../../server/http/schema-file';
import { statisticsFile } from '../../server/runs/exchange/statistics-file';

const run = sampleRun({
  pairCount: 130,
  stopWhen: { interval: 0.01, sweep: null, minPairs: 128 },
  earlyStop: { pairs: 130, plannedPairs: 900, interval: 0.0089 },
});
const floats = (...values: number[]): string => encodeFloats(Float32Array.from(values));

/** Answers with 64 pairs a page, and with statistics of one sweep of two cells. */
function createReader(): { reader: Reader; asked: Record<string, unknown>[] } {
  const asked: Record<string, unknown>[] = [];
  const query = async ({ variables }: { variables: Record<string, unknown> }) => {
    asked.push(variables);
    const offset = Number(variables['offset'] ?? 0);
    const pairs = Array.from({ length: Math.min(64, run.pairCount - offset) }, (_, at) => ({
      ...run.pairs[0]!,
      index: offset + at,
      clean: `clean ${offset + at}`,
    }));
    const statistics = {
      prompts: 130,
      tested: 2,
      roundingFloor: 1e-5,
      count: encodeBytes(new Uint8Array(Uint32Array.of(130, 7).buffer)),
      mean: floats(0.5, NaN),
      standardError: floats(0.25, NaN),
      t: floats(2, Infinity),
      signShare: floats(1, NaN),
      adjusted: floats(0.04, NaN),
      significant: encodeBytes(Uint8Array.of(1, 0)),
    };
    const sweep = { kind: 'HEAD_Z', direction: 'DENOISING', shape: [1, 2], statistics };
    const axes = [{ name: 'layer' }, { name: 'head' }];
    // Two prompts of two cells; a cell that does not apply to the second one.
    const perPrompt = floats(1, 2, 3, NaN);
    return {
      data: { run: { id: run.id, modelDigest: null, pairs, sweeps: [{ ...sweep, axes, perPrompt }] } },
    };
  };
  return { reader: { query } as unknown as Reader, asked };
}

it('has the numbers of every cell, all pairs, and how the run stopped', async () => {
  const { reader } = createReader();
  const text = toStatisticsJson(run, await readStatistics(reader, run, 'https://patchbay.example'));
  const file = JSON.parse(text) as Record<string, unknown>;
  const parsed = statisticsFile.parse(file);
  expect(parsed.pairs).toHaveLength(130);
  expect(parsed.pairs.at(-1)!.clean).toBe('clean 129');
  expect(parsed).toMatchObject({
    pairCount: 130,
    earlyStop: { pairs: 130, plannedPairs: 900, interval: 0.0089 },
  });
  expect(parsed.statistics.map(({ normalisation }) => normalisation)).toEqual(['NONE', 'RATIO_OF_MEANS']);
  expect(parsed.statistics[0]).toMatchObject({
    count: [130, 7],
    mean: [0.5, null],
    standardError: [0.25, null],
    t: [2, null],
    significant: [1, 0],
    roundingFloor: 1e-5,
  });
  const { digest, ...content } = file;
  expect(digest).toBe(digestContent(content));
  expect(makeSchema('/schema/statistics-1.json')).toMatchObject({ $id: '/schema/statistics-1.json' });
});

it('checks the means over the first pairs in the notebook of a large run, and says so', async () => {
  const { reader } = createReader();
  const large = { ...run, sweeps: run.sweeps.map((sweep) => ({ ...sweep, shape: [1, 2] })) };
  const means = await readFirstMeans(reader, large);
  expect([...decodeFloats(means[0]!.sweeps[0]!.data)]).toEqual([2, 2]);
  const notebook = toNotebook(large, means);
  expect(notebook).toContain('The first 2 of its 130 pairs are computed again');
  // A run of which some of these pairs are missing has no notebook yet.
  await expect(readFirstMeans(reader, { ...large, pairs: [...run.pairs, ...run.pairs] })).rejects.toThrow(
    'not computed yet',
  );
});
