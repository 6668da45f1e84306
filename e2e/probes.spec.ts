/** Probes and metrics of the built site, as supervisors ask for them. */
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { expect, testWithSite } from './site';

const METRICS_TOKEN = 'metrics-token-of-the-browser-tests';
const test = testWithSite({ SEED_GALLERY: '0', METRICS_TOKEN });

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Asks with any Host header, which fetch does not allow. */
function ask(url: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { headers }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body }));
    });
    request.on('error', reject);
    request.end();
  });
}

test('probes answer under any name, and say why only under a name of the site', async ({ site }) => {
  await expect.poll(async () => (await ask(`${site.url}/readyz`)).status).toBe(200);
  const checks = [
    { name: 'process', ok: true, reason: null },
    { name: 'database', ok: true, reason: null },
    { name: 'engine', ok: true, reason: null },
  ];
  expect(JSON.parse((await ask(`${site.url}/readyz`)).body)).toEqual({ status: 'ready', checks });
  for (const host of ['10.1.2.3:3000', 'patchbay-web', 'evil.example']) {
    expect((await ask(`${site.url}/healthz`, { host })).status).toBe(200);
    expect(JSON.parse((await ask(`${site.url}/readyz`, { host })).body)).toEqual({ status: 'ready' });
    expect((await ask(`${site.url}/runs`, { host })).status).toBe(421);
  }
});

test('a load balancer that sends HTTP/1.0 without a name gets an answer', async ({ site }) => {
  const { port } = new URL(site.url);
  const text = await new Promise<string>((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1', () => socket.write('GET /healthz HTTP/1.0\r\n\r\n'));
    let received = '';
    socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
    socket.on('end', () => resolve(received));
    socket.on('error', reject);
  });
  expect(text).toMatch(/^HTTP\/1\.[01] 200 OK/);
});

test('an engine that restarts leaves the site ready', async ({ site }) => {
  await expect.poll(async () => (await ask(`${site.url}/readyz`)).status).toBe(200);
  site.killEngine();
  expect((await ask(`${site.url}/readyz`)).status).toBe(200);
});

test('metrics need the token, under any name, and count pages by route', async ({ site }) => {
  await ask(`${site.url}/runs/some-run`);
  expect((await ask(`${site.url}/metrics`)).status).toBe(401);
  const authorization = `Bearer ${METRICS_TOKEN}`;
  const { status, body } = await ask(`${site.url}/metrics`, { host: 'web:3000', authorization });
  expect(status).toBe(200);
  expect(body).toMatch(
    /patchbay_http_requests_total\{route="\/runs\/\[id\]",method="GET",status="404"\} [1-9]/,
  );
  expect(body).toMatch(/patchbay_engine_up\{worker="local",provider="\w+"\} [01]/);
});

test('each response has an id of its own, which a client cannot choose', async ({ site }) => {
  const forged = 'forged-by-the-client';
  const answers = await Promise.all(
    ['/', '/icon.svg', '/healthz', '/api/graphql?query={seeding}'].map((address) =>
      ask(site.url + address, { 'x-request-id': forged }),
    ),
  );
  const ids = answers.map(({ headers }) => headers['x-request-id']);
  for (const id of ids) expect(id).toMatch(/^[\w-]{16}$/);
  expect(new Set(ids).size).toBe(ids.length);
});
