/**
 * Processor time of interactions from a trace of Chromium: the time that the main thread has computed (`tdur`), which other processes
 * on the machine do not change, from the input to the frame that shows its effect.
 */

export interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Start, length and processor time in microseconds. */
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly data?: { readonly type?: string } };
}

export const TRACE_CATEGORIES = [
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
  'blink.user_timing',
];
/** The mark at the start of what is measured. */
export const START_MARK = 'bench start';

/** Inputs whose effect is awaited: what Interaction to Next Paint counts, and movements. */
const INPUTS = new Set([
  ...['pointerdown', 'pointerup', 'click', 'keydown', 'keypress', 'input', 'keyup'],
  ...['pointermove', 'mousemove', 'wheel'],
]);

export interface Work {
  /** Of each input, from its first task to the paint after it, in ms. Inputs before one paint count as one. */
  readonly toPaintMs: readonly number[];
  /** Of all tasks, including those after a paint, in ms. */
  readonly totalMs: number;
  /** Of the longest task that is not part of an input, in ms: it delays an input that comes meanwhile. */
  readonly longestLaterMs: number;
}

/** Sums the processor time of a page's main thread since its mark. @throws Error without the mark. */
export function readWork(events: readonly TraceEvent[]): Work {
  const start = events.findLast(({ name }) => name === START_MARK);
  if (!start) throw new Error(`the trace has no mark '${START_MARK}'`);
  const own = events
    .filter(({ ph, pid, tid, ts }) => ph === 'X' && pid === start.pid && tid === start.tid && ts >= start.ts)
    .toSorted((a, b) => a.ts - b.ts);
  const commits = own.filter(({ name }) => name === 'Commit');
  const inputs = own.filter(
    ({ name, args }) => name === 'EventDispatch' && INPUTS.has(args?.data?.type ?? ''),
  );
  const toPaintMs: number[] = [];
  let [totalMs, longestLaterMs] = [0, 0];
  let waitingMs: number | null = null;
  for (const task of own.filter(({ name }) => name === 'RunTask')) {
    const ms = (task.tdur ?? 0) / 1000;
    totalMs += ms;
    if (inputs.some((input) => isInside(input, task))) waitingMs ??= 0;
    if (waitingMs === null) {
      longestLaterMs = Math.max(longestLaterMs, ms);
      continue;
    }
    waitingMs += ms;
    if (!commits.some((commit) => isInside(commit, task))) continue;
    toPaintMs.push(waitingMs);
    waitingMs = null;
  }
  return { toPaintMs, totalMs, longestLaterMs };
}

function isInside(event: TraceEvent, task: TraceEvent): boolean {
  return event.ts >= task.ts && event.ts <= task.ts + (task.dur ?? 0);
}
