/** What a process has computed, whatever else kept the machine busy meanwhile. */
import { readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second. */
const TICK_MS = 10;

/** Time that a process and its threads have computed so far, in ms; NaN where /proc cannot tell. */
export function processTime(pid: number): number {
  try {
    // After the name in brackets: state is field 3, utime and stime are 14 and 15 (proc(5)).
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return TICK_MS * (Number(fields[11]) + Number(fields[12]));
  } catch {
    return NaN;
  }
}
