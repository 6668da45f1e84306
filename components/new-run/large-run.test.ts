import { expect, it } from 'vitest';
import type {
  NewRunOptionsQuery,
  NewRunSource_RunFragment,
  PromptSetForRunQuery,
} from '../generated/graphql';
import { findSetOfLarge, startDraft } from './large-run';
import { createInput } from './preview';

const PAIR = {
  clean: 'a',
  corrupted: 'b',
  correct: ' x',
  incorrect: ' y',
  correctSet: null,
  incorrectSet: null,
  rule: 'MEAN',
  roles: [],
} as const;
const RUN = {
  id: 'r',
  pairCount: 640,
  promptSet: { id: 's', version: 2 },
  freshSeed: null,
  unusable: { given: 700 },
  stopWhen: { interval: 0.05 },
  pairs: [{ ...PAIR, index: 0, clean: 'of the run', alignment: null }],
  model: { id: 'mini' },
  sweepKinds: ['HEAD_Z'],
  directions: ['DENOISING'],
  metrics: ['LOGIT_DIFF'],
  prependBos: true,
  positionsBy: 'ROLE',
} as unknown as NewRunSource_RunFragment;
const SET = {
  id: 's',
  version: 2,
  name: 'Names',
  pairCount: 700,
  pairs: [0, 1].map((index) => ({
    ...PAIR,
    index,
    clean: `clean ${index}`,
    problem: null,
    cleanTokens: [{ id: 1 }],
    corruptedTokens: [{ id: 2 }],
  })),
} as unknown as NonNullable<PromptSetForRunQuery['promptSet']>;
const start = (run: NewRunSource_RunFragment, set: typeof SET | null) =>
  startDraft(
    {
      models: [{ id: 'mini', installed: true, canPublishNotebook: true }],
      presets: [],
      run,
    } as unknown as NewRunOptionsQuery,
    '',
    set,
    null,
  );

it('takes all pairs of the set of a large run, with what it leaves out and when it stops', () => {
  expect(findSetOfLarge(RUN)).toBe('s@2');
  const { pairs, ...settings } = start(RUN, SET);
  const { input } = createInput(
    pairs.map((pair, id) => ({ ...pair, id })),
    settings,
  );
  expect(input).toMatchObject({
    promptSet: 's@2',
    leaveOutUnusable: true,
    stopWhen: { interval: 0.05 },
    positionsBy: 'ROLE',
    sweeps: ['HEAD_Z'],
  });
  expect(input).not.toHaveProperty('pairs');
  expect(input).not.toHaveProperty('promptSetPairs');
});

it('takes the pairs of other runs as they are', () => {
  for (const changes of [{ pairCount: 64 }, { promptSet: null }, { freshSeed: 3 }])
    expect(findSetOfLarge({ ...RUN, ...changes })).toBeNull();
  expect(start({ ...RUN, promptSet: null }, null).pairs).toMatchObject([{ clean: 'of the run' }]);
});
