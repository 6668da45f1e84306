/** The API over HTTP in this process, as the site's routes serve it; the pages need a build, the API does not. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { serveGraphql } from '../../server/graphql/http';
import { serveStream } from '../../server/graphql/stream';
import { serveSiteMetrics } from '../../server/http/metrics';
import { serveReadiness } from '../../server/http/probes';
import type { Services } from '../../server/services/services';
import { installServices } from '../../server/testing/test-services';

export interface ServedApi {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the API of `services` at a free port of 127.0.0.1. */
export async function serveApi(services: Services): Promise<ServedApi> {
  const uninstall = installServices(services);
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      console.error(error);
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      uninstall();
    },
  };
}

const ROUTES: Readonly<Record<string, (request: Request) => Promise<Response>>> = {
  '/api/graphql': serveGraphql,
  '/api/graphql/stream': serveStream,
  '/metrics': serveSiteMetrics,
  '/readyz': serveReadiness,
};

async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const url = new URL(incoming.url ?? '/', `http://${incoming.headers.host}`);
  const route = ROUTES[url.pathname];
  if (!route) {
    outgoing.writeHead(404).end();
    return;
  }
  const gone = new AbortController();
  outgoing.once('close', () => gone.abort());
  const hasBody = incoming.method === 'POST';
  const headers = Object.entries(incoming.headers).map(([name, value]): [string, string] => [
    name,
    String(value),
  ]);
  const response = await route(
    new Request(url, {
      method: incoming.method ?? 'GET',
      headers,
      signal: gone.signal,
      ...(hasBody && { body: Readable.toWeb(incoming) as unknown as BodyInit, duplex: 'half' }),
    }),
  );
  outgoing.writeHead(response.status, [...response.headers].flat());
  if (!response.body) outgoing.end();
  // A client may leave a stream before its end.
  else await pipeline(Readable.fromWeb(response.body as never), outgoing).catch(() => {});
}
