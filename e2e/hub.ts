/** A Hugging Face hub for browser tests: it serves the bundled model's files as a repository, as fast as it is told to. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Hub {
  readonly url: string;
  /** Bytes a second of each answer. */
  rate: number;
  close(): void;
}

/** Serves models/patchbay-mini as the repository `somebody/mini`. */
export async function startHub(): Promise<Hub> {
  const server = http.createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });

  const serve = async (request: http.IncomingMessage, response: http.ServerResponse): Promise<void> => {
    const { pathname } = new URL(request.url!, 'http://hub');
    if (pathname === '/api/models/somebody/mini/revision/HEAD') {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ _id: '1', id: 'somebody/mini', sha: 'a'.repeat(40), tags: [] }));
      return;
    }
    const [, name] = /^\/somebody\/mini\/resolve\/[^/]+\/([\w.]+)$/.exec(pathname) ?? [];
    if (name === undefined) {
      response.writeHead(404).end();
      return;
    }
    const bytes = await readFile(path.join('models', 'patchbay-mini', name));
    const [, first = '0', last] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
    const [from, end] = [Number(first), last ? Number(last) + 1 : bytes.length];
    response.writeHead(206, {
      'content-length': end - from,
      'content-range': `bytes ${from}-${end - 1}/${bytes.length}`,
      etag: `"${createHash('sha256').update(bytes).digest('hex')}"`,
    });
    const step = Math.max(1, Math.floor(hub.rate / 20));
    for (let at = from; at < end && !response.destroyed; at += step) {
      response.write(bytes.subarray(at, Math.min(at + step, end)));
      if (end - from > step) await sleep(50);
    }
    response.end();
  };

  const hub = { url: '', rate: 1e9, close: () => void server.close() };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(hub, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}
