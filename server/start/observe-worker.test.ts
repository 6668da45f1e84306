/** The probes of a process without a site. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { freePort } from '../../scripts/production-server';
import { parseConfig } from '../config';
import { observeWorker } from './observe-worker';
import { createTestServices, type TestServices } from '../testing/test-services';

const METRICS_TOKEN = 'm'.repeat(32);

let services: TestServices;
let stop: () => Promise<void>;
let url: string;
beforeEach(async () => {
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  services = await createTestServices();
  const { dataDir } = services.config;
  const config = parseConfig({
    DATA_DIR: dataDir,
    NODE_ENV: 'test',
    PROBE_PORT: String(port),
    METRICS_TOKEN,
  });
  stop = await observeWorker({ ...services, config });
});
afterEach(async () => {
  await stop();
  await services.dispose();
});

it('answers probes, and metrics to whoever has the token', async () => {
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  const ready = await fetch(`${url}/readyz`);
  expect(await ready.json()).toMatchObject({
    status: 'ready',
    checks: [{ name: 'process' }, { name: 'database' }, { name: 'engine', ok: true }],
  });
  expect((await fetch(`${url}/metrics`)).status).toBe(401);
  const authorization = `Bearer ${METRICS_TOKEN}`;
  const metrics = await fetch(`${url}/metrics`, { headers: { authorization } });
  expect(await metrics.text()).toMatch(/patchbay_engine_up\{worker="local",provider="cpu"\} 1/);
});

it('serves nothing else', async () => {
  for (const path of ['/', '/runs', '/toString', '/metrics/x'])
    expect((await fetch(url + path)).status, path).toBe(404);
  expect((await fetch(`${url}/healthz`, { method: 'POST' })).status).toBe(404);
});
