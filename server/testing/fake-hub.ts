/**
 * A Hugging Face hub on this machine, for tests: it serves directories, and misbehaves when told to.
 *
 * As the real one it serves small files itself and sends whoever wants a large one on to another host, which must not be
 * given the token.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
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
  /** Sends the whole file whatever part was asked for, as some mirrors do. */
  readonly ignoresRange?: boolean;
  /** Bytes a second. */
  readonly rate?: number;
}

export interface HubRequest {
  readonly path: string;
  readonly from: number;
  /** Sent to the hub. */
  readonly authorization: string | undefined;
  /** Sent to the host of large files. */
  authorizationElsewhere?: string | undefined;
}

export interface FakeHub {
  readonly url: string;
  /** Requests for bytes so far. */
  readonly requests: HubRequest[];
  /** Commit that is the newest one of every repository. */
  commit: string;
  /** Decides what to do with a request; by default it is served. `count` is 0 for one that only asks what a file is. */
  misbehave: (request: { path: string; from: number; count: number }) => Misbehaviour;
  close(): Promise<void>;
}

interface Wanted {
  readonly file: string;
  readonly size: number;
  readonly from: number;
  readonly end: number;
  readonly etag: string;
  readonly fault: Misbehaviour;
}

/**
 * @param repositories repository name to the directory it is served from.
 * @param port to listen on; any by default.
 */
export async function startFakeHub(
  repositories: Readonly<Record<string, string>>,
  port = 0,
): Promise<FakeHub> {
  /** What was sent on to the host of large files, by number. */
  const sentOn: { wanted: Wanted; request: HubRequest }[] = [];

  const serve = async (request: http.IncomingMessage, response: http.ServerResponse): Promise<void> => {
    const { pathname } = new URL(request.url!, 'http://hub');
    const { authorization, accept = '', range } = request.headers;
    const info = /^\/api\/models\/(.+)\/revision\/HEAD$/.exec(pathname);
    if (info) {
      const isKnown = Object.hasOwn(repositories, info[1]!);
      response.writeHead(isKnown ? 200 : 404, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ _id: '1', id: info[1], sha: hub.commit, tags: [] }));
      return;
    }
    const [, repository = '', , name = ''] = /^\/(.+?)\/resolve\/([^/]+)\/(.+)$/.exec(pathname) ?? [];
    const directory = repositories[repository];
    if (directory === undefined) return refuse(response, 404, { 'x-error-code': 'RepoNotFound' });
    const file = path.join(directory, name);
    const stats = await stat(file).catch(() => null);
    if (!stats) return refuse(response, 404, { 'x-error-code': 'EntryNotFound' });
    const [, first = '0', last] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? [];
    const from = Number(first);
    const isProbe = last === '0';
    const asked: HubRequest = { path: name, from, authorization };
    if (!isProbe) hub.requests.push(asked);
    const fault = hub.misbehave({ path: name, from, count: isProbe ? 0 : hub.requests.length });
    if (fault.status !== undefined) return refuse(response, fault.status, fault.headers ?? {});
    const isLarge = name.endsWith('.safetensors');
    const etag = await findHash(isLarge ? 'sha256' : 'sha1', file, stats);
    const { size } = stats;
    const wanted = { file, size, from, end: last ? Number(last) + 1 : size, etag, fault };
    if (!isLarge) return send(response, wanted);
    const linked = { 'x-linked-size': String(size), 'x-linked-etag': `"${etag}"`, 'x-xet-hash': etag };
    if (accept.includes('application/vnd.xet-fileinfo+json')) {
      const link = `<${hub.url}/auth>; rel="xet-auth", <${hub.url}/parts>; rel="xet-reconstruction-info"`;
      response.writeHead(200, { ...linked, link, 'content-type': 'application/vnd.xet-fileinfo+json' });
      response.end('{}');
      return;
    }
    sentOn.push({ wanted, request: asked });
    refuse(response, 302, { ...linked, location: `${elsewhere.url}/${sentOn.length - 1}` });
  };

  const serveElsewhere = async (
    request: http.IncomingMessage,
    response: http.ServerResponse,
  ): Promise<void> => {
    const { wanted, request: asked } = sentOn[Number(request.url!.slice(1))]!;
    asked.authorizationElsewhere = request.headers.authorization;
    await send(response, wanted);
  };

  const own = await listen(serve, port);
  const elsewhere = await listen(serveElsewhere, 0);
  const hub: FakeHub = {
    url: own.url,
    requests: [],
    commit: 'c'.repeat(40),
    misbehave: () => ({}),
    async close() {
      await Promise.all([own.close(), elsewhere.close()]);
    },
  };
  return hub;
}

async function listen(
  serve: (request: http.IncomingMessage, response: http.ServerResponse) => Promise<void>,
  port: number,
): Promise<{ url: string; close(): Promise<void> }> {
  const server = http.createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function send(response: http.ServerResponse, wanted: Wanted): Promise<void> {
  const { file, size, etag, fault } = wanted;
  const { breakAfter, hangAfter, isGarbled, ignoresRange, rate } = fault;
  const [from, end] = ignoresRange ? [0, size] : [wanted.from, wanted.end];
  response.writeHead(ignoresRange ? 200 : 206, {
    'content-length': end - from,
    ...(!ignoresRange && { 'content-range': `bytes ${from}-${end - 1}/${size}` }),
    etag: `"${etag}"`,
  });
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

const hashes = new Map<string, Promise<string>>();

/** Hash of a file, computed once for as long as it does not change: tests serve files of hundreds of megabytes. */
function findHash(
  algorithm: 'sha1' | 'sha256',
  file: string,
  { size, mtimeMs }: { size: number; mtimeMs: number },
): Promise<string> {
  const key = `${file} ${size} ${mtimeMs}`;
  const hash = hashes.get(key) ?? digest(algorithm, file);
  hashes.set(key, hash);
  return hash;
}

async function digest(algorithm: string, file: string): Promise<string> {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

function refuse(response: http.ServerResponse, status: number, headers: Record<string, string>): void {
  response.writeHead(status, headers);
  response.end();
}
