/** A Hugging Face hub on this machine, for tests: it serves directories, and misbehaves when told to. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { open, readFile, stat } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** What the hub does with a request for a file's bytes, beside serving it. */
export interface Misbehaviour {
  /** Answers with this status instead. */
  readonly status?: number;
  readonly headers?: Record<string, string>;
  /** Breaks the connection after this many bytes of the answer. */
  readonly breakAfter?: number;
  /** Sends this many bytes, then nothing more, the connection kept open. */
  readonly hangAfter?: number;
  /** Sends zeros instead of the content. */
  readonly isGarbled?: boolean;
  /** Bytes a second. */
  readonly rate?: number;
}

export interface FakeHub {
  readonly url: string;
  /** Requests for bytes so far. */
  readonly requests: { path: string; from: number; authorization: string | undefined }[];
  /** Decides what to do with a request; by default it is served. */
  misbehave: (request: { path: string; from: number; count: number }) => Misbehaviour;
  close(): Promise<void>;
}

/** @param repositories repository name to the directory it is served from. */
export async function startFakeHub(repositories: Readonly<Record<string, string>>): Promise<FakeHub> {
  const server = http.createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });

  const serve = async (request: http.IncomingMessage, response: http.ServerResponse): Promise<void> => {
    const { pathname } = new URL(request.url!, 'http://hub');
    const authorization = request.headers.authorization;
    const info = /^\/api\/models\/(.+)\/revision\/HEAD$/.exec(pathname);
    if (info) {
      const isKnown = Object.hasOwn(repositories, info[1]!);
      response.writeHead(isKnown ? 200 : 404, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ _id: '1', id: info[1], sha: 'c'.repeat(40), tags: [] }));
      return;
    }
    const [, repository = '', , name = ''] = /^\/(.+?)\/resolve\/([^/]+)\/(.+)$/.exec(pathname) ?? [];
    const directory = repositories[repository];
    if (directory === undefined) return refuse(response, 404, { 'x-error-code': 'RepoNotFound' });
    const file = path.join(directory, name);
    const stats = await stat(file).catch(() => null);
    if (!stats) return refuse(response, 404, { 'x-error-code': 'EntryNotFound' });
    const [, first = '0', last] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
    const from = Number(first);
    const end = last ? Number(last) + 1 : stats.size;
    const isProbe = last === '0';
    if (!isProbe) hub.requests.push({ path: name, from, authorization });
    const fault = hub.misbehave({ path: name, from, count: isProbe ? 0 : hub.requests.length });
    if (fault.status !== undefined) return refuse(response, fault.status, fault.headers ?? {});
    response.writeHead(206, {
      'content-length': end - from,
      'content-range': `bytes ${from}-${end - 1}/${stats.size}`,
      etag: `"${await etagOf(file, stats.size)}"`,
    });
    if (isProbe) {
      response.end(Buffer.alloc(1));
      return;
    }
    await send(response, file, from, end, fault);
  };

  const hub: FakeHub = {
    url: '',
    requests: [],
    misbehave: () => ({}),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(hub, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}

async function send(
  response: http.ServerResponse,
  file: string,
  from: number,
  end: number,
  { breakAfter, hangAfter, isGarbled, rate }: Misbehaviour,
): Promise<void> {
  const handle = await open(file);
  const closed = once(response, 'close');
  try {
    const stop = Math.min(end, from + Math.min(breakAfter ?? Infinity, hangAfter ?? Infinity));
    const step = rate === undefined ? 1 << 20 : Math.max(1, Math.floor(rate / 20));
    for (let at = from; at < stop && !response.destroyed;) {
      const bytes = Buffer.alloc(Math.min(step, stop - at));
      if (!isGarbled) await handle.read(bytes, 0, bytes.length, at);
      if (!response.write(bytes)) await Promise.race([once(response, 'drain'), closed]);
      if (rate !== undefined) await sleep(50);
      at += bytes.length;
    }
    if (stop < end && hangAfter !== undefined) return;
    if (stop < end) response.destroy();
    else response.end();
  } finally {
    await handle.close();
  }
}

/** As the hub: a hash of the content; a sha256 for the large file, which is in git LFS there. */
async function etagOf(file: string, size: number): Promise<string> {
  if (!file.endsWith('.safetensors')) {
    return createHash('sha1')
      .update(await readFile(file))
      .digest('hex');
  }
  // Tests serve files of hundreds of megabytes: their size and name stand for them.
  return size > 50e6
    ? `large-${size}`
    : createHash('sha256')
        .update(await readFile(file))
        .digest('hex');
}

function refuse(response: http.ServerResponse, status: number, headers: Record<string, string>): void {
  response.writeHead(status, headers);
  response.end();
}
