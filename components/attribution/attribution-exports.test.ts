import { expect, it } from 'vitest';
import type { RunLogitLensQuery } from '../generated/graphql';
import { sampleRun } from '../testing/sample-run';
import { makeAttributionExports, makeLensExports } from './attribution-exports';
import { readAttributionState } from './attribution-state';

const run = sampleRun();
const sizes = { prompts: 2, layers: 2, heads: 2 };
const readState = (address: string) => readAttributionState(new URLSearchParams(address), sizes);

/** Shares of two prompts, two layers of two heads and three positions; `factor` distinguishes runs. */
const shares = (factor: number) => {
  const heads = [
    [
      [factor, 2 * factor],
      [3 * factor, 4 * factor],
    ],
    [
      [5 * factor, 6 * factor],
      [7 * factor, 8 * factor],
    ],
  ];
  return {
    heads,
    headsBySource: heads.map((ofPrompt) => ofPrompt.map((row) => row.map((share) => [share, 0, 0]))),
    mlps: [
      [-1, -2],
      [-3, -4],
    ],
    attnBias: [
      [0, 0],
      [0, 0],
    ],
    embed: [0.5, 0.5],
    posEmbed: [0, 0],
    bias: [0.25, 0.25],
  };
};
const both = { clean: shares(2), corrupted: shares(1) };
const neurons = { clean: [{ neuron: 7, mean: 1, perPrompt: [0.5, 1.5] }], corrupted: [] };

function splitRows(csv: string): string[] {
  return csv.split('\n').filter((line) => !line.startsWith('#') && line !== '');
}

it('writes components with both runs and their difference, the chosen head by source, and neurons', () => {
  const state = readState('head=L1H1&mlp=1&prompt=1');
  const rows = splitRows(makeAttributionExports({ run, state, shares: both, neurons }).csv!());
  expect(rows[0]).toBe('component,layer,head,src,token,neuron,prompt,clean,corrupted,difference');
  expect(rows).toContain('head,1,0,,,,2,14,7,7');
  expect(rows).toContain('mlp,1,,,,,2,-4,-4,0');
  expect(rows).toContain('head_by_source,1,1,0,"""<|endoftext|>""",,2,16,8,8');
  expect(rows).toContain('neuron,1,,,,7,2,1.5,,');
  expect(rows.find((row) => row.startsWith('sum,'))).toBe('sum,,,,,,2,45.75,19.75,26');
});

it('writes every prompt of both runs as JSON, and asserts them in the notebook', () => {
  const exports = makeAttributionExports({ run, state: readState('mlp=1'), shares: both, neurons });
  const json = JSON.parse(exports.json!()) as Record<string, unknown>;
  expect(json).toMatchObject({ reading: 'clean', prompt: 'mean', runs: { corrupted: both.corrupted } });
  expect(json).toMatchObject({ shown: { total: 31.75 }, neurons: { layer: 1, clean: neurons.clean } });
  const text = exports.notebook!();
  expect(text).toContain('layer, listed = 1, [7]');
  expect(text).toContain('\\"heads\\": [[[2,4],[6,8]],[[10,12],[14,16]]],');
});

const lens = (offset: number): RunLogitLensQuery['logitLens'] => ({
  stages: [
    { site: 'RESID_PRE', layer: 0 },
    { site: 'RESID_POST', layer: 1 },
  ],
  prompts: [0, 1].map((prompt) => ({
    __typename: 'PromptLens',
    logitDiff: [0, 1].map((stage) => [0, 1, 2].map((at) => offset + prompt + 10 * stage + at)),
    logProb: [0, 1].map(() => [-1, -2, -3]),
    rank: [0, 1].map(() => [3, 2, 1]),
    predictions: [0, 1].map(() =>
      [0, 1, 2].map((at) => [
        {
          __typename: 'LensPrediction',
          probability: 0.5,
          token: { __typename: 'Token', id: at, text: ` t${at}` },
        },
      ]),
    ),
  })) as RunLogitLensQuery['logitLens']['prompts'],
});

it('writes the logit lens as it is read: one prompt, the mean, or the difference of both runs', () => {
  const read = { run, clean: lens(5), corrupted: lens(0) };
  const csv = (address: string) => splitRows(makeLensExports({ ...read, state: readState(address) }).csv!());
  expect(csv('prompt=1')).toContain('output,2,""" to""",2,18,-3,1,0.5,""" t2"""');
  expect(csv('')).toContain('0 pre,0,"""<|endoftext|>""",mean,5.5,-1,3,0.5,""" t0"""');
  expect(csv('run=difference')).toContain('0 pre,0,"""<|endoftext|>""",mean,5,0,0,0,""" t0"""');
});

it('asks for the runs that are read, and checks them in the notebook', () => {
  const exports = makeLensExports({
    run,
    state: readState('run=corrupted&mid=1'),
    clean: undefined,
    corrupted: lens(0),
  });
  expect(exports.requests()[0]!.variables).toMatchObject({ on: 'CORRUPTED', includeMid: true });
  const text = exports.notebook!();
  expect(text).toContain('stages = [[\\"resid_pre\\",0],[\\"resid_post\\",1]]');
  expect(text).not.toContain('clean run\\"');
  expect(JSON.parse(exports.json!())).toMatchObject({ reading: 'corrupted', runs: { clean: null } });
});
