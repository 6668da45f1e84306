import { expect, it } from 'vitest';
import { CONTROL, JOINT_PATCH } from '../testing/sample-joint-patch';
import { sampleRun } from '../testing/sample-run';
import { toJointCsv } from './joint-csv';
import { listJointPatches } from './joint-patches';
import { sampleContent } from '../testing/sample-content';
import { toJson } from './json';
import { toNotebook } from './notebook';

const run = sampleRun();
const patches = listJointPatches({
  run: { id: run.id, jointPatches: [{ ...JOINT_PATCH, controls: [CONTROL] }] },
});

it('lists controls after the joint patch that they belong to', () => {
  expect(patches.map(({ id, controlOf }) => [id, controlOf])).toEqual([
    ['j1', null],
    ['c1', 'j1'],
  ]);
});

it('writes joint, single, summed and interaction effects as CSV', () => {
  const rows = toJointCsv(run, patches)
    .split('\n')
    .filter((line) => !line.startsWith('#'));
  expect(rows[0]).toBe(
    'joint_patch,control_of,direction,value,value_from,donor_rule,seed,metric,prompt,donor,part,site,raw,change,recovery',
  );
  expect(rows.slice(1, 6)).toEqual([
    'j1,,DENOISING,SOURCE,,,,logit_diff,mean,,joint,,2.5,3.5,0.875',
    'j1,,DENOISING,SOURCE,,,,logit_diff,mean,,single,L1H0 z,-0.25,0.75,0.1875',
    'j1,,DENOISING,SOURCE,,,,logit_diff,mean,,single,L1H1 z,0.75,1.75,0.4375',
    'j1,,DENOISING,SOURCE,,,,logit_diff,mean,,sum_of_singles,,,2.5,0.625',
    'j1,,DENOISING,SOURCE,,,,logit_diff,mean,,interaction,,,1,0.25',
  ]);
  // A rank has no recovery; of the control, the first prompt was not patched.
  expect(rows).toContain('j1,,DENOISING,SOURCE,,,,rank,1,,joint,,0,-9,');
  const ofControl = rows.filter((row) => row.startsWith('c1,j1,DENOISING,RESAMPLE,CLEAN,SAME_ANSWER,7,'));
  expect(ofControl.map((row) => row.split(',')[8])).not.toContain('1');
  expect(ofControl).toContain(
    'c1,j1,DENOISING,RESAMPLE,CLEAN,SAME_ANSWER,7,logit_diff,2,1,joint,,0.5,1,0.2222222222222222',
  );
});

it('writes them into the JSON with the interaction of each metric', () => {
  const { jointPatches } = JSON.parse(toJson(run, sampleContent({ joint: patches }))) as {
    jointPatches: object[];
  };
  expect(jointPatches).toMatchObject([
    {
      controlOf: null,
      sites: [{ label: 'L1H0 z' }, { label: 'L1H1 z' }],
      results: [
        { metric: 'logit_diff', patched: [1.5, 3.5], mean: { interaction: { change: 1, recovery: 0.25 } } },
        { metric: 'rank', mean: { effect: { change: -6.5, recovery: null } } },
      ],
    },
    { controlOf: 0, donors: [null, 0], results: [{ patched: [null, 0.5] }, {}] },
  ]);
});

it('computes them again in the notebook by hooks, and compares the prompts that were patched', () => {
  const { cells } = JSON.parse(toNotebook(run, undefined, patches)) as { cells: { source: string }[] };
  const [functions, joint, control] = cells.slice(-3).map(({ source }) => source);
  expect(functions).toContain('run_with_hooks');
  expect(joint).toContain('    ("blocks.1.attn.hook_z", 0, None, None),');
  expect(joint).toContain('values = model.run_with_cache(clean)[1].__getitem__');
  expect(joint).toContain('"logit_diff": [[1.5,3.5],[-1,0.5],[0,1.5]],');
  expect(joint).toContain('values, sites, [0,1], expected)');
  expect(control).toContain('values = resampled(model.run_with_cache(clean)[1], [0,0])');
  expect(control).toContain('"logit_diff": [[0.5],[0.5],[1.5]],');
  expect(control).toContain('values, sites, [1], expected)');
  expect(toNotebook(run)).not.toContain('run_with_hooks');
});
