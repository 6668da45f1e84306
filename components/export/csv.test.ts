import { expect, it } from 'vitest';
import { sampleRun, sampleStatistics, sampleSweeps } from '../testing/sample-run';
import { toCsv } from './csv';

const run = sampleRun();
const lines = (prompt: number | null, of = run): string[] =>
  toCsv(of, sampleSweeps(of), prompt, {
    direction: 'DENOISING',
    metric: 'LOGIT_DIFF',
    unpatched: of.baseline!,
  }).split('\n');
const comments = (prompt: number | null): string =>
  lines(prompt)
    .filter((line) => line.startsWith('#'))
    .join('\n');

it('writes a row for each cell with its value in every unit and the token of its position', () => {
  expect(lines(null).filter((line) => !line.startsWith('#'))).toEqual([
    'kind,layer,head,position,token,prompt,logit_diff,logit_diff_change,recovery,src,src_token,computed',
    'RESID_PRE,0,,0,"""<|endoftext|>""",mean,-1,0,0,,,0',
    'RESID_PRE,0,,1,""" John""",mean,3,4,1,,,1',
    'RESID_PRE,0,,2,""" to""",mean,1,2,0.5,,,1',
    'HEAD_Z,0,0,,,mean,-1,0,0,,,1',
    'HEAD_Z,0,1,,,mean,0,1,0.25,,,1',
    'HEAD_Z,1,0,,,mean,1,2,0.5,,,1',
    'HEAD_Z,1,1,,,mean,2.5,3.5,0.875,,,1',
    '',
  ]);
});

it('describes model, direction, metric, unit, normalisation and prompts', () => {
  const head = comments(null);
  for (const text of [
    'run k3F9',
    'model patchbay-mini; denoising: activations of the clean run are patched into the corrupted run; with BOS',
    'values: mean of 2 prompt pairs',
    'in logits',
    'recovery: (logit_diff - -1) / (3 - -1)',
    '# prompt 2: {"clean":"Kate to","corrupted":"=Sue to","correct":" =Sue","incorrect":" Kate"}',
  ])
    expect(head).toContain(text);
});

it('names all tokens of an answer that is a set, and the rule', () => {
  const [first] = run.pairs;
  const pairs = [{ ...first!, correctSet: [' Mary', ' Lucy'], rule: 'LOGSUMEXP' as const }];
  const line = lines(0, { ...run, pairs }).find((each) => each.startsWith('# prompt 1:'))!;
  expect(JSON.parse(line.replace('# prompt 1: ', ''))).toMatchObject({
    correct: [' Mary', ' Lucy'],
    incorrect: [first!.incorrect],
    rule: 'LOGSUMEXP',
  });
});

it('has the statistics that the page shows', () => {
  const statistics = {
    byKind: new Map([['HEAD_Z', sampleStatistics()]]),
    isRecovery: true,
    isMeanOfRatios: false,
  };
  const written = toCsv(run, sampleSweeps(run), null, {
    direction: 'DENOISING',
    metric: 'LOGIT_DIFF',
    unpatched: run.baseline!,
    statistics,
  }).split('\n');
  const rows = written.filter((line) => !line.startsWith('#'));
  expect(rows[0]).toMatch(/,computed,mean_effect,standard_error,t,adjusted_p,sign_share,significant$/);
  expect(rows[2]).toMatch(/,1,,,,,,$/);
  expect(rows[4]).toMatch(/,1,0,,0,,0.5,$/);
  expect(rows[7]).toMatch(/,1,0.875,0.25,3.5,0.03125,1,1$/);
  const head = written.filter((line) => line.startsWith('#')).join('\n');
  expect(head).toContain('of recovery (ratio of means; the mean gap is taken as fixed)');
  expect(head).toContain('Benjamini-Hochberg');
});

it('has the gap, the tokens and the number of one prompt', () => {
  expect(comments(1)).toContain('values: prompt pair 2 of 2');
  expect(comments(1)).not.toContain('prompt 1:');
  const row = lines(1).find((line) => line.startsWith('RESID_PRE,0,,1'));
  expect(row).toBe('RESID_PRE,0,,1,""" Kate""",2,3,3.5,0.7777777910232544,,,1');
});

it('leaves recovery empty where it is undefined', () => {
  const { corrupted } = run.baseline!;
  const baseline = { ...run.baseline!, clean: corrupted + 0.001, gapTooSmall: true };
  expect(lines(null, sampleRun({ baseline })).find((line) => line.startsWith('HEAD_Z'))).toBe(
    'HEAD_Z,0,0,,,mean,-1,0,,,,1',
  );
});

it('starts no row with a formula, whatever titles and tokens contain', () => {
  const token = { ...run.pairs[0]!.cleanTokens[1]!, text: '=HYPERLINK("x")\n,' };
  const pairs = [
    { ...run.pairs[0]!, cleanTokens: [run.pairs[0]!.cleanTokens[0]!, token, run.pairs[0]!.cleanTokens[2]!] },
  ];
  const written = lines(null, sampleRun({ title: 'a\nHEAD_Z,0', pairs }));
  for (const line of written) expect(line).toMatch(/^(#|kind,|RESID_PRE,|HEAD_Z,|$)/);
  expect(written.find((line) => line.startsWith('RESID_PRE,0,,1'))).toContain(
    String.raw`"""=HYPERLINK(\""x\"")\n,"""`,
  );
});

it('names the shown direction and metric, and leaves recovery empty where the metric has none', () => {
  const text = toCsv(run, sampleSweeps(run), null, {
    direction: 'NOISING',
    metric: 'RANK',
    unpatched: { clean: 0, corrupted: 40, perPrompt: [] },
  });
  expect(text).toContain('noising: activations of the corrupted run are patched into the clean run');
  expect(text).toContain('# rank: rank of the correct answer at the last position after the patch, in rank');
  expect(text).toContain('recovery: undefined, this metric has none');
  expect(text).toContain('kind,layer,head,position,token,prompt,rank,rank_change,recovery');
  expect(text).toContain('HEAD_Z,1,1,,,mean,2.5,2.5,,,,1\n');
});

it('says what the run leaves out', () => {
  const of = sampleRun({
    unusable: { given: 9, counts: [{ reason: 'EQUAL_PROMPTS', count: 2 }] },
    filter: {
      minGap: 1,
      onlyRight: false,
      dropsOutliers: false,
      given: 7,
      leftOut: [{ reason: 'GAP_TOO_SMALL', count: 5 }],
    },
  } as unknown as Parameters<typeof sampleRun>[0]);
  expect(lines(null, of)).toContain('# 2 of 9 pairs left out: 2 with equal prompts');
  expect(lines(null, of)).toContain(
    '# filter: gap at least 1 logits; 5 of 7 pairs left out (5 gap too small)',
  );
  expect(comments(null)).not.toContain('left out:');
});
