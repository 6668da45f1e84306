/** Who may read the metrics. */
import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { config } from '../config';
import { enterScope, withScope } from '../scope';
import { createTestServices, installServices, type TestServices } from '../testing/test-services';
import { serveSiteMetrics } from './metrics';

const ADMIN_TOKEN = 'a'.repeat(32);
const METRICS_TOKEN = 'm'.repeat(32);

let services: TestServices;
let uninstall: () => void;
const settings = config as { metricsToken: string | null; areMetricsLocal: boolean };

beforeEach(async () => {
  services = await createTestServices({ ADMIN_TOKEN });
  uninstall = installServices(services);
});
afterEach(async () => {
  Object.assign(settings, { metricsToken: null, areMetricsLocal: false });
  uninstall();
  await services.dispose();
  vi.restoreAllMocks();
});

const ask = async (headers: Record<string, string>, isLocal = true): Promise<number> => {
  const request = new Request('http://127.0.0.1/metrics', { headers: { host: '127.0.0.1', ...headers } });
  return (await withScope({ isLocal }, () => serveSiteMetrics(request))).status;
};
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

it('asks for a token unless configured otherwise, also from this machine', async () => {
  expect(await ask({})).toBe(401);
  expect(await ask(bearer('wrong'))).toBe(401);
  expect(await ask({ authorization: `Basic ${ADMIN_TOKEN}` })).toBe(401);
  expect(await ask(bearer(ADMIN_TOKEN))).toBe(200);
  expect(await ask(bearer(METRICS_TOKEN))).toBe(401);
  settings.metricsToken = METRICS_TOKEN;
  expect(await ask(bearer(METRICS_TOKEN))).toBe(200);
});

it('answers whoever has a token under any name, since Prometheus asks by names of its own', async () => {
  expect(await ask({ host: 'web:3000', ...bearer(ADMIN_TOKEN) }, false)).toBe(200);
  expect(await ask({ host: 'web:3000' }, false)).toBe(421);
});

it('answers programs of this machine with METRICS_LOCAL, but no other site’s page and no wrong token', async () => {
  settings.areMetricsLocal = true;
  expect(await ask({})).toBe(200);
  expect(await ask({}, false)).toBe(401);
  // A name that was rebound to this machine.
  expect(await ask({ host: 'evil.example' })).toBe(421);
  expect(await ask(bearer('wrong'))).toBe(401);
});

it('keeps scopes of requests on one connection apart', async () => {
  const { observeRequests } = await import('../observability/observe-requests');
  observeRequests(0);
  const { currentScope } = await import('../scope');
  const server = createServer((_, response) => {
    setTimeout(() => response.end(currentScope().requestId), 5);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const read = (): Promise<[header: unknown, body: string]> =>
    new Promise((resolve, reject) => {
      get(url, { agent: undefined }, (response) => {
        let body = '';
        response.on('data', (chunk: Buffer) => (body += chunk.toString()));
        response.on('end', () => resolve([response.headers['x-request-id'], body]));
      }).on('error', reject);
    });
  const answers = await Promise.all(Array.from({ length: 20 }, read));
  for (const [header, body] of answers) expect(body).toBe(header);
  expect(new Set(answers.map(([, body]) => body)).size).toBe(20);
  await new Promise((resolve) => server.close(resolve));
  enterScope({});
});
