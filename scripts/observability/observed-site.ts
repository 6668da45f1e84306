/** The API of this process with a real engine process and a real database, observed as in production. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseConfig } from '../../server/config';
import { startEngine } from '../../server/engine/client/client';
import { observeRequests } from '../../server/observability/observe-requests';
import { startTracing, stopTracing } from '../../server/observability/tracing/start';
import { observeServices } from '../../server/start/observe-services';
import { addReadinessChecks } from '../../server/start/readiness';
import { startDispatcher } from '../../server/runs/queue/dispatcher';
import { createServices, type Services } from '../../server/services/services';
import { createTestDatabase } from '../../server/testing/databases';
import { serveApi } from '../reference/serve-api';

export interface ObservedSite {
  readonly url: string;
  readonly services: Services;
  /** Sends an operation; `headers` in addition. @returns the response and its JSON. */
  ask(
    query: string,
    variables?: object,
    headers?: Record<string, string>,
  ): Promise<{ response: Response; data: Record<string, unknown> | null; errors: unknown }>;
  /** Creates a run of the bundled model, and waits for its end. @returns its id. */
  run(sweeps: readonly string[], headers?: Record<string, string>): Promise<string>;
  close(): Promise<void>;
}

/** @param env settings of the site and of its engine process. */
export async function startObservedSite(env: Record<string, string> = {}): Promise<ObservedSite> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'patchbay-observed-'));
  const database = await createTestDatabase(dataDir);
  const config = parseConfig({ NODE_ENV: 'test', DATA_DIR: dataDir, DATABASE_URL: database.url, ...env });
  await startTracing(config.tracing, 'web');
  const engine = startEngine({ env });
  const services = createServices(config, engine);
  observeRequests(config.trustedProxies);
  observeServices(services);
  addReadinessChecks(services);
  const dispatcher = startDispatcher(services, engine);
  const api = await serveApi(services);
  await engine.provider();
  let cookie: string | null = null;

  const ask: ObservedSite['ask'] = async (query, variables = {}, headers = {}) => {
    const response = await fetch(`${api.url}/api/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(cookie !== null && { cookie }), ...headers },
      body: JSON.stringify({ query, variables }),
    });
    cookie ??= response.headers.get('set-cookie')?.split(';')[0] ?? null;
    const { data = null, errors = null } = (await response.json()) as { data?: never; errors?: unknown };
    return { response, data, errors };
  };
  return {
    url: api.url,
    services,
    ask,
    async run(sweeps, headers) {
      const { data, errors } = await ask(CREATE, { input: { ...INPUT, sweeps } }, headers);
      if (data === null) throw new Error(`no run was created: ${JSON.stringify(errors)}`);
      const { id } = data['createRun'] as { id: string };
      for (;;) {
        const state = await ask('query ($id: ID!) { run(id: $id, settleMs: 5000) { status } }', { id });
        const status = (state.data?.['run'] as { status: string } | undefined)?.status;
        if (status === 'SUCCEEDED') return id;
        if (status === 'FAILED') throw new Error('the run failed');
      }
    },
    async close() {
      await api.close();
      await dispatcher.stop();
      await engine.close();
      await stopTracing();
      await database.release();
      await services.db.$disconnect();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

const CREATE = `mutation CreateRun($input: CreateRunInput!) { createRun(input: $input) { id } }`;
const INPUT = {
  model: 'patchbay-mini',
  recompute: true,
  pairs: [
    {
      clean: 'When John and Mary went to the shops, John gave the bag to',
      corrupted: 'When John and Mary went to the shops, Mary gave the bag to',
      correct: ' Mary',
      incorrect: ' John',
    },
  ],
};
