import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createRepetitionFilter } from './log-repetition';

const ERROR = 50;
const INFO = 30;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('writes the first of 1600 equal errors, then one line with the number of the others and their requests', () => {
  const filter = createRepetitionFilter(1000);
  const report = vi.fn<(count: number, requestIds: readonly string[]) => void>();
  const written = Array.from({ length: 1600 }, (_, index) =>
    filter(
      ERROR,
      { err: new Error('limit exceeded'), id: String(index) },
      'a request failed',
      report,
      `request-${index % 30}`,
    ),
  );
  expect(written.filter(Boolean)).toHaveLength(1);
  expect(report).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1000);
  expect(report.mock.calls).toEqual([
    [1599, Array.from({ length: 20 }, (_, index) => `request-${index + 1}`)],
  ]);
  expect(filter(ERROR, { err: new Error('limit exceeded') }, 'a request failed', report)).toBe(true);
  vi.advanceTimersByTime(1000);
  expect(report).toHaveBeenCalledTimes(1);
});

it('takes lines for equal only when level, message and error are', () => {
  const filter = createRepetitionFilter();
  const lines: [number, unknown, unknown][] = [
    [ERROR, { err: new Error('a') }, 'x'],
    [ERROR, { err: new Error('b') }, 'x'],
    [ERROR, { err: new Error('a') }, 'y'],
    [40, { err: new Error('a') }, 'x'],
    [ERROR, { err: new TypeError('c') }, 'x'],
    [ERROR, new Error('a'), undefined],
    [ERROR, 'x', undefined],
  ];
  for (const [level, first, second] of lines) expect(filter(level, first, second, () => {})).toBe(true);
  for (const [level, first, second] of lines) expect(filter(level, first, second, () => {})).toBe(false);
});

it('lets every line below a warning pass, and all of more different ones than it remembers', () => {
  const filter = createRepetitionFilter();
  for (let index = 0; index < 3; index++) expect(filter(INFO, {}, 'started', () => {})).toBe(true);
  for (let index = 0; index < 1000; index++) filter(ERROR, String(index), undefined, () => {});
  for (let index = 0; index < 3; index++) expect(filter(ERROR, 'one more', undefined, () => {})).toBe(true);
});
