/** The statistics of a run as JSON, with all prompt pairs. The format is that of server/runs/exchange/statistics-file.ts. */
import { SCHEMA_PATHS, STATISTICS_FORMAT, STATISTICS_VERSION } from '../../domain/exchange/formats';
import { MAX_PAIRS } from '../../domain/limits';
import {
  RunPairsDocument,
  RunStatisticsFileDocument,
  type Metric,
  type Normalisation,
  type RunStatisticsFileQuery,
  type RunView_RunFragment,
} from '../generated/graphql';
import { decodeFloats } from '../sweep/effects';
import { toMetricId } from '../sweep/metrics';
import { writeFile } from './digest';
import type { Reader } from './read-content';

type ReadSweep = NonNullable<RunStatisticsFileQuery['run']>['sweeps'][number];
type Pair = RunView_RunFragment['pairs'][number];

/** What the file has beside what the page of the run shows. */
export interface StatisticsContent {
  readonly modelDigest: string | null;
  readonly sweeps: readonly (ReadSweep & {
    readonly metric: Metric;
    readonly normalisation: Normalisation;
  })[];
  /** All pairs of the run. */
  readonly pairs: readonly Pair[];
  readonly origin: string;
}

const NORMALISATIONS: readonly Normalisation[] = ['NONE', 'RATIO_OF_MEANS'];

/** Reads statistics in each metric of the run, and its pairs page by page. @throws Error when the run is deleted meanwhile. */
export async function readStatistics(
  client: Reader,
  run: RunView_RunFragment,
  origin: string,
): Promise<StatisticsContent> {
  const deleted = (): Error => new Error('The run is deleted, so that it cannot be exported.');
  const sweeps: StatisticsContent['sweeps'][number][] = [];
  let modelDigest: string | null = null;
  for (const metric of run.metrics) {
    for (const normalisation of NORMALISATIONS) {
      const { data } = await client.query({
        query: RunStatisticsFileDocument,
        variables: { id: run.id, metric, normalisation },
        fetchPolicy: 'no-cache',
      });
      if (!data?.run) throw deleted();
      modelDigest = data.run.modelDigest;
      sweeps.push(...data.run.sweeps.map((sweep) => ({ ...sweep, metric, normalisation })));
    }
  }
  const pairs: Pair[] = [...run.pairs];
  while (pairs.length < run.pairCount) {
    const { data } = await client.query({
      query: RunPairsDocument,
      variables: { id: run.id, first: MAX_PAIRS, offset: pairs.length },
      fetchPolicy: 'no-cache',
    });
    const page = data?.run?.pairs ?? [];
    if (page.length === 0) throw deleted();
    pairs.push(...page);
  }
  return { modelDigest, sweeps, pairs, origin };
}

/** Writes the file. */
export function toStatisticsJson(
  run: RunView_RunFragment,
  { modelDigest, sweeps, pairs, origin }: StatisticsContent,
): string {
  const { id, title, createdAt, model, directions, prependBos, roles, pairCount, stopWhen, earlyStop } = run;
  const head = {
    $schema: `${origin}${SCHEMA_PATHS[STATISTICS_FORMAT]}`,
    format: STATISTICS_FORMAT,
    version: STATISTICS_VERSION,
    about:
      'Statistics over prompts of every cell, row-major in `shape`: the effect of a prompt is its value after the patch less its value in ' +
      'the base run. `adjustedP` is of a two-sided t test against 0, corrected over the computed cells of a sweep (Benjamini-Hochberg). ' +
      'Intervals of a run that stopped early cover a little less than their level.',
  };
  return writeFile(head, {
    id,
    title,
    createdAt,
    model: model.id,
    modelDigest,
    engine: run.provenance?.engine ?? null,
    directions,
    prependBos,
    roles,
    pairCount,
    stopWhen,
    earlyStop,
    baseline: { clean: run.baseline!.clean, corrupted: run.baseline!.corrupted },
    statistics: sweeps.map(describeSweep),
    pairs: pairs.map(({ clean, corrupted, correct, incorrect, correctSet, incorrectSet }) => ({
      clean,
      corrupted,
      correct: correctSet ?? [correct],
      incorrect: incorrectSet ?? [incorrect],
    })),
    values: 'npz',
  });
}

function describeSweep({
  kind,
  direction,
  metric,
  normalisation,
  axes,
  shape,
  statistics,
}: StatisticsContent['sweeps'][number]) {
  const { prompts, tested, roundingFloor } = statistics;
  // JSON has neither NaN nor infinity.
  const numbers = (data: string): (number | null)[] =>
    Array.from(decodeFloats(data), (value) => (Number.isFinite(value) ? value : null));
  const bytes = (data: string): Uint8Array => Uint8Array.from(atob(data), (byte) => byte.charCodeAt(0));
  const counts = bytes(statistics.count);
  const view = new DataView(counts.buffer);
  return {
    kind,
    direction,
    metric: toMetricId(metric),
    normalisation,
    axes: axes.map(({ name }) => name),
    shape,
    prompts,
    tested,
    roundingFloor,
    count: Array.from({ length: counts.length / 4 }, (_, cell) => view.getUint32(4 * cell, true)),
    mean: numbers(statistics.mean),
    standardError: numbers(statistics.standardError),
    t: numbers(statistics.t),
    signShare: numbers(statistics.signShare),
    adjustedP: numbers(statistics.adjusted),
    significant: [...bytes(statistics.significant)],
  };
}
