/** All edges of a run against the path patches of a seeded sample of them by TransformerLens 3.9.0's hooks. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { countEdgesInto, edgeToIndex, type Edge } from '../../../domain/edges';
import { readMetric, type Direction, type EdgeResult } from '../api';
import { openCore } from './open-core';
import { createExperiment, readFloats, readGolden, type GoldenCase } from './read-golden';
import { tolerateLogits } from './tolerance';

/** golden/edges.json, by models/reference/make_edges.py. */
interface Stored {
  readonly cases: readonly {
    readonly case: GoldenCase;
    readonly set: string;
    readonly direction: Direction;
    readonly heads: number;
    readonly baseline: { readonly clean: string; readonly corrupted: string };
    readonly edges: readonly Edge[];
    /** By edge: the logit difference of each prompt. */
    readonly values: readonly string[];
  }[];
}

const folder = await mkdtemp(path.join(tmpdir(), 'patchbay-golden-edges-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
const file = path.resolve('models', 'reference', 'golden', 'edges.json');
const { cases } = JSON.parse(await readFile(file, 'utf8')) as Stored;

const printed: string[] = [];
afterAll(() => console.log(`Largest |difference| from TransformerLens, in logits:\n${printed.join('\n')}`));

it('has both directions of three models', () => {
  expect(cases).toHaveLength(6);
});

it.each(cases)('$case, $direction', async (stored) => {
  const golden = await readGolden(stored.case);
  const experiment = {
    ...createExperiment(
      stored.case,
      golden.sets.find(({ name }) => name === stored.set)!,
      stored.direction,
    ),
    edges: true,
  };
  const core = await openCore(stored.case, folder);
  const results: EdgeResult[] = [];
  await core.run(experiment, [], {
    onEvent: (event) => void (event.type === 'edges' && results.push(event.edges)),
  });
  await core.close();
  const [clean, corrupted] = [readFloats(stored.baseline.clean), readFloats(stored.baseline.corrupted)];
  const base = stored.direction === 'DENOISING' ? corrupted : clean;
  let [largest, worst, moved] = [0, 0, 0];
  for (const [at, edge] of stored.edges.entries()) {
    const { values } = results.find(({ layer }) => layer === edge.receiverLayer)!;
    const own = readMetric(values, 'logit_diff');
    const count = countEdgesInto(edge.receiverLayer, stored);
    readFloats(stored.values[at]!).forEach((expected, prompt) => {
      const tolerance = tolerateLogits(clean[prompt]! - corrupted[prompt]!, expected, 0);
      const difference = Math.abs(own[prompt * count + edgeToIndex(edge, stored)]! - expected);
      [largest, worst] = [Math.max(largest, difference), Math.max(worst, difference / tolerance)];
      expect(difference, JSON.stringify(edge)).toBeLessThan(tolerance);
      if (Math.abs(expected - base[prompt]!) > 20 * tolerance) moved++;
    });
  }
  const share = moved / stored.edges.length / clean.length;
  printed.push(
    `  ${stored.case} ${stored.direction}: ${largest.toExponential(1)} (${(100 * worst).toFixed(0)}% of tolerated), ${(100 * share).toFixed(0)}% moved`,
  );
  // Otherwise an engine that patches nothing would pass. Few edges of the trained model matter: its heads are specialised.
  expect(share).toBeGreaterThan(0.1);
});
