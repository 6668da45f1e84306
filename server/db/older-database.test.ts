/**
 * A database of an earlier version gives the same answers after it has been migrated.
 *
 * The fixture was made by the code before the migration `results`: two runs of patchbay-mini, one of them published. Its
 * rows are `older-database.sql`; `older-database.json` is what that version answered to a query.
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Libsql from 'libsql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readExperiment } from '../runs/experiment';
import { readPicture } from '../runs/pictures/read-picture';
import { digestContent } from '../runs/submit/content-hash';
import { createTestServices, type TestServices } from '../testing/test-services';
import { decodeKinds } from './codec';
import { databasePath } from './file';
import { applyMigrations } from './migrations';

const FIXTURES = 'server/db/fixtures';
const RESULTS = '20261125222640_results';
const { query, variables, answer } = JSON.parse(readFileSync(`${FIXTURES}/older-database.json`, 'utf8')) as {
  query: string;
  variables: { run: string; slug: string };
  answer: object;
};

let services: TestServices;
/** As the migrations left them. */
let runs: { visibility: string; finding: object | null }[];
let older: { sweeps: unknown[]; effects: unknown[] };

beforeAll(async () => {
  services = await createTestServices({}, makeOlderDatabase);
  runs = await services.db.run.findMany({ select: { visibility: true, finding: { select: { id: true } } } });
  // Lists leave out runs that are not public.
  await services.db.run.updateMany({ data: { visibility: 'PUBLIC' } });
});
afterAll(() => services.dispose());

/** Applies the migrations before `results`, and inserts the rows. */
async function makeOlderDatabase(url: string): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'patchbay-older-'));
  try {
    for (const name of readdirSync('prisma/migrations').filter((entry) => entry < RESULTS))
      cpSync(`prisma/migrations/${name}`, path.join(folder, name), { recursive: true });
    await applyMigrations(url, { folder });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const db = new Libsql(databasePath(url));
  db.exec(readFileSync(`${FIXTURES}/older-database.sql`, 'utf8'));
  older = {
    sweeps: db.prepare('SELECT "id", "values" FROM "Sweep" ORDER BY "id"').raw(true).all(),
    effects: db.prepare('SELECT "id", "runId", "logitDiff", "recovery" FROM "Effect" ORDER BY "id"').all(),
  };
  db.close();
}

it('can be opened by address as before: runs without a finding are unlisted', () => {
  expect(runs).toHaveLength(2);
  for (const { visibility, finding } of runs) expect(visibility).toBe(finding ? 'PUBLIC' : 'UNLISTED');
});

it('answers the same, number by number', async () => {
  const { data, errors } = await services.ask(query, variables);
  expect(errors).toBeUndefined();
  expect(data).toEqual(answer);
});

it('finds runs by their prompts, and draws a picture of each', async () => {
  const { db } = services;
  expect(await db.runText.count()).toBe(2);
  for (const run of await db.run.findMany()) {
    const pair = await db.promptPair.findFirstOrThrow({ where: { runId: run.id, index: 0 } });
    const { data } = await services.ask(
      'query ($search: String) { runs(search: $search) { edges { node { id } } } }',
      {
        search: `"${pair.corrupted.toUpperCase()}" ${run.modelId} ${run.id}`,
      },
    );
    expect(data).toEqual({ runs: { edges: [{ node: { id: run.id } }] } });
    expect((await readPicture(db, run))!.values.some((value) => Math.abs(value) > 0.1)).toBe(true);
  }
});

it('keeps every value and every effect, as the logit difference', async () => {
  const values = await services.db.sweepValue.findMany({ orderBy: { sweepId: 'asc' } });
  expect(values).toHaveLength(4);
  expect(values.map(({ sweepId, values: bytes }) => [sweepId, Buffer.from(bytes)])).toEqual(older.sweeps);
  const effects = await services.db.effect.findMany({ orderBy: { id: 'asc' } });
  expect(effects.length).toBeGreaterThan(100);
  expect(
    effects.map(({ id, runId, value, recovery }) => ({ id, runId, logitDiff: value, recovery })),
  ).toEqual(older.effects);
  for (const { metric } of [...values, ...effects]) expect(metric).toBe('logit_diff');
});

it('gives each sweep the only direction of its run, and each run the default metric', async () => {
  for (const run of await services.db.run.findMany({ include: { sweeps: true } })) {
    expect([run.directions, run.metrics]).toEqual([null, null]);
    expect(run.sweeps.length).toBeGreaterThan(0);
    for (const { direction } of run.sweeps) expect(direction).toBe(run.direction);
  }
  for (const row of await services.db.patchedPrediction.findMany({ include: { run: true } }))
    expect(row.direction).toBe(row.run.direction);
  for (const row of await services.db.effect.findMany({ include: { run: true } }))
    expect(row).toMatchObject({ direction: row.run.direction, isFirstDirection: true });
  const { data, errors } = await services.ask(
    `{ runs { edges { node { direction directions metrics
      sweeps { direction plain: data named: data(metric: LOGIT_DIFF) unpatched { metric clean corrupted } }
      baseline { clean corrupted } } } } }`,
  );
  expect(errors).toBeUndefined();
  const { edges } = (data as { runs: { edges: { node: OlderRun }[] } }).runs;
  expect(edges.map(({ node }) => node.direction).toSorted()).toEqual(['DENOISING', 'NOISING']);
  for (const { node } of edges) {
    expect(node).toMatchObject({ directions: [node.direction], metrics: ['LOGIT_DIFF'] });
    for (const sweep of node.sweeps) {
      expect(sweep.direction).toBe(node.direction);
      expect(sweep.named).toBe(sweep.plain);
      expect(sweep.unpatched).toMatchObject({ metric: 'LOGIT_DIFF', ...node.baseline });
    }
  }
});

interface OlderRun {
  readonly direction: string;
  readonly baseline: object;
  readonly sweeps: { direction: string; plain: string; named: string; unpatched: object }[];
}

it('does not say what computed a sweep that was stored without it', async () => {
  for (const sweep of await services.db.sweep.findMany())
    expect(sweep).toMatchObject({ engineVersion: null, modelDigest: null, provider: null });
});

it('answers an equal experiment from the stored run: digests stay what they were', async () => {
  const runs = await services.db.run.findMany({ include: { pairs: { orderBy: { index: 'asc' } } } });
  expect(runs).toHaveLength(2);
  for (const { pairs, ...run } of runs) {
    const experiment = readExperiment(run, pairs);
    expect(digestContent(experiment, decodeKinds(run.kinds), run.modelDigest!, run.engineVersion!)).toBe(
      run.contentHash,
    );
  }
});

it('gives labels as token and index, and effects as metric and value', async () => {
  const { data, errors } = await services.ask(
    `query ($run: ID!) { run(id: $run) {
      pairs { cleanTokens { id text } }
      sweep(kind: RESID_PRE) {
        axes { name steps { index token { id text } } labels }
        top(k: 1) { metric value logitDiff }
        cell(layer: 0, position: 1) { perPrompt { metric value logitDiff } }
      } } }`,
    variables,
  );
  expect(errors).toBeUndefined();
  const { pairs, sweep } = (data as { run: Answer }).run;
  const tokens = pairs[0]!.cleanTokens;
  expect(sweep.axes).toEqual([
    {
      name: 'layer',
      steps: [0, 1, 2, 3].map((index) => ({ index, token: null })),
      labels: ['0', '1', '2', '3'],
    },
    {
      name: 'position',
      steps: tokens.map((token, index) => ({ index, token })),
      labels: tokens.map(({ text }, index) => `${text} ${index}`),
    },
  ]);
  expect(tokens.map(({ text }) => text)).toContain(' Mary');
  const effects = [...sweep.top, ...sweep.cell.perPrompt];
  expect(effects).toHaveLength(3);
  for (const { metric, value, logitDiff } of effects)
    expect([metric, value]).toEqual(['LOGIT_DIFF', logitDiff]);
});

interface Answer {
  readonly pairs: { cleanTokens: { id: number; text: string }[] }[];
  readonly sweep: {
    axes: unknown[];
    top: { metric: string; value: number; logitDiff: number }[];
    cell: { perPrompt: { metric: string; value: number; logitDiff: number }[] };
  };
}

it('names the column of a broken row', async () => {
  await services.db.sweep.updateMany({ where: { kind: 'RESID_PRE' }, data: { axes: '["layer","depth"]' } });
  const { errors } = await services.ask(
    'query ($run: ID!) { run(id: $run) { sweep(kind: RESID_PRE) { axes { name } } } }',
    variables,
  );
  expect(errors?.[0]).toMatchObject({
    message: expect.stringContaining('Sweep.axes'),
    extensions: { code: 'DATABASE_UNAVAILABLE' },
  });
});
