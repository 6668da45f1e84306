/**
 * The speed of the machine while something is measured, which changes from minute to minute where others share its processor.
 *
 * Two small programs of known length, one that builds strings and one that copies arrays, run in the page before and after each
 * interaction, in parts of a millisecond. Their processor time gives the BenchmarkIndex of Lighthouse, which divides rounds per second by
 * ten and takes the mean of both programs. A slowdown of 4 is meant for a desktop, 1,500 to 2,000 (Lighthouse, docs/throttling.md):
 * times are converted to that.
 */
import type { Page } from '@playwright/test';
import { percentile } from '../statistics';
import type { TraceEvent } from './trace';

/** Of the desktop for which the slowdown is meant: the middle of its class. */
const DESKTOP_INDEX = 1750;
const PARTS = 10;
/** Of a program in a part: 1.4 ms on the desktop. */
const ROUNDS = 25;
/** Of the parts, which the collection of garbage and the compiler make slower, but not faster. */
const SHARE = 0.75;
const STRINGS_MARK = 'calibration strings';
const ARRAYS_MARK = 'calibration arrays';
const END_MARK = 'calibration end';

/** Adds the programs to a page, once, so that they are compiled once. To be called before the page is opened. */
export async function addCalibration(page: Page): Promise<void> {
  await page.addInitScript(
    ([strings, arrays, end, parts, rounds]) => {
      (window as unknown as { calibrate: () => void }).calibrate = () => {
        const pair = [1, 2].map(() => Array.from({ length: 100_000 }, () => 0)) as [number[], number[]];
        for (let part = 0; part < parts; part++) {
          performance.mark(strings);
          for (let round = 0; round < rounds; round++) {
            let text = '';
            for (let length = 0; length < 10_000; length++) text += 'a';
            if (text.length === 1) throw new Error('keeps the compiler from leaving the loop out');
          }
          performance.mark(arrays);
          for (let round = 0; round < rounds; round++) {
            const from = pair[round % 2 === 0 ? 0 : 1];
            const to = pair[round % 2 === 0 ? 1 : 0];
            for (let at = 0; at < from.length; at++) to[at] = from[at]!;
          }
          performance.mark(end);
        }
      };
    },
    [STRINGS_MARK, ARRAYS_MARK, END_MARK, PARTS, ROUNDS] as const,
  );
}

/** Runs the programs in a page, within a trace. */
export async function calibrate(page: Page): Promise<void> {
  await page.evaluate(() => {
    (window as unknown as { calibrate: () => void }).calibrate();
  });
}

/**
 * @returns the BenchmarkIndex of all calibrations in a trace, from their processor time.
 * @throws Error without a calibration.
 */
export function readIndex(events: readonly TraceEvent[]): number {
  const times = (name: string): number[] =>
    events.filter((event) => event.name === name).map(({ tts = NaN }) => tts);
  const [strings, arrays, ends] = [times(STRINGS_MARK), times(ARRAYS_MARK), times(END_MARK)];
  if (ends.length === 0) throw new Error('the trace has no calibration');
  const index = (from: readonly number[], to: readonly number[]): number => {
    const parts = to.map((tts, at) => ROUNDS / 10 / ((tts - from[at]!) / 1e6));
    return percentile(parts, SHARE);
  };
  return (index(strings, arrays) + index(arrays, ends)) / 2;
}

/** @returns how many times as fast as the desktop a machine of this index is; a time multiplied by it is one of the desktop. */
export function compareToDesktop(index: number): number {
  return index / DESKTOP_INDEX;
}
