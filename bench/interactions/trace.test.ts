import { expect, it } from 'vitest';
import { readWork, START_MARK, type TraceEvent } from './trace';

const ids = { ph: 'X', pid: 1, tid: 1 };
const mark: TraceEvent = { ...ids, name: START_MARK, ph: 'I', ts: 1000 };
/** A task of some processor time; times in ms. */
const task = (at: number, ms: number, busyMs = ms): TraceEvent => ({
  ...ids,
  name: 'RunTask',
  ts: 1000 * at,
  dur: 1000 * ms,
  tdur: 1000 * busyMs,
});
const timing = (at: number, data: object): TraceEvent => ({
  ...ids,
  name: 'EventTiming',
  ph: 'b',
  ts: 1000 * at,
  args: { data },
});

it('sums the processor time from an input to its frame, and what other processes took is not in it', () => {
  const input = {
    interactionId: 7,
    timeStamp: 500,
    processingStart: 501,
    processingEnd: 510,
    commitFinishTime: 530,
  };
  const events = [mark, task(9, 0.5), task(10, 20, 4), task(35, 4, 3), task(50, 30, 25), timing(10, input)];
  expect(readWork(events)).toEqual({ toPaintMs: [7], frameMs: [], longestLaterMs: 25 });
});

it('ends with the handlers where no frame follows, and leaves out what is no interaction', () => {
  const input = { interactionId: 7, timeStamp: 0, processingStart: 1, processingEnd: 5, commitFinishTime: 0 };
  const hover = {
    interactionId: 0,
    timeStamp: 0,
    processingStart: 1,
    processingEnd: 90,
    commitFinishTime: 95,
  };
  expect(readWork([mark, task(10, 5), task(20, 8), timing(10, input), timing(10, hover)]).toPaintMs).toEqual([
    5,
  ]);
});

it('sums movements and the frame that shows them, and nothing of other threads', () => {
  const move = (at: number): TraceEvent => ({
    ...ids,
    name: 'EventDispatch',
    ts: 1000 * at,
    args: { data: { type: 'pointermove' } },
  });
  const commit = (at: number): TraceEvent => ({ ...ids, name: 'Commit', ts: 1000 * at });
  const frame = [task(10, 2), move(11), task(14, 3), move(15), task(18, 4), commit(20)];
  const other = { ...task(16, 9), tid: 2 };
  expect(readWork([mark, ...frame, other, task(30, 1)]).frameMs).toEqual([9]);
});

it('needs the mark', () => {
  expect(() => readWork([task(1, 1)])).toThrow(/no mark/);
});
