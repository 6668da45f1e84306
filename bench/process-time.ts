/** Processor time of a process, which does not depend on other load of the machine. */
import { readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second. */
const TICK_MS = 10;

/** Reads the processor time of a process and its threads, in ms; NaN without /proc. */
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
