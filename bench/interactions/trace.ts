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
  readonly args?: { readonly data?: EventData };
}

/** Of an event of Event Timing; times in ms, on one clock of the page. */
interface EventData {
  readonly type?: string;
  readonly interactionId?: number;
  readonly timeStamp?: number;
  readonly processingStart?: number;
  readonly processingEnd?: number;
  /** When the frame after the event was handed over to be drawn; 0 where there was none. */
  readonly commitFinishTime?: number;
}

export const TRACE_CATEGORIES = [
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
  'blink.user_timing',
];
/** The mark at the start of what is measured. */
export const START_MARK = 'bench start';

const MOVEMENTS = new Set(['pointermove', 'mousemove', 'wheel']);

export interface Work {
  /** Of each input, from its first handler to the frame after it, in ms: what Interaction to Next Paint is about, without the delay of the input. */
  readonly toPaintMs: readonly number[];
  /** Of each frame that follows a movement of the pointer, in ms. */
  readonly frameMs: readonly number[];
  /** Of the longest task after all these, in ms: it delays an input that comes meanwhile. */
  readonly longestLaterMs: number;
}

/** Sums the processor time of a page's main thread since its mark. @throws Error without the mark. */
export function readWork(events: readonly TraceEvent[]): Work {
  const start = events.findLast(({ name }) => name === START_MARK);
  if (!start) throw new Error(`the trace has no mark '${START_MARK}'`);
  const own = events
    .filter(({ pid, tid, ts }) => pid === start.pid && tid === start.tid && ts >= start.ts)
    .toSorted((a, b) => a.ts - b.ts);
  const tasks = own.filter(({ name }) => name === 'RunTask');
  const timed = own.filter(({ name, ph, args }) => {
    return name === 'EventTiming' && ph === 'b' && (args?.data?.interactionId ?? 0) > 0;
  });
  const windows = timed.map((event) => {
    const { timeStamp = 0, processingStart = 0, processingEnd = 0, commitFinishTime = 0 } = event.args!.data!;
    const toTrace = (ms: number): number => event.ts + 1000 * (ms - timeStamp);
    // What ran before the handlers belongs to an earlier input, or to the page.
    return [toTrace(processingStart), toTrace(Math.max(processingEnd, commitFinishTime))] as const;
  });
  const isWithin = (task: TraceEvent, from: number, to: number): boolean =>
    task.ts + (task.dur ?? 0) > from && task.ts < to;
  const last = Math.max(start.ts, ...windows.map(([, to]) => to));
  return {
    toPaintMs: windows.map(([from, to]) => sumMs(tasks.filter((task) => isWithin(task, from, to)))),
    frameMs: readFrames(own, tasks),
    longestLaterMs: Math.max(0, ...tasks.filter(({ ts }) => ts >= last).map((task) => sumMs([task]))),
  };
}

/** Sums tasks from a movement to the frame after it. Movements before one frame are of one frame. */
function readFrames(own: readonly TraceEvent[], tasks: readonly TraceEvent[]): number[] {
  const commits = own.filter(({ name }) => name === 'Commit');
  const moves = own.filter(
    ({ name, args }) => name === 'EventDispatch' && MOVEMENTS.has(args?.data?.type ?? ''),
  );
  const frames: number[] = [];
  let waitingMs: number | null = null;
  for (const task of tasks) {
    if (moves.some((move) => isInside(move, task))) waitingMs ??= 0;
    if (waitingMs === null) continue;
    waitingMs += sumMs([task]);
    if (!commits.some((commit) => isInside(commit, task))) continue;
    frames.push(waitingMs);
    waitingMs = null;
  }
  return frames;
}

function sumMs(tasks: readonly TraceEvent[]): number {
  return tasks.reduce((sum, { tdur = 0 }) => sum + tdur / 1000, 0);
}

function isInside(event: TraceEvent, task: TraceEvent): boolean {
  return event.ts >= task.ts && event.ts <= task.ts + (task.dur ?? 0);
}
