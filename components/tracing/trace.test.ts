import { expect, it } from 'vitest';
import { sampleRun } from '../testing/sample-run';
import { firstCorrupted, listRows, nameWindow, readRow } from './trace';
import { readTracingState } from './tracing-state';

const run = sampleRun();
const read = (query: string) => readTracingState(new URLSearchParams(query), { layers: 2, length: 3 });

it('asks for one row for each window and site, with the noise of the state', () => {
  const rows = listRows(run, read('at=2&samples=4&seed=9'));
  expect(rows.map(({ site, layer }) => `${site} ${layer}`)).toEqual([
    'RESID_PRE 0',
    'RESID_PRE 1',
    'ATTN_OUT 0',
    'ATTN_OUT 1',
    'MLP_OUT 0',
    'MLP_OUT 1',
  ]);
  expect(rows[3]!.input).toMatchObject({
    layers: 1,
    noise: { positions: [2], std: 3, samples: 4, seed: 9 },
    sites: [0, 1, 2].map((position) => ({ site: 'ATTN_OUT', layer: 1, position })),
  });
  // A window of all layers has one row; the corrupted prompts need no noise.
  const windows = listRows(run, read('layers=2&corrupt=prompt'));
  expect(windows).toHaveLength(3);
  expect(windows[0]!.input).not.toHaveProperty('noise');
});

it('reads recovery, change, sum and interaction of means over prompts', () => {
  const result = {
    base: [0, 2],
    source: [4, 6],
    singles: [[2, 6]],
    layerSingles: [
      [
        [1, 3],
        [0, 3],
      ],
    ],
  };
  expect(readRow(result, 'change')).toEqual([3]);
  expect(readRow(result, 'recovery')).toEqual([0.75]);
  expect(readRow(result, 'sum')).toEqual([1 + 0.5]);
  expect(readRow(result, 'interaction')).toEqual([1.5]);
  expect(readRow({ ...result, source: [0, 2] }, 'recovery')).toEqual([NaN]);
});

it('names windows, and finds where the corruption begins', () => {
  expect(nameWindow(3, 1)).toBe('3');
  expect(nameWindow(3, 3)).toBe('3–5');
  expect(firstCorrupted(run.pairs, read(''))).toBe(1);
  expect(firstCorrupted(run.pairs, read('at=2'))).toBe(2);
  expect(firstCorrupted(run.pairs, read('at=2&corrupt=prompt'))).toBe(1);
});
