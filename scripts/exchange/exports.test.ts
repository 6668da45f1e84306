/** What is exported equals what the API gives: JSON, both kinds of CSV, npz, and the texts of figures. */
import { unzipSync } from 'fflate';
import Papa from 'papaparse';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { toCsv } from '../../components/export/csv';
import { toMetricsCsv } from '../../components/export/metrics-csv';
import { listRunArrays, toNpz } from '../../components/export/npz';
import { readContent } from '../../components/export/read-content';
import { toJson, type RunContent } from '../../components/export/json';
import type { Metric, RunView_RunFragment } from '../../components/generated/graphql';
import { figureSvg } from '../../components/plot/figure/figure-svg';
import { heatmapPanel } from '../../components/plot/heatmap/panel';
import { readComputed } from '../../components/sweep/computed';
import { decodeFloats } from '../../components/sweep/effects';
import { figureContext } from '../../components/sweep/figure-context';
import { makePlane } from '../../components/sweep/plane';
import { positionLabels } from '../../components/sweep/positions';
import { nameRunFully } from '../../domain/name-run';
import { startDispatcher, type Dispatcher } from '../../server/runs/queue/dispatcher';
import { createTestServices, type TestServices } from '../../server/testing/test-services';
import { ask, computeFullRun, createReader, ORIGIN, readRun } from './stored-run';

let services: TestServices;
let dispatcher: Dispatcher;
let run: RunView_RunFragment;
let content: RunContent;
let cookie: string;

beforeAll(async () => {
  services = await createTestServices();
  dispatcher = startDispatcher(services, services.engine);
  const full = await computeFullRun(services);
  cookie = full.cookie;
  run = await readRun(services, full.id, cookie);
  content = await readContent(createReader(services, cookie), run, ORIGIN);
});
afterAll(async () => {
  await dispatcher.stop();
  await services.dispose();
});

/** Values as the API gives them as JSON. */
async function readValues(
  sweep: RunView_RunFragment['sweeps'][number],
  metric: Metric,
  prompt: number | null,
  normalised: boolean,
) {
  const { kind, direction } = sweep;
  const read = await ask<{ run: { sweep: { values: (number | null)[] } } }>(
    services,
    `query ($id: ID!, $kind: SweepKind!, $direction: Direction!, $metric: Metric!, $prompt: Int, $normalised: Boolean!) {
      run(id: $id) { sweep(kind: $kind, direction: $direction) {
        values(metric: $metric, prompt: $prompt, normalised: $normalised) } } }`,
    { id: run.id, kind, direction, metric, prompt, normalised },
    cookie,
  );
  return read.run.sweep.values;
}

const round = (values: Iterable<number>): number[] => [...values].map((value) => Math.fround(value));

it('JSON and npz have every value of every prompt', async () => {
  const file = JSON.parse(toJson(run, content)) as {
    title: string;
    sweeps: {
      kind: string;
      direction: string;
      metric: string;
      mean: number[];
      perPrompt: { data: string };
    }[];
  };
  const arrays = unzipSync(toNpz(listRunArrays(run, content.arrays, content.edges)));
  expect(file.title).toBe(run.title);
  expect(file.sweeps).toHaveLength(run.sweeps.length * content.arrays.length);
  for (const sweep of run.sweeps) {
    for (const { metric } of content.arrays) {
      const id = metric.toLowerCase();
      const own = file.sweeps.find(
        (one) => one.kind === sweep.kind && one.direction === sweep.direction && one.metric === id,
      )!;
      expect(round(own.mean)).toEqual(round((await readValues(sweep, metric, null, false)) as number[]));
      const values = await Promise.all(run.pairs.map(({ index }) => readValues(sweep, metric, index, false)));
      expect([...decodeFloats(own.perPrompt.data)]).toEqual(round(values.flat() as number[]));
      // The values are the end of an .npy file.
      const npy = arrays[`${sweep.kind}.${sweep.direction.toLowerCase()}.${id}.npy`]!;
      const bytes = npy.slice(npy.length - 4 * values.flat().length);
      expect([...new Float32Array(bytes.buffer)]).toEqual(round(values.flat() as number[]));
    }
  }
  expect(Object.keys(arrays).filter((name) => name.startsWith('edges.'))).toHaveLength(6);
});

it('CSV has a row for each patch, with each metric, the change and the recovery', async () => {
  for (const prompt of [null, 1]) {
    const { data: rows } = Papa.parse<Record<string, string>>(
      toMetricsCsv(run, content.arrays, prompt, content.stored),
      {
        comments: '#',
        header: true,
        skipEmptyLines: true,
      },
    );
    for (const sweep of run.sweeps) {
      const own = rows.filter(({ kind, direction }) => kind === sweep.kind && direction === sweep.direction);
      for (const metric of run.metrics) {
        const values = await readValues(sweep, metric, prompt, false);
        expect(own.map((row) => Number(row[metric.toLowerCase()]))).toEqual(round(values as number[]));
      }
    }
  }
  const direction = run.directions[0]!;
  const ofDirection = run.sweeps.filter((sweep) => sweep.direction === direction);
  const { sweeps: read } = content.arrays.find(({ metric }) => metric === 'PROB')!;
  const shown = ofDirection.map((sweep) => {
    const raw = decodeFloats(
      read.find((one) => one.kind === sweep.kind && one.direction === direction)!.data,
    );
    return { ...sweep, raw, values: raw, computed: readComputed(sweep, run.pairs) };
  });
  const perPrompt = read.find((one) => one.direction === direction)!.unpatched!.perPrompt;
  const mean = (side: 'clean' | 'corrupted') =>
    perPrompt.reduce((sum, one) => sum + one[side], 0) / perPrompt.length;
  const unpatched = { clean: mean('clean'), corrupted: mean('corrupted'), perPrompt };
  const text = toCsv(run, shown, null, { direction, metric: 'PROB', unpatched });
  const { data: rows } = Papa.parse<Record<string, string>>(text, {
    comments: '#',
    header: true,
    skipEmptyLines: true,
  });
  for (const sweep of ofDirection) {
    const own = rows.filter(({ kind }) => kind === sweep.kind);
    const recovery = await readValues(sweep, 'PROB', null, true);
    own.forEach((row, cell) => expect(Number(row['recovery'])).toBeCloseTo(recovery[cell]!, 5));
  }
});

it('figures have the title, the prompts and what computed the run', async () => {
  const { run: shown } = await ask<{
    run: { title: string; provenance: { engine: string; provider: string } };
  }>(
    services,
    'query ($id: ID!) { run(id: $id) { title provenance { engine provider } } }',
    { id: run.id },
    cookie,
  );
  const sweep = run.sweeps.find(({ kind }) => kind === 'HEAD_Z')!;
  const plane = makePlane(
    { ...sweep, values: decodeFloats(sweep.data), computed: readComputed(sweep, run.pairs) },
    null,
    { labels: positionLabels(run.pairs, null), folded: 0 },
  )!;
  const { lines } = figureContext(run, 'raw', null);
  const svg = figureSvg({
    title: 'Heads',
    lines,
    panels: [heatmapPanel({ title: 'z', ...plane }, 1, 'RdBu')],
  });
  const texts = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) =>
    text!.replaceAll('&gt;', '>'),
  );
  const all = texts.join(' ');
  expect(texts[0]).toBe('Heads');
  for (const part of nameRunFully(run).split(' ')) expect(all).toContain(part);
  expect(all).toContain(`run ${run.id}`);
  expect(all).toContain(`Computed by engine ${shown.provenance.engine}`);
  expect(all).toContain(`, ${shown.provenance.provider}; weights sha256`);
});
