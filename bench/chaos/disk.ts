/** A disk that can be full or slow: a small file system in memory, and a library between a process and the disk. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface Disk {
  /** Where the data of the site are. */
  readonly folder: string;
  /** Null: it can be filled; else why not. */
  readonly whyNotFull: string | null;
  fill(): void;
  free(): void;
  /** Null: it can be slow; else why not. */
  readonly whyNotSlow: string | null;
  /** @param ms of each call that waits for the disk; 0: as it is. */
  setDelay(ms: number): void;
  /** For the process whose disk it is. */
  readonly env: Record<string, string>;
  /** Path of the library, to be loaded by LD_PRELOAD; null without one. */
  readonly library: string | null;
  close(): void;
}

/** @param mebibytes of the file system. */
export function makeDisk(root: string, mebibytes: number): Disk {
  const folder = path.join(root, 'disk');
  mkdirSync(folder, { mode: 0o755 });
  const whyNotFull = tryRun('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m,mode=0755`, 'tmpfs', folder])
    ? null
    : 'no file system of a limited size can be mounted here (it needs root)';
  const library = path.join(root, 'slow-disk.so');
  const source = path.resolve('bench/chaos/slow-disk.c');
  const isBuilt = tryRun('cc', ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl']);
  const delayFile = path.join(root, 'disk-delay');
  const ballast = path.join(folder, 'ballast');
  return {
    folder,
    whyNotFull,
    fill() {
      // Twice: allocation by larger pieces ends before the last page is taken.
      tryRun('dd', ['if=/dev/zero', `of=${ballast}`, 'bs=1M', 'status=none']);
      tryRun('dd', ['if=/dev/zero', `of=${ballast}2`, 'bs=4k', 'status=none']);
    },
    free() {
      rmSync(ballast, { force: true });
      rmSync(`${ballast}2`, { force: true });
    },
    whyNotSlow: isBuilt ? null : 'there is no C compiler (cc) for the library that slows the disk',
    setDelay(ms) {
      if (ms === 0) rmSync(delayFile, { force: true });
      else writeFileSync(delayFile, String(ms), { mode: 0o644 });
    },
    env: isBuilt ? { SLOW_DISK_FILE: delayFile } : {},
    library: isBuilt ? library : null,
    close() {
      if (whyNotFull !== null) return;
      tryRun('umount', ['-l', folder]);
    },
  };
}

/** Path of libfaketime for programs with threads; null where it is not installed. */
export function findFaketime(): string | null {
  for (const folder of ['/usr/lib', ...listFolders('/usr/lib')]) {
    const file = path.join(folder, 'faketime', 'libfaketimeMT.so.1');
    if (tryRun('test', ['-r', file])) return file;
  }
  return null;
}

function listFolders(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => path.join(folder, name));
}

function tryRun(command: string, args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
