/**
 * CPU time of worker threads. A limit of wall-clock time refuses harmless work on a busy machine; one of CPU time does not.
 *
 * Node 20 does not tell the CPU time of a thread. Linux does, in `/proc`. Elsewhere it is taken to be that of the process, which is more.
 */
import { readFileSync, readlinkSync } from 'node:fs';

const NS_PER_MS = 1e6;
const US_PER_MS = 1e3;

/** The calling thread in `/proc`, such as `71/task/75`; null where there is none. */
export function readTask(): string | null {
  try {
    return readlinkSync('/proc/thread-self');
  } catch {
    return null;
  }
}

/** CPU time in ms since some moment: that of a thread of this process. @param task from `readTask` in that thread. */
export function readThreadCpuMs(task: string | null): number {
  try {
    if (task !== null)
      return Number(readFileSync(`/proc/${task}/schedstat`, 'utf8').split(' ')[0]) / NS_PER_MS;
  } catch {
    // Kernels without this statistic.
  }
  const { user, system } = process.cpuUsage();
  return (user + system) / US_PER_MS;
}
