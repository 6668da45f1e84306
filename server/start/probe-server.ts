/**
 * Serves /healthz, /readyz and /metrics of a process without a site, such as a worker, over plain HTTP.
 *
 * The metrics need the same token as those of a web server.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Config } from '../config';
import { log } from '../log';
import { observeRequests } from '../observability/observe-requests';
import { serveMetrics } from '../http/metrics';
import { serveHealth, serveReadiness } from '../http/probes';

type Handler = (request: Request) => Response | Promise<Response>;

export interface ProbeServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Listens at HOST and `port`. @param port 0 for any free one. */
export async function startProbeServer(
  { host, trustedProxies }: Pick<Config, 'host' | 'trustedProxies'>,
  port: number,
  metricsOptions: Parameters<typeof serveMetrics>[1],
): Promise<ProbeServer> {
  observeRequests(trustedProxies);
  const handlers: Readonly<Record<string, Handler>> = {
    '/healthz': serveHealth,
    '/readyz': serveReadiness,
    '/metrics': (request) => serveMetrics(request, metricsOptions),
  };
  const server = createServer((request, response) => {
    answer(handlers, request, response).catch((error: unknown) => {
      log.error({ err: error }, 'a probe failed unexpectedly');
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(
  handlers: Readonly<Record<string, Handler>>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const [path = ''] = (incoming.url ?? '').split('?');
  const handle = Object.hasOwn(handlers, path) ? handlers[path] : undefined;
  if (handle === undefined || (incoming.method !== 'GET' && incoming.method !== 'HEAD')) {
    outgoing.writeHead(404).end();
    return;
  }
  const headers = new Headers();
  for (const name of ['host', 'authorization']) {
    const value = incoming.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  const response = await handle(new Request(`http://probe${path}`, { headers }));
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(incoming.method === 'HEAD' ? undefined : await response.text());
}
