import { expect, it } from 'vitest';
import { sampleRun } from '../testing/sample-run';
import { listRows } from './trace';
import type { TraceRow } from './trace-cells';
import { makeTraceExports } from './trace-exports';
import { readTracingState } from './tracing-state';

const run = sampleRun();
const sizes = { layers: 2, length: 3 };

/** A complete trace: each value names its row and position, and prompts differ by 1. */
function readTrace(address: string) {
  const state = readTracingState(new URLSearchParams(address), sizes);
  const requests = listRows(run, state);
  const rows = requests.map(({ layer }, row): TraceRow => {
    const values = (position: number): number[] => [row + position / 10, row + position / 10 + 1];
    const layerSingles = [0, 1, 2].map((position) => [values(position), values(layer)]);
    return {
      noiseStd: state.corruption === 'noise' ? 0.25 : null,
      results: [
        {
          base: [-1, 0],
          source: [2, 3],
          singles: [0, 1, 2].map(values),
          ...(state.layers > 1 && { layerSingles }),
        },
      ],
    };
  });
  return makeTraceExports({ run, state, requests, rows });
}

it('writes a row of CSV for each window and position, with every value that can be shown', () => {
  const lines = readTrace('std=2.5&samples=4&seed=9').csv!().split('\n');
  expect(lines.join('\n')).toContain(
    'corruption: {"kind":"noise","positions":[[1],[1]],"stdMultiple":2.5,"std":0.25,"samples":4,"seed":9}',
  );
  const rows = lines.filter((line) => !line.startsWith('#') && line !== '');
  expect(rows).toHaveLength(1 + 3 * 2 * 3);
  // RESID_PRE, layer 1, position 2: means 1.7 of base -0.5 and source 2.5.
  const cell = rows.find((line) => line.startsWith('RESID_PRE,1,1,2,'))!.split(',');
  expect(cell[4]).toBe('""" to"""');
  for (const [at, expected] of [1.7, 2.2, 2.2 / 3].entries())
    expect(Number(cell[5 + at])).toBeCloseTo(expected, 12);
  expect(cell.slice(8)).toEqual(['', '', '1']);
  // The prompts differ from position 1 on.
  expect(rows[1]!.endsWith(',0')).toBe(true);
});

it('writes JSON with the choices and the values of each prompt', () => {
  const json = JSON.parse(readTrace('corrupt=prompt&layers=2').json!()) as Record<string, unknown>;
  expect(json).toMatchObject({
    format: 'patchbay.trace',
    model: 'patchbay-mini',
    corruption: { kind: 'prompt' },
    windowLayers: 2,
    base: [-1, 0],
    source: [2, 3],
  });
  const [residual] = json['sites'] as { site: string; patched: number[][][]; singleLayers: unknown[] }[];
  expect(residual).toMatchObject({ site: 'RESID_PRE', hook: 'blocks.{layer}.hook_resid_pre', shape: [1, 3] });
  expect(residual!.patched[0]![2]).toEqual([0.2, 1.2]);
  expect(residual!.singleLayers).toHaveLength(1);
  expect(JSON.stringify(json)).not.toContain('__typename');
});

it('writes a notebook with the settings of the noise, and the windows that the noise reaches', () => {
  const { cells } = JSON.parse(readTrace('layers=2&at=1').notebook!()) as { cells: { source: string }[] };
  const code = cells.map(({ source }) => source).join('\n');
  expect(code).toContain('noise_positions = [[1],[1]]');
  expect(code).toContain('expected_base, expected_source = -0.5, 2.5');
  expect(code).toContain('("blocks.{layer}.hook_mlp_out", 0, 2, 2.7,');
  expect(code).not.toContain('("blocks.{layer}.hook_mlp_out", 0, 0,');
});

it('has a request for each row, and all rows in a program', () => {
  const exports = readTrace('');
  const [first, ...others] = exports.requests();
  expect(others).toHaveLength(5);
  expect(first!.variables).toMatchObject({ input: { layers: 1, noise: { std: 3 } }, withLayers: false });
  expect(exports.program().variables).toHaveLength(6);
});
