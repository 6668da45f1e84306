/** Runs on the bundled model, computed and stored as the site does it, and exported as notebooks. */
import { mkdirSync } from 'node:fs';
import type { DocumentNode } from 'graphql';
import { parse } from 'graphql';
import { toNotebook } from '../../components/export/notebook';
import { RunPageDocument, type RunPageQuery } from '../../components/generated/graphql';
import { isByPosition, SWEEP_KINDS } from '../../domain/sites';
import { parseConfig } from '../../server/config';
import { applyMigrations } from '../../server/db/migrations';
import { startEngine } from '../../server/engine/client/client';
import { runOperation } from '../../server/graphql/operation';
import { startDispatcher } from '../../server/runs/queue/dispatcher';
import { followProgress } from '../../server/runs/queue/progress';
import { PRESETS } from '../../domain/presets';
import { createServices } from '../../server/services';

const MODEL = 'patchbay-mini';
/** Several pairs and a single one, both directions. Every kind is in one of them; TransformerLens needs minutes for more. */
const EXPERIMENTS = [
  { preset: 'ioi', direction: 'DENOISING', kinds: SWEEP_KINDS.filter((kind) => !isByPosition(kind)) },
  { preset: 'facts', direction: 'NOISING', kinds: SWEEP_KINDS },
] as const;

const CREATE = parse('mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }');

export interface ExportedNotebook {
  readonly name: string;
  /** Of an .ipynb file. */
  readonly text: string;
}

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
  const ask = async <T>(document: DocumentNode, variables: Record<string, unknown>): Promise<T> => {
    const exchange = { header: () => null, setCookie: () => {} };
    const { data, errors } = await runOperation({ document, variables }, exchange, services);
    if (errors) throw new Error(errors.map(({ message }) => message).join('\n'));
    // As a client receives it: scalars are serialised.
    return JSON.parse(JSON.stringify(data)) as T;
  };
  try {
    const notebooks: ExportedNotebook[] = [];
    for (const { preset, direction, kinds } of EXPERIMENTS) {
      const { pairs } = PRESETS.find(({ id }) => id === preset)!;
      const input = { model: MODEL, pairs, sweeps: kinds, direction };
      const { createRun } = await ask<{ createRun: { id: string } }>(CREATE, { input });
      for await (const _progress of followProgress(services, createRun.id));
      const { run } = await ask<RunPageQuery>(RunPageDocument, { id: createRun.id });
      if (run?.status !== 'SUCCEEDED')
        throw new Error(`The run of ${preset} is ${run?.status ?? 'missing'}.`);
      notebooks.push({ name: `${preset}-${direction.toLowerCase()}`, text: toNotebook(run) });
    }
    return notebooks;
  } finally {
    await dispatcher.stop();
    await engine.close();
    await services.db.$disconnect();
  }
}
