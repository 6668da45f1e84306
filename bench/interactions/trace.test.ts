import { expect, it } from 'vitest';
import { END_MARK, readWork, START_MARK, type TraceEvent } from './trace';

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
/** What is measured, on a machine of some index: 25 rounds of a program take 2.5 / index seconds. */
const trace = (events: readonly TraceEvent[], index = 1750): TraceEvent[] => {
  const at = (name: string, ts: number, tts: number): TraceEvent => ({ ...ids, name, ph: 'I', ts, tts });
  const programUs = 2.5e6 / index;
  return [
    at('calibration strings', 100, 0),
    at('calibration arrays', 200, programUs),
    at('calibration end', 300, 2 * programUs),
    mark,
    ...events,
    { ...ids, name: END_MARK, ph: 'I', ts: 1e9 },
    { ...task(1e6 + 1, 500) },
  ];
};
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
  const events = [task(9, 0.5), task(10, 20, 4), task(35, 4, 3), task(50, 30, 25), timing(10, input)];
  const expected = { toPaintMs: [7], frameMs: [], longestLaterMs: 25 };
  expect(readWork(trace(events))).toEqual({ ...expected, index: 1750 });
  expect(readWork(trace(events, 875))).toEqual({
    toPaintMs: [3.5],
    frameMs: [],
    longestLaterMs: 12.5,
    index: 875,
  });
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
  const events = [task(10, 5), task(20, 8), timing(10, input), timing(10, hover)];
  expect(readWork(trace(events)).toPaintMs).toEqual([5]);
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
  expect(readWork(trace([...frame, other, task(30, 1)])).frameMs).toEqual([9]);
});

it('needs the marks and a calibration', () => {
  expect(() => readWork([task(1, 1)])).toThrow(/no mark 'bench start'/);
  expect(() => readWork([mark])).toThrow(/no mark 'bench end'/);
  const uncalibrated = trace([]).filter(({ name }) => !name.startsWith('calibration'));
  expect(() => readWork(uncalibrated)).toThrow(/no calibration/);
});
