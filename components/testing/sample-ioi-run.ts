/**
 * A run of the size of gpt2 on indirect objects, for the catalogue: 12 layers by 12 heads, four pairs of 15 tokens. Its effects have
 * the shape of the published ones (Wang et al. 2022): the second subject matters before layer 8, END after it.
 */
import type { RunView_RunFragment, SweepKind } from '../generated/graphql';
import { formatNumber } from '../plot/heatmap/scale';
import { readComputed } from '../sweep/computed';
import { makePositions } from '../sweep/positions';
import type { ShownSweep } from '../sweep/SweepFacets';
import { encodeFloats, sampleRun } from './sample-run';

const LAYERS = 12;
const HEADS = 12;
/** Mean logit differences. */
const CLEAN = 3.27;
const CORRUPTED = -3.31;

const NAMES = [
  ['John', 'Mary'],
  ['Tom', 'James'],
  ['Dan', 'Sid'],
  ['Martin', 'Amy'],
] as const;
/** Position of the second subject, and the last one. */
const S2 = 10;
const END = 14;

const ids = new Map<string, number>();
const token = (text: string) => {
  if (!ids.has(text)) ids.set(text, ids.size);
  return { id: ids.get(text)!, text };
};

function pair(
  [subject, object]: (typeof NAMES)[number],
  index: number,
): RunView_RunFragment['pairs'][number] {
  const write = (second: string): string[] =>
    `When| ${subject}| and| ${object}| went| to| the| shops|,| ${second}| gave| the| bag| to`.split('|');
  const tokens = (second: string) => ['<|endoftext|>', ...write(second)].map(token);
  const [correct, incorrect] = [token(` ${object}`), token(` ${subject}`)];
  return {
    ...sampleRun().pairs[0]!,
    index,
    clean: write(subject).join(''),
    corrupted: write(object).join(''),
    correct: correct.text,
    incorrect: incorrect.text,
    cleanTokens: tokens(subject),
    corruptedTokens: tokens(object),
    correctTokens: [{ id: correct.id }],
    incorrectTokens: [{ id: incorrect.id }],
    correctToken: correct,
    incorrectToken: incorrect,
    differingPositions: [S2],
    roles: [
      { name: 'S2', cleanPositions: [S2], corruptedPositions: [S2] },
      { name: 'END', cleanPositions: [END], corruptedPositions: [END] },
    ],
  };
}

/** Between -1 and 1, the same on every machine. */
const wave = (index: number): number => Math.sin(index * 1.7) * Math.cos(index * 0.3);

/** Recovery by layer, head. */
const HEAD_EFFECTS: Readonly<Record<string, number>> = {
  '5.5': 0.09,
  '7.3': 0.14,
  '7.9': 0.21,
  '8.6': 0.31,
  '8.10': 0.26,
  '9.6': 0.12,
  '9.9': 0.27,
  '10.0': 0.16,
  '10.7': -0.24,
  '11.10': -0.19,
};

const byHead = (scale: number): number[] =>
  Array.from({ length: LAYERS * HEADS }, (_, cell) => {
    const [layer, head] = [Math.floor(cell / HEADS), cell % HEADS];
    return scale * (HEAD_EFFECTS[`${layer}.${head}`] ?? 0) + 0.012 * wave(cell);
  });
const byPosition = (effect: (layer: number, position: number) => number): number[] =>
  Array.from({ length: LAYERS * (END + 1) }, (_, cell) => {
    const [layer, position] = [Math.floor(cell / (END + 1)), cell % (END + 1)];
    // Nothing changes before the first difference.
    return position < S2 ? 0 : effect(layer, position) + 0.008 * wave(cell);
  });

const moved = (layer: number): number => 1 / (1 + Math.exp(-1.4 * (layer - 7.6)));
const RECOVERIES: Readonly<Partial<Record<SweepKind, readonly number[]>>> = {
  RESID_PRE: byPosition((layer, at) => (at === S2 ? 1 - moved(layer) : at === END ? moved(layer - 0.6) : 0)),
  ATTN_OUT: byPosition((layer, at) => (at === END ? ([0.42, 0.61, 0.34, -0.2, -0.1][layer - 7] ?? 0.02) : 0)),
  MLP_OUT: byPosition((layer, at) => (at === S2 && layer === 0 ? 0.71 : at === END ? 0.05 * wave(layer) : 0)),
  HEAD_Z: byHead(1),
  HEAD_Q: byHead(0.7),
  HEAD_K: byHead(0.2),
  HEAD_V: byHead(0.4),
};
const BY_HEAD: readonly SweepKind[] = ['HEAD_Z', 'HEAD_Q', 'HEAD_K', 'HEAD_V'];
const KINDS = Object.keys(RECOVERIES) as SweepKind[];

function sweep(kind: SweepKind, index: number): RunView_RunFragment['sweeps'][number] {
  const isOfHeads = BY_HEAD.includes(kind);
  return {
    id: `s${index}`,
    kind,
    direction: 'DENOISING',
    shape: [LAYERS, isOfHeads ? HEADS : END + 1],
    pairCount: NAMES.length,
    elapsedMs: 420,
    axes: [{ name: 'layer' }, { name: isOfHeads ? 'head' : 'position' }],
    data: encodeFloats(RECOVERIES[kind]!.map((recovery) => CORRUPTED + recovery * (CLEAN - CORRUPTED))),
    unpatched: { clean: CLEAN, corrupted: CORRUPTED },
  };
}

/** Makes the run. */
export function sampleIoiRun(changes: Partial<RunView_RunFragment> = {}): RunView_RunFragment {
  const pairs = NAMES.map(pair);
  return sampleRun({
    id: 'ioi4',
    title: '… the shops, [John→Mary] gave the bag to (+7 pairs)',
    subject: 'Indirect object identification',
    sweepKinds: KINDS,
    model: { id: 'gpt2', layers: LAYERS, heads: HEADS, unavailable: null },
    owner: { id: 'u', name: 'Ada Lovelace' },
    pairCount: pairs.length,
    pairs,
    progress: {
      ...sampleRun().progress,
      finishedSweeps: KINDS,
      computedPairs: pairs.length,
      elapsedMs: 3200,
    },
    baseline: {
      ...sampleRun().baseline!,
      clean: CLEAN,
      corrupted: CORRUPTED,
      gapMean: CLEAN - CORRUPTED,
      gapStandardError: 0.41,
      pairs: pairs.length,
      pairsWithRightSign: pairs.length,
      perPrompt: [2.4, 3.1, 3.4, 4.2].map((clean, at) => ({
        clean,
        corrupted: [-2.9, -3.6, -2.6, -4.1][at]!,
        gapTooSmall: false,
      })),
    },
    sweeps: KINDS.map(sweep),
    provenance: {
      modelSha256: '248dfc3911869ec493c76e65bf2fcf7f615828b0254c12b473182f0f81d3a707',
      engine: '14',
      runtime: 'onnxruntime-node 1.30.0',
      provider: 'cpu',
      elapsedMs: 3200,
      checks: sampleChecks(true),
    },
    ...changes,
  });
}

/** Checks of a computation. @param passed whether the second one has passed. */
export function sampleChecks(passed: boolean): NonNullable<RunView_RunFragment['provenance']>['checks'] {
  const check = {
    direction: 'DENOISING' as const,
    kind: null,
    maxAbsDifference: 1.9e-6,
    differenceWithoutPatch: null,
    cells: null,
    movedCells: null,
    passed: true,
  };
  return [
    { ...check, name: 'FULL_PATCH' },
    {
      ...check,
      name: 'SOURCE_ARRIVES',
      kind: 'HEAD_Z',
      maxAbsDifference: passed ? 2.9e-6 : 0.4,
      differenceWithoutPatch: 0.4,
      cells: 24,
      movedCells: passed ? 24 : 0,
      passed,
    },
    { ...check, name: 'BEFORE_FIRST_DIFFERENCE', kind: 'RESID_PRE', maxAbsDifference: 0 },
  ];
}

/** Labels of the positions of the run. */
export function sampleIoiPositions(run: RunView_RunFragment) {
  return makePositions({ pairs: run.pairs, roles: run.roles }, null, 0);
}

/** Its sweeps as they are shown: recoveries, with the logit difference as the note of a cell. */
export function sampleIoiSweeps(run: RunView_RunFragment): ShownSweep[] {
  return run.sweeps.map((one) => {
    const values = Float32Array.from(RECOVERIES[one.kind]!);
    const raw = values.map((recovery) => CORRUPTED + recovery * (CLEAN - CORRUPTED));
    const note = (cell: number): string => `logit difference ${formatNumber(raw[cell]!, 3)}`;
    return { ...one, raw, values, note, computed: readComputed(one, run.pairs, run.roles, run.metrics) };
  });
}
