import { expect, it } from 'vitest';
import { sampleRun } from '../testing/sample-run';
import { readPathState } from './path-state';
import { makeStepRequest } from './step-input';
import { toStepNotebook } from './step-notebook';

it('writes the settings of a step and its values after the cells that load the model', () => {
  const run = sampleRun();
  const search = new URLSearchParams('to=L1H0_L1H1&direction=noising&mlps=frozen&metric=prob');
  const step = makeStepRequest(run, readPathState(search, run), 'k');
  const { cells } = JSON.parse(toStepNotebook(run, step, Float32Array.of(0.5, 0.25))) as {
    cells: { cell_type: string; source: string }[];
  };
  const code = cells.filter(({ cell_type }) => cell_type === 'code').map(({ source }) => source);
  expect(code.some((source) => source.includes('def make_metrics(base, source)'))).toBe(true);
  const settings = code.at(-2)!;
  expect(settings).toContain('base, source = clean, corrupted');
  expect(settings).toContain('senders = [[0,0],[0,1]]');
  expect(settings).toContain('receivers = [["k",1,0],["k",1,1]]');
  expect(settings).toContain('freeze_mlps, freeze_norm = True, False');
  expect(settings).toContain('name = "prob"');
  expect(settings).toContain('expected = torch.tensor([0.5,0.25])');
});
