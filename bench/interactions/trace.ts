/**
 * Processor time of interactions from a trace of Chromium: the time that the main thread has computed (`tdur`), which other processes
 * on the machine do not change, from the input to the frame that shows its effect; converted to the desktop of the calibration.
 */
import { compareToDesktop, readIndex } from './calibration';

export interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Start, length and processor time in microseconds. */
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  /** Processor time that the thread had taken at `ts`, in microseconds. */
  readonly tts?: number;
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
/** The marks at the start and at the end of what is measured. */
export const START_MARK = 'bench start';
export const END_MARK = 'bench end';

const MOVEMENTS = new Set(['pointermove', 'mousemove', 'wheel']);

/** Times are those of the desktop at full speed. */
export interface Work {
  /** Of each input, from its first handler to the frame after it, in ms: what Interaction to Next Paint is about, without the delay of the input. */
  readonly toPaintMs: readonly number[];
  /** Of each frame that follows a movement of the pointer, in ms. */
  readonly frameMs: readonly number[];
  /** Of the longest task after all these, in ms: it delays an input that comes meanwhile. */
  readonly longestLaterMs: number;
  /** BenchmarkIndex of the machine before and after the interaction. */
  readonly index: number;
}

/** Sums the processor time of a page's main thread between its marks. @throws Error without the marks, or without a calibration. */
export function readWork(events: readonly TraceEvent[]): Work {
  const start = findMark(events, START_MARK);
  const end = findMark(events, END_MARK);
  const ofThread = events
    .filter(({ pid, tid }) => pid === start.pid && tid === start.tid)
    .toSorted((a, b) => a.ts - b.ts);
  const index = readIndex(ofThread);
  const toDesktop = (ms: number): number => ms * compareToDesktop(index);
  const own = ofThread.filter(({ ts }) => ts >= start.ts && ts < end.ts);
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
    toPaintMs: windows.map(([from, to]) =>
      toDesktop(sumMs(tasks.filter((task) => isWithin(task, from, to)))),
    ),
    frameMs: readFrames(own, tasks).map(toDesktop),
    longestLaterMs: toDesktop(
      Math.max(0, ...tasks.filter(({ ts }) => ts >= last).map((task) => sumMs([task]))),
    ),
    index,
  };
}

function findMark(events: readonly TraceEvent[], mark: string): TraceEvent {
  const found = events.findLast(({ name }) => name === mark);
  if (!found) throw new Error(`the trace has no mark '${mark}'`);
  return found;
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
