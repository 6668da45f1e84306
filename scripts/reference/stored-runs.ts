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
import { parseConfig } from '../../server/config';
import { applyMigrations } from '../../server/db/migrations';
import { startEngine } from '../../server/engine/client/client';
import { runOperation } from '../../server/graphql/operation';
import { startDispatcher } from '../../server/runs/queue/dispatcher';
import { followProgress } from '../../server/runs/queue/progress';
import { createServices } from '../../server/services/services';
import { EXPERIMENTS, JOINT_VALUES, type Experiment } from './experiments';
import { exportAnalyses, type Ask, type ExportedNotebook } from './analyses';

const MODEL = 'patchbay-mini';

/** The run whose other pages are exported too. */
const ANALYSED = 'ioi-both-all-metrics';

const CREATE = parse('mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }');

const PATCH = parse('mutation ($input: PatchTogetherInput!) { patchTogether(input: $input) { id } }');
const CONTROL = parse('mutation ($input: AddControlInput!) { addControl(input: $input) { id } }');

/**
 * Computes the experiments and exports them.
 *
 * @param dataDir folder of the database; created.
 * @param only a part of the names of the experiments that are computed.
 * @throws Error when a run does not succeed, and when there is no such experiment.
 */
export async function exportNotebooks(dataDir: string, only = ''): Promise<ExportedNotebook[]> {
  const experiments = EXPERIMENTS.filter(({ name }) => name.includes(only));
  if (experiments.length === 0)
    throw new Error(
      `No experiment is named like '${only}'; there are ${EXPERIMENTS.map(({ name }) => name).join(', ')}.`,
    );
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
    for (const { name, kinds, joint: patched, ...options } of experiments) {
      // Each operation is a visitor's of its own.
      const visibility = 'UNLISTED';
      const input = { model: MODEL, sweeps: kinds, visibility, ...options };
      const { createRun } = await ask<{ createRun: { id: string } }>(CREATE, { input });
      for await (const _progress of followProgress(services, createRun.id));
      const { run } = await ask<RunPageQuery>(RunPageDocument, { id: createRun.id });
      if (run?.status !== 'SUCCEEDED') throw new Error(`The run of ${name} is ${run?.status ?? 'missing'}.`);
      const means: MetricMeans[] = [];
      for (const metric of run.metrics) {
        const read = await ask<RunArraysQuery>(RunArraysDocument, { id: run.id, metric });
        means.push({ metric, sweeps: read.run!.sweeps });
      }
      await patchJointly(ask, run.id, options.pairs.length, patched);
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

/** Stores joint patches, and a control of the first, which needs other pairs of the same length. */
async function patchJointly(
  ask: Ask,
  run: string,
  pairs: number,
  { sites, values }: Experiment['joint'],
): Promise<void> {
  const [first] = await Promise.all(
    // Another prompt needs another pair.
    values
      .filter((value) => pairs > 1 || !('seed' in value))
      .map((value) => ask<{ patchTogether: { id: string } }>(PATCH, { input: { run, sites, ...value } })),
  );
  if (pairs === 1 || values !== JOINT_VALUES) return;
  await ask(CONTROL, { input: { jointPatch: first!.patchTogether.id, rule: 'OTHER_PROMPT', seed: 2 } });
}
