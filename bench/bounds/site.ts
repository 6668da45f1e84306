/** The built site with its engine process, whose memory, descriptors and threads are read from /proc. Linux only. */
import type { ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { findEngine, freePort, startServer, stopServer } from '../../scripts/production-server';

/** What a process holds. */
export interface ProcessFootprint {
  readonly descriptors: number;
  readonly threads: number;
  /** Resident memory. */
  readonly megabytes: number;
}

export interface SiteFootprint {
  readonly web: ProcessFootprint;
  /** Null without an engine. */
  readonly engine: ProcessFootprint | null;
  /** Heap of the web process, and buffers outside of it, after a collection. */
  readonly heapMegabytes: number;
  readonly externalMegabytes: number;
  /** The database with its write-ahead log. */
  readonly databaseMegabytes: number;
}

export interface BoundsSite {
  readonly url: string;
  readonly server: ChildProcess;
  readonly databaseUrl: string;
  readonly readFootprint: () => Promise<SiteFootprint>;
  /** Resident memory of the web process now, in MB. */
  readonly readMegabytes: () => number;
  readonly stop: () => Promise<void>;
}

const MB = 1024 * 1024;
const REPORT_WAIT_MS = 60_000;

/** Limits that one machine, which sends all requests, would meet; the parts say which limits they keep. */
export const RAISED_LIMITS = {
  RATE_LIMIT_GUESTS_PER_HOUR: '0',
  RATE_LIMIT_WORK_PER_MINUTE: '0',
  // Addresses are those of X-Forwarded-For.
  TRUSTED_PROXIES: '1',
};

/**
 * Serves the built site from a folder of its own, which is deleted at the end.
 *
 * @param env settings beside that folder.
 */
export async function startBoundsSite(env: Record<string, string> = {}): Promise<BoundsSite> {
  const folder = await mkdtemp(path.join(tmpdir(), 'patchbay-bounds-'));
  const report = path.join(folder, 'heap.json');
  const hook = pathToFileURL(path.resolve('bench/bounds/report-heap.mjs')).href;
  const port = await freePort();
  const server = await startServer(port, {
    DATA_DIR: folder,
    SEED_GALLERY: '0',
    NODE_OPTIONS: `--import=${hook}`,
    HEAP_REPORT: report,
    ...env,
  });
  const file = path.join(folder, 'patchbay.db');
  const webPid = server.pid!;
  return {
    url: `http://127.0.0.1:${port}`,
    server,
    databaseUrl: `file:${file}`,
    readMegabytes: () => readProcess(webPid).megabytes,
    async readFootprint() {
      const engine = findEngine(server);
      const heap = await readHeap(server, report);
      return {
        web: readProcess(webPid),
        engine: engine === null ? null : readProcess(engine),
        heapMegabytes: heap.heapUsed / MB,
        externalMegabytes: heap.external / MB,
        databaseMegabytes: (measureSize(file) + measureSize(`${file}-wal`)) / MB,
      };
    },
    async stop() {
      await stopServer(server);
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

const HeapReport = z.object({ heapUsed: z.number(), external: z.number() });

async function readHeap(server: ChildProcess, report: string): Promise<z.infer<typeof HeapReport>> {
  rmSync(report, { force: true });
  server.kill('SIGUSR2');
  const giveUp = Date.now() + REPORT_WAIT_MS;
  while (!existsSync(report)) {
    if (Date.now() > giveUp) throw new Error(`the web process has not written ${report}`);
    await sleep(50);
  }
  return HeapReport.parse(JSON.parse(readFileSync(report, 'utf8')));
}

function readProcess(pid: number): ProcessFootprint {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const number = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]);
  return {
    descriptors: readdirSync(`/proc/${pid}/fd`).length,
    threads: number('Threads'),
    megabytes: number('VmRSS') / 1024,
  };
}

const measureSize = (file: string): number => (existsSync(file) ? statSync(file).size : 0);
