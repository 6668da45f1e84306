import { expect, it } from 'vitest';
import { encodeFloats, sampleRun } from '../testing/sample-run';
import { JOINT_PATCH } from '../testing/sample-joint-patch';
import { toNotebook } from './notebook';

function joinCode(text: string): string {
  const { cells } = JSON.parse(text) as { cells: { cell_type: string; source: string }[] };
  return cells
    .filter(({ cell_type }) => cell_type === 'code')
    .map(({ source }) => source)
    .join('\n');
}

it('computes the run with the functions of TransformerLens and asserts its numbers', () => {
  const code = joinCode(toNotebook(sampleRun()));
  expect(code).toContain('"get_act_patch_resid_pre": ([1,3], [-1,3,1]),');
  expect(code).toContain('"get_act_patch_attn_head_out_all_pos": ([2,2], [-1,0,1,2.5]),');
  expect(code).toContain('base, source = corrupted, clean');
  expect(code).toContain('DIRECTORY = Path("models") / "patchbay-mini"');
  expect(joinCode(toNotebook(sampleRun({ directions: ['NOISING'] })))).toContain(
    'base, source = clean, corrupted',
  );
});

it('scores answers that are sets by their rule', () => {
  const run = sampleRun();
  const [first, ...others] = run.pairs;
  const pairs = [
    {
      ...first!,
      correctSet: [' a', ' b'],
      correctTokens: [{ id: 9 }, { id: 4 }],
      rule: 'LOGSUMEXP' as const,
    },
    ...others,
  ];
  const text = toNotebook({ ...run, pairs });
  expect(text).toContain('answers = [[[9,4],[1],\\"LOGSUMEXP\\"],');
  expect(text).toContain('return logits.logsumexp(-1) if rule ==');
});

it('computes entries of patterns by themselves, and hook_resid_post with a function of its own', () => {
  const [resid] = sampleRun().sweeps;
  const axes = ['layer', 'head', 'destination', 'src'].map((name) => ({ __typename: 'Axis', name }));
  const values = Array.from({ length: 9 }, (_, cell) => cell - 1);
  const entries = {
    ...resid!,
    kind: 'HEAD_PATTERN_DEST_SRC',
    axes,
    shape: [1, 1, 3, 3],
    data: encodeFloats(values),
  };
  const sweeps = [{ ...resid!, kind: 'RESID_POST' }, entries] as ReturnType<typeof sampleRun>['sweeps'];
  const code = joinCode(toNotebook(sampleRun({ sweeps })));
  expect(code).toContain('"resid_post": ([1,3], [-1,3,1]),');
  expect(code).toContain('activation_name="resid_post"');
  // Of the last layer, the last destination only.
  expect(code).toContain(
    '"get_act_patch_attn_head_pattern_dest_src_pos": {"entries": [[0,0,2,0],[0,0,2,1],[0,0,2,2]], "values": [5,6,7]},',
  );
  expect(joinCode(toNotebook(sampleRun()))).not.toContain('resid_post');
});

it('escapes the name of a model in Python', () => {
  const id = 'x"); print("injected") #\n\\';
  const code = joinCode(toNotebook(sampleRun({ model: { ...sampleRun().model, id } })));
  expect(code).toContain(String.raw`Path("models") / "x\"); print(\"injected\") #\n\\"  # holds`);
  expect(code.split('\n').filter((line) => line.includes('injected'))).toHaveLength(1);
});

it('checks each direction and each metric', () => {
  const [sweep] = sampleRun().sweeps;
  const noising = { ...sweep!, direction: 'NOISING' as const, data: encodeFloats([3, -1, 2]) };
  const run = sampleRun({ directions: ['DENOISING', 'NOISING'], sweeps: [sweep!, noising] });
  const code = joinCode(
    toNotebook(run, [
      { metric: 'LOGIT_DIFF', sweeps: run.sweeps },
      {
        metric: 'RANK',
        sweeps: [{ kind: 'RESID_PRE', direction: 'NOISING', data: encodeFloats([0, 7, 1]) }],
      },
    ]),
  );
  const [, denoising, other] = code.split(/^# (?:Denoising|Noising)\.$/m);
  expect(denoising).toContain('base, source = corrupted, clean');
  expect(denoising).toContain('"get_act_patch_resid_pre": ([1,3], [-1,3,1]),');
  expect(other).toContain('base, source = clean, corrupted');
  expect(other).toContain('"get_act_patch_resid_pre": ([1,3], [3,-1,2]),');
  expect(other).toMatch(/"rank": \{\s+"get_act_patch_resid_pre": \(\[1,3\], \[0,7,1\]\),/);
});

it('computes runs by role group by group, and patches by hooks', () => {
  const run = sampleRun({ roles: ['S', 'END'] });
  const pairs = run.pairs.map((pair, index) => ({
    ...pair,
    cleanTokens: index === 0 ? pair.cleanTokens : [...pair.cleanTokens, { id: 7, text: ' x' }],
    roles: [
      { name: 'S', cleanPositions: [1], corruptedPositions: [1] },
      { name: 'END', cleanPositions: [2 + index], corruptedPositions: [2 + index] },
    ],
  }));
  const sweeps = [{ ...run.sweeps[0]!, shape: [1, 2], data: encodeFloats([-1, 3]) }];
  const code = joinCode(toNotebook({ ...run, pairs, sweeps }));
  expect(code).toContain(
    '    ([0], {"clean":[[1],[2]],"corrupted":[[1],[2]]}, None),\n' +
      '    ([1], {"clean":[[1],[3]],"corrupted":[[1],[3]]}, None),',
  );
  expect(code).toContain('clean = [[0,1,2],[0,1,2,7]]');
  expect(code).toContain(
    '"RESID_PRE": ("blocks.{layer}.hook_resid_pre", ["layer","position"], [1,2], [-1,3]),',
  );
  expect(code).toContain('check_groups(base, source, expected)');
});

it('reads answers of several tokens as a whole, with teacher forcing', () => {
  const run = sampleRun();
  const [first, ...others] = run.pairs;
  const token = (id: number, text: string) => ({ __typename: 'Token' as const, id, text });
  const whole = {
    __typename: 'WholeAnswers' as const,
    correct: [token(9, ' Mary'), token(7, ' Ann')],
    incorrect: [token(1, ' John')],
  };
  const code = joinCode(toNotebook({ ...run, pairs: [{ ...first!, whole }, ...others] }));
  expect(code).toContain('answers = [[[9,7],[1],"WHOLE"],[[9],[1],"MEAN"]]');
  expect(code).toContain('    ([0,1], None, None),');
  expect(code).toContain('check_whole(base, source, expected)');
  expect(code).toContain(
    '"RESID_PRE": ("blocks.{layer}.hook_resid_pre", ["layer","position"], [1,3], [-1,3,1]),',
  );
  expect(joinCode(toNotebook(run))).not.toContain('check_whole');
});

it('reads the source run at the aligned positions, of pairs with different numbers of tokens only', () => {
  const run = sampleRun();
  const [first, ...others] = run.pairs;
  const alignment = [
    { clean: 0, corrupted: 0 },
    { clean: 1, corrupted: 2 },
    { clean: 2, corrupted: 3 },
  ] as unknown as (typeof run.pairs)[number]['alignment'];
  const corruptedTokens = [
    ...first!.corruptedTokens.slice(0, 1),
    { __typename: 'Token' as const, id: 40, text: ' Paul' },
    ...first!.corruptedTokens.slice(1),
  ];
  const code = joinCode(
    toNotebook({ ...run, pairs: [{ ...first!, corruptedTokens, alignment }, ...others] }),
  );
  expect(code).toContain('    ([0], None, [[0,0],[1,2],[2,3]]),\n    ([1], None, None),');
  expect(joinCode(toNotebook(run))).not.toContain('read_source');
});

it.each([
  ['SOURCE', 'values = lambda index, base, source: read_pair(index, base, source, "corrupted")'],
  ['ZERO', 'values = lambda index, base, source: zeros_of(model.run_with_cache(base)[1])'],
  ['MEAN', 'values = means_of(clean, False)'],
  ['RESAMPLE', 'model.run_with_cache(torch.tensor([clean[[1,0][index]]]))[1].__getitem__'],
] as const)('checks joint patches of runs by role pair by pair: %s', (value, written) => {
  const run = sampleRun({ roles: ['S', 'END'] });
  const roles = [
    { name: 'S', cleanPositions: [1], corruptedPositions: [1] },
    { name: 'END', cleanPositions: [2], corruptedPositions: [2] },
  ];
  const pairs = run.pairs.map((pair) => ({ ...pair, roles }));
  const patch = { ...JOINT_PATCH, value, valueFrom: 'CLEAN' as const, donors: [1, 0], controlOf: null };
  const code = joinCode(toNotebook({ ...run, pairs, sweeps: [] }, [], [patch]));
  expect(code).toContain(written);
  expect(code).toContain('check_joint_pairs("Joint patch:');
});
