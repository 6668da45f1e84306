// @vitest-environment jsdom
import { cleanup, render } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { NumberCanvas } from './NumberCanvas';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

/** The numbers that are written into cells of a size. */
function write(values: readonly number[], cellWidth: number, skipped?: Uint8Array): string[] {
  const written: string[] = [];
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue({
    scale: () => {},
    fillText: (text: string) => written.push(text),
  } as unknown as CanvasRenderingContext2D);
  render(
    <NumberCanvas
      {...{ values, cellWidth, skipped }}
      rows={1}
      columns={values.length}
      limit={1}
      palette="RdBu"
      tone="light"
      left={0}
      top={0}
      cellHeight={20}
    />,
  );
  return written;
}

const VALUES = [1, 0.96, 0.05, -0.06, 0, 0.004, 0.03, NaN];

it('writes the same numbers into narrow and wide cells, and none that have the colour of 0', () => {
  const numbers = ['1.0', '.96', '.05', '−.06'];
  expect(write(VALUES, 23)).toEqual(numbers);
  cleanup();
  expect(write(VALUES, 60)).toEqual(numbers);
  cleanup();
  // In a large plot too.
  expect(write([...VALUES, ...Array.from({ length: 100 }, () => 0)], 60)).toEqual(numbers);
});

it('writes nothing into cells that were not computed', () => {
  expect(write([0.5, 0.25], 30, Uint8Array.of(1, 0))).toEqual(['.25']);
});
