/**
 * What the inspector of a cell asks for, through the API and the engine's own process, on the bundled model: predictions of the three
 * runs, metrics of every prompt, and both patterns of a head. The target is 300 ms for all of a cell.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse, type DocumentNode } from 'graphql';
import {
  CellByPromptDocument,
  HeadPatternsDocument,
  PatchedPredictionsDocument,
} from '../components/generated/graphql';
import { indexToCoordinates } from '../domain/cell';
import { METRIC_IDS } from '../domain/metrics';
import { PRESETS } from '../domain/presets';
import { createRandom } from '../domain/random';
import { SWEEP_KINDS, type AxisName } from '../domain/sites';
import { parseConfig } from '../server/config';
import { applyMigrations } from '../server/db/migrations';
import { startEngine } from '../server/engine/client/client';
import { runOperation } from '../server/graphql/operation';
import { startDispatcher } from '../server/runs/queue/dispatcher';
import { followProgress } from '../server/runs/queue/progress';
import { createServices, type Services } from '../server/services/services';
import { median } from './fit';
import { measureTime } from './forward';

const TARGET_MS = 300;
/** Cells of each kind, drawn by SEED. */
const CELLS = 20;
const SEED = 7;
const CREATE = parse('mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }');
const SHAPES = parse('query ($id: ID!) { run(id: $id) { sweeps { kind shape axes { name } } } }');

interface Shapes {
  readonly run: {
    readonly sweeps: readonly {
      readonly kind: string;
      readonly shape: readonly number[];
      readonly axes: readonly { readonly name: AxisName }[];
    }[];
  };
}

/** Prints a row for each kind: the time of all requests for one cell, in ms. */
export async function benchInspector(): Promise<void> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'patchbay-bench-'));
  const config = parseConfig({ NODE_ENV: 'test', LOG_LEVEL: 'warn', DATA_DIR: dataDir });
  await applyMigrations(config.databaseUrl);
  const engine = startEngine();
  const services = createServices(config, engine);
  const dispatcher = startDispatcher(services, engine);
  try {
    await measureCells(services);
  } finally {
    await dispatcher.stop();
    await engine.close();
    await services.db.$disconnect();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function measureCells(services: Services): Promise<void> {
  const ask = async <T>(document: DocumentNode, variables: object): Promise<T> => {
    const exchange = { header: () => null, setCookie: () => {} };
    const { data, errors } = await runOperation(
      { document, variables: { ...variables } },
      exchange,
      services,
    );
    if (errors) throw new Error(errors.map(({ message }) => message).join('\n'));
    return JSON.parse(JSON.stringify(data)) as T;
  };
  const { pairs } = PRESETS.find(({ id }) => id === 'ioi')!;
  const metrics = METRIC_IDS.map((metric) => metric.toUpperCase());
  const input = { model: 'patchbay-mini', pairs, sweeps: SWEEP_KINDS, metrics, visibility: 'UNLISTED' };
  const { createRun } = await ask<{ createRun: { id: string } }>(CREATE, { input });
  for await (const _progress of followProgress(services, createRun.id));
  const { id } = createRun;
  const { run } = await ask<Shapes>(SHAPES, { id });
  const random = createRandom(SEED);
  const rows = [];
  for (const { kind, shape, axes } of run.sweeps) {
    const grid = { axes: axes.map(({ name }) => name), shape };
    const size = shape.reduce((product, length) => product * length, 1);
    const times: number[] = [];
    for (let drawn = 0; drawn < CELLS; drawn++) {
      const cell = indexToCoordinates(grid, Math.floor(random() * size));
      const prompt = Math.floor(random() * pairs.length);
      const place = { id, kind, direction: 'DENOISING', ...cell };
      const head = { id, layer: cell.layer, head: cell.head, prompt, weighting: 'NONE' };
      times.push(
        await measureTime(() =>
          Promise.all([
            ask(CellByPromptDocument, place),
            ask(PatchedPredictionsDocument, { ...place, prompt }),
            ...(cell.head === null ? [] : [ask(HeadPatternsDocument, head)]),
          ]),
        ),
      );
    }
    rows.push({
      kind,
      cells: size,
      'median, ms': median(times).toFixed(1),
      'most, ms': Math.max(...times).toFixed(1),
    });
  }
  console.log(
    `${pairs.length} prompts, ${metrics.length} metrics, ${CELLS} cells of each kind; target ${TARGET_MS} ms`,
  );
  console.table(rows);
}
