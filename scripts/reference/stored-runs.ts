/** Runs on the bundled model, computed and stored as the site does it, and exported as notebooks. */
import { mkdirSync } from 'node:fs';
import type { DocumentNode } from 'graphql';
import { parse } from 'graphql';
import { listJointPatches } from '../../components/export/joint-patches';
import { toJson } from '../../components/export/json';
import { toNotebook, type MetricMeans } from '../../components/export/notebook';
import { readContent } from '../../components/export/read-content';
import {
  JointExportsDocument,
  RunArraysDocument,
  RunPageDocument,
  type JointExportsQuery,
  type RunArraysQuery,
  type RunPageQuery,
} from '../../components/generated/graphql';
import { DIRECTIONS } from '../../domain/effect';
import { METRIC_IDS } from '../../domain/metrics';
import { isByPosition, SWEEP_KINDS } from '../../domain/sites';
import { parseConfig } from '../../server/config';
import { applyMigrations } from '../../server/db/migrations';
import { startEngine } from '../../server/engine/client/client';
import { runOperation } from '../../server/graphql/operation';
import { startDispatcher } from '../../server/runs/queue/dispatcher';
import { followProgress } from '../../server/runs/queue/progress';
import { PRESETS } from '../../domain/presets';
import { createServices } from '../../server/services';
import { exportAnalyses, type Ask, type ExportedNotebook } from './analyses';

const MODEL = 'patchbay-mini';
/** Several pairs and a single one, both directions. Every kind is in one of them; TransformerLens needs minutes for more. */
const EXPERIMENTS = [
  {
    name: 'ioi-denoising',
    preset: 'ioi',
    kinds: SWEEP_KINDS.filter((kind) => !isByPosition(kind)),
    directions: ['DENOISING'],
    metrics: ['LOGIT_DIFF'],
    edges: false,
  },
  {
    name: 'facts-noising',
    preset: 'facts',
    kinds: SWEEP_KINDS,
    directions: ['NOISING'],
    metrics: ['LOGIT_DIFF'],
    edges: false,
  },
  {
    name: 'ioi-both-all-metrics',
    preset: 'ioi',
    kinds: ['RESID_PRE', 'HEAD_Z'],
    directions: DIRECTIONS,
    metrics: METRIC_IDS.map((id) => id.toUpperCase()),
    // A circuit of edges is ranked by them.
    edges: true,
  },
] as const;

/** The run whose other pages are exported too. */
const ANALYSED = 'ioi-both-all-metrics';

const CREATE = parse('mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }');

const PATCH = parse('mutation ($input: PatchTogetherInput!) { patchTogether(input: $input) { id } }');
const CONTROL = parse('mutation ($input: AddControlInput!) { addControl(input: $input) { id } }');

/**
 * Computes the experiments and exports them.
 *
 * @param dataDir folder of the database; created.
 * @throws Error when a run does not succeed.
 */
export async function exportNotebooks(dataDir: string): Promise<ExportedNotebook[]> {
  mkdirSync(dataDir, { recursive: true });
  const config = parseConfig({ NODE_ENV: 'test', LOG_LEVEL: 'warn', DATA_DIR: dataDir });
  await applyMigrations(config.databaseUrl);
  const engine = startEngine();
  const services = createServices(config, engine);
  const dispatcher = startDispatcher(services, engine);
  const ask: Ask = async <T>(document: DocumentNode, variables: Record<string, unknown>) => {
    const exchange = { header: () => null, setCookie: () => {} };
    const { data, errors } = await runOperation({ document, variables }, exchange, services);
    if (errors) throw new Error(errors.map(({ message }) => message).join('\n'));
    // As a client receives it: scalars are serialised.
    return JSON.parse(JSON.stringify(data)) as T;
  };
  try {
    const notebooks: ExportedNotebook[] = [];
    for (const { name, preset, kinds, directions, metrics, edges } of EXPERIMENTS) {
      const { pairs } = PRESETS.find(({ id }) => id === preset)!;
      // Each operation is a visitor's of its own.
      const visibility = 'UNLISTED';
      const input = { model: MODEL, pairs, sweeps: kinds, directions, metrics, edges, visibility };
      const { createRun } = await ask<{ createRun: { id: string } }>(CREATE, { input });
      for await (const _progress of followProgress(services, createRun.id));
      const { run } = await ask<RunPageQuery>(RunPageDocument, { id: createRun.id });
      if (run?.status !== 'SUCCEEDED')
        throw new Error(`The run of ${preset} is ${run?.status ?? 'missing'}.`);
      const means: MetricMeans[] = [];
      for (const metric of run.metrics) {
        const read = await ask<RunArraysQuery>(RunArraysDocument, { id: run.id, metric });
        means.push({ metric, sweeps: read.run!.sweeps });
      }
      await patchJointly(ask, run.id, pairs.length);
      const joint = await ask<JointExportsQuery>(JointExportsDocument, { id: run.id });
      const reader = { query: readWith(ask) } as unknown as Parameters<typeof readContent>[0];
      const file = toJson(run, await readContent(reader, run, 'https://patchbay.example'));
      notebooks.push({ name, text: toNotebook(run, means, listJointPatches(joint), file) });
      if (name === ANALYSED) notebooks.push(...(await exportAnalyses(ask, run.id)));
    }
    return notebooks;
  } finally {
    await dispatcher.stop();
    await engine.close();
    await services.db.$disconnect();
  }
}

/** The query of a client. */
function readWith(ask: Ask) {
  return async ({ query, variables }: { query: DocumentNode; variables: Record<string, unknown> }) => ({
    data: await ask<object>(query, variables),
  });
}

/** Sites of every form. */
const JOINT_SITES = [
  { site: 'Z', layer: 1, head: 2 },
  { site: 'K', layer: 2, position: 3 },
  { site: 'PATTERN', layer: 3, head: 0, position: 5, src: 3 },
  { site: 'PATTERN', layer: 2, head: 1 },
  { site: 'RESID_MID', layer: 0, position: 5 },
  { site: 'MLP_OUT', layer: 1 },
];
const JOINT_VALUES = [
  {},
  { value: 'ZERO' },
  { value: 'MEAN', valueFrom: 'CLEAN' },
  { value: 'RESAMPLE', seed: 1 },
];

/** Stores joint patches with every value, and a control of the first. */
async function patchJointly(ask: Ask, run: string, pairs: number): Promise<void> {
  const [first] = await Promise.all(
    // Another prompt needs another pair.
    JOINT_VALUES.slice(0, pairs > 1 ? JOINT_VALUES.length : -1).map((value) =>
      ask<{ patchTogether: { id: string } }>(PATCH, { input: { run, sites: JOINT_SITES, ...value } }),
    ),
  );
  if (pairs === 1) return;
  await ask(CONTROL, { input: { jointPatch: first!.patchTogether.id, rule: 'OTHER_PROMPT', seed: 2 } });
}
