import { describe, expect, it } from 'vitest';
import { canonicalize, listInterventions, type ExperimentSpec, type TokenPair } from './experiment';

const spec: ExperimentSpec = {
  model: 'patchbay-mini',
  direction: 'DENOISING',
  pairs: [{ clean: [1, 2], corrupted: [1, 3], correct: 4, incorrect: 5 }],
  interventions: listInterventions(['RESID_PRE', 'HEAD_Z']),
  metrics: ['logit_diff'],
};

it('has a canonical form whose JSON is fixed', () => {
  expect(JSON.stringify(canonicalize(spec))).toBe(
    '["patchbay-mini","DENOISING",[[[1,2],[1,3],4,5]],["HEAD_Z","RESID_PRE"]]',
  );
});

it('has the same form with one direction, however it is given', () => {
  expect(canonicalize({ ...spec, directions: ['DENOISING'] })).toEqual(canonicalize(spec));
});

it('does not depend on the order of interventions or of object keys', () => {
  const [pair] = spec.pairs;
  const { clean, corrupted, correct, incorrect } = pair!;
  const same: ExperimentSpec = {
    metrics: spec.metrics,
    interventions: spec.interventions.toReversed(),
    pairs: [{ incorrect, correct, corrupted, clean }],
    direction: spec.direction,
    model: spec.model,
  };
  expect(canonicalize(same)).toEqual(canonicalize(spec));
});

it('differs wherever the numbers would', () => {
  const [pair] = spec.pairs;
  const others: ExperimentSpec[] = [
    { ...spec, model: 'gpt2' },
    { ...spec, direction: 'NOISING' },
    { ...spec, interventions: listInterventions(['HEAD_Z']) },
    { ...spec, pairs: [...spec.pairs, pair!] },
    { ...spec, pairs: [{ ...pair!, clean: [1, 6] }] },
    { ...spec, pairs: [{ ...pair!, correct: 5, incorrect: 4 }] },
    { ...spec, metrics: [] },
    { ...spec, directions: ['DENOISING', 'NOISING'] },
    { ...spec, direction: 'NOISING', directions: ['NOISING', 'DENOISING'] },
  ];
  const forms = [spec, ...others].map((one) => JSON.stringify(canonicalize(one)));
  expect(new Set(forms).size).toBe(forms.length);
});

describe('answers that are sets', () => {
  const writeForm = (change: Partial<TokenPair>): string =>
    JSON.stringify(canonicalize({ ...spec, pairs: [{ ...spec.pairs[0]!, ...change }] }));

  it('are as one token where they have one, whatever the rule', () => {
    const single = JSON.stringify(canonicalize(spec));
    expect(writeForm({ correct: [4], incorrect: [5] })).toBe(single);
    expect(writeForm({ correct: [4], incorrect: 5, rule: 'LOGSUMEXP' })).toBe(single);
    expect(writeForm({ rule: 'MEAN' })).toBe(single);
  });

  it('have a form that is fixed, without the order of their tokens, and with a rule that is not the default', () => {
    const form = (pair: string): string =>
      `["patchbay-mini","DENOISING",[[[1,2],[1,3],${pair}]],["HEAD_Z","RESID_PRE"]]`;
    expect(writeForm({ correct: [10, 4], incorrect: 5 })).toBe(form('[4,10],5'));
    expect(writeForm({ correct: [4, 10], incorrect: 5, rule: 'MEAN' })).toBe(form('[4,10],5'));
    expect(writeForm({ correct: 4, incorrect: [6, 5], rule: 'LOGSUMEXP' })).toBe(form('4,[5,6],"LOGSUMEXP"'));
  });
});

it('has the tokens of answers that are read as a whole, in order, after the pair', () => {
  const [pair] = spec.pairs;
  const read = (correct: readonly number[], incorrect: readonly number[]) =>
    JSON.stringify(
      canonicalize({
        ...spec,
        pairs: [{ ...pair!, correct: correct[0]!, incorrect: incorrect[0]!, whole: { correct, incorrect } }],
      })[2],
    );
  expect(read([4, 9], [5])).toBe('[[[1,2],[1,3],4,5,["whole",[4,9],[5]]]]');
  expect(read([4, 9, 8], [5])).not.toBe(read([4, 8, 9], [5]));
});

it('has an alignment after the answers, and other positions of roles in corrupted prompts, only where there are some', () => {
  const pair = { clean: [0, 1, 2], corrupted: [0, 2], correct: 3, incorrect: 4 };
  const alignment = [
    [0, 0],
    [2, 1],
  ] as const;
  const form = canonicalize({
    model: 'm',
    direction: 'DENOISING',
    pairs: [{ ...pair, alignment }],
    interventions: [],
    roles: { names: ['S'], positions: [[[1, 2]]], corruptedPositions: [[[1]]] },
    metrics: ['logit_diff'],
  });
  expect(form[2]).toEqual([[[0, 1, 2], [0, 2], 3, 4, ['alignment', [0, 0], [2, 1]]]]);
  expect(form.at(-1)).toEqual(['roles', ['S'], [[[1, 2]]], [[[1]]]]);
  const equal = { ...pair, corrupted: [0, 5, 2] };
  const [, , pairs] = canonicalize({
    model: 'm',
    direction: 'DENOISING',
    pairs: [equal],
    interventions: [],
    metrics: ['logit_diff'],
  });
  expect(pairs).toEqual([[[0, 1, 2], [0, 5, 2], 3, 4]]);
});
