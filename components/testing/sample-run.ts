/** A small run for tests: two prompt pairs of three tokens, a model of two layers by two heads. */
import type { RunView_RunFragment } from '../generated/graphql';
import { readComputed } from '../sweep/computed';
import type { ShownSweep } from '../sweep/SweepFacets';
import type { SweepStatistics } from '../sweep/sweep-statistics';

/** Little-endian float32 in base64, as the API sends arrays. */
export function encodeFloats(values: readonly number[]): string {
  const bytes = new DataView(new ArrayBuffer(4 * values.length));
  values.forEach((value, index) => bytes.setFloat32(4 * index, value, true));
  return btoa(String.fromCharCode(...new Uint8Array(bytes.buffer)));
}

function pair(index: number, name: string, other: string): RunView_RunFragment['pairs'][number] {
  const tokens = (word: string) =>
    ['<|endoftext|>', ` ${word}`, ' to'].map((text, at) => ({ __typename: 'Token' as const, id: at, text }));
  return {
    __typename: 'PromptPair',
    index,
    clean: `${name} to`,
    corrupted: `${other} to`,
    correct: ` ${other}`,
    incorrect: ` ${name}`,
    cleanTokens: tokens(name),
    corruptedTokens: tokens(other).map((token, at) => (at === 1 ? { ...token, id: 9 } : token)),
    correctSet: null,
    incorrectSet: null,
    rule: 'MEAN',
    whole: null,
    correctTokens: [{ id: 9 }],
    incorrectTokens: [{ id: 1 }],
    correctToken: { __typename: 'Token', id: 9 },
    incorrectToken: { __typename: 'Token', id: 1 },
    differingPositions: [1],
    alignment: null,
    roles: [{ name: 'END', cleanPositions: [2], corruptedPositions: [2] }],
  } as RunView_RunFragment['pairs'][number];
}

/** Makes the run. Its mean logit differences are 3 (clean) and -1 (corrupted). */
export function sampleRun(changes: Partial<RunView_RunFragment> = {}): RunView_RunFragment {
  return {
    __typename: 'Run',
    id: 'k3F9',
    title: '[John→Mary] to',
    ownTitle: null,
    subject: '[John→Mary] to',
    notes: null,
    tags: [],
    createdAt: '2026-11-25T10:00:00.000Z',
    status: 'SUCCEEDED',
    visibility: 'PRIVATE',
    isMine: true,
    directions: ['DENOISING'],
    metrics: ['LOGIT_DIFF'],
    prependBos: true,
    wholeAnswers: false,
    roles: [],
    sweepKinds: ['RESID_PRE', 'HEAD_Z'],
    owner: { __typename: 'User', id: 'u', name: 'Guest 1' },
    model: { __typename: 'Model', id: 'patchbay-mini', layers: 2, heads: 2, unavailable: null },
    pairCount: 2,
    unusable: null,
    filter: null,
    stopWhen: null,
    earlyStop: null,
    pairs: [pair(0, 'John', 'Mary'), pair(1, 'Kate', '=Sue')],
    progress: {
      __typename: 'RunProgress',
      status: 'SUCCEEDED',
      fraction: 1,
      elapsedMs: 5,
      remainingMs: null,
      finishedSweeps: ['RESID_PRE', 'HEAD_Z'],
      computedPairs: 2,
      queuePosition: null,
      waitReason: null,
    },
    error: null,
    baseline: {
      __typename: 'Baseline',
      clean: 3,
      corrupted: -1,
      gapTooSmall: false,
      gapMean: 4,
      gapStandardError: 0.5,
      pairs: 2,
      pairsWithRightSign: 2,
      verdict: 'OK',
      cannotNormalise: null,
      perPrompt: [
        { __typename: 'PromptBaseline', clean: 2, corrupted: -1.5, gapTooSmall: false },
        { __typename: 'PromptBaseline', clean: 4, corrupted: -0.5, gapTooSmall: false },
      ],
    },
    sweeps: [
      {
        __typename: 'Sweep',
        id: '1',
        kind: 'RESID_PRE',
        direction: 'DENOISING',
        shape: [1, 3],
        pairCount: 2,
        elapsedMs: 1,
        axes: [
          { __typename: 'Axis', name: 'layer' },
          { __typename: 'Axis', name: 'position' },
        ],
        data: encodeFloats([-1, 3, 1]),
        unpatched: { __typename: 'UnpatchedMetric', clean: 3, corrupted: -1 },
      },
      {
        __typename: 'Sweep',
        id: '2',
        kind: 'HEAD_Z',
        direction: 'DENOISING',
        shape: [2, 2],
        pairCount: 2,
        elapsedMs: 1,
        axes: [
          { __typename: 'Axis', name: 'layer' },
          { __typename: 'Axis', name: 'head' },
        ],
        data: encodeFloats([-1, 0, 1, 2.5]),
        unpatched: { __typename: 'UnpatchedMetric', clean: 3, corrupted: -1 },
      },
    ],
    provenance: null,
    finding: null,
    ...changes,
  } as RunView_RunFragment;
}

/** Statistics of the sample run's sweep HEAD_Z: the first cell was not tested, the third is not distinguishable from 0. */
export function sampleStatistics(): SweepStatistics {
  return {
    prompts: 3,
    leftOut: 0,
    tested: 3,
    mean: Float32Array.of(0, 0.25, 0.5, 0.875),
    standardError: Float32Array.of(NaN, 0.0625, 0.5, 0.25),
    t: Float32Array.of(0, 4, 1, 3.5),
    signShare: Float32Array.of(0.5, 1, 0.75, 1),
    adjusted: Float32Array.of(NaN, 0.015625, 0.5, 0.03125),
    significant: Uint8Array.of(0, 1, 0, 1),
  };
}

/** The sweeps of the sample run with logit differences as values. */
export function sampleSweeps(run: RunView_RunFragment): ShownSweep[] {
  const floats = [Float32Array.of(-1, 3, 1), Float32Array.of(-1, 0, 1, 2.5)];
  return run.sweeps.map((sweep, index) => ({
    ...sweep,
    raw: floats[index]!,
    values: floats[index]!,
    computed: readComputed(sweep, run.pairs, run.roles),
  }));
}
