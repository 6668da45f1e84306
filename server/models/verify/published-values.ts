/**
 * Published values that an installed model must reproduce, with their sources and tolerances.
 *
 * The tolerance is half a unit of the last printed digit plus the uncertainty of the source.
 */
import type { SweepKind } from '../../engine/api';
import { pairsFromFormats, PRESETS, type PairTexts } from '../../../domain/presets';

/** A published number. */
export interface PublishedValue {
  /** As printed; the number of digits sets the tolerance. */
  readonly printed: string;
  /** Uncertainty of the source, in the unit of the value. */
  readonly uncertainty: number;
}

/** Denoising of a prompt set, with its published results. */
export interface PublishedExperiment {
  readonly name: string;
  readonly source: string;
  readonly pairs: readonly PairTexts[];
  /** Mean logit differences. */
  readonly clean: PublishedValue;
  readonly corrupted: PublishedValue;
  /** Logit difference of each clean prompt. */
  readonly perPrompt: readonly PublishedValue[];
  /** Recovery by patching one cell. */
  readonly cells: readonly {
    readonly kind: SweepKind;
    readonly layer: number;
    /** Head or position. */
    readonly index: number;
    readonly recovery: PublishedValue;
  }[];
  /** Heads with the largest recovery by value patching, in any order; empty where none were named. */
  readonly topValueHeads: readonly string[];
}

/** The most probable next tokens of a prompt. */
export interface PublishedPredictions {
  readonly name: string;
  readonly source: string;
  readonly prompt: string;
  /** In order: token, logit, probability in percent. */
  readonly rows: readonly (readonly [token: string, logit: PublishedValue, percent: PublishedValue])[];
}

export interface PublishedValues {
  readonly experiments: readonly PublishedExperiment[];
  readonly predictions: readonly PublishedPredictions[];
}

/** The published values of a model; null if none are known. */
export function findPublishedValues(modelId: string): PublishedValues | null {
  return PUBLISHED_VALUES[modelId] ?? null;
}

/** Float32 noise of a logit difference or recovery between two exact engines. */
const EXACT = 1e-5;
/**
 * The notebook refactors the attention matrices by a singular value decomposition, in float32 on a GPU. Exact in
 * mathematics, it moves results: TransformerLens' own demos print a mean of 3.5521 with it and of 3.5519 without.
 */
const REFACTORED_MEAN = 2.5e-4;
/** The same for a single prompt or logit, where nothing averages out; relative for a probability. */
const REFACTORED = 1e-3;

const preset = (id: string): readonly PairTexts[] => PRESETS.find((candidate) => candidate.id === id)!.pairs;

const printed =
  (uncertainty: number) =>
  (text: string): PublishedValue => ({ printed: text, uncertainty });
const exact = printed(EXACT);

function cells(
  kind: SweepKind,
  rows: readonly (readonly [layer: number, index: number, recovery: string])[],
): PublishedExperiment['cells'] {
  return rows.map(([layer, index, recovery]) => ({ kind, layer, index, recovery: exact(recovery) }));
}

/** Predictions of a refactored model. An absolute error of a logit is a relative error of its probability. */
function predictions(
  rows: readonly (readonly [token: string, logit: string, percent: string])[],
): PublishedPredictions['rows'] {
  return rows.map(([token, logit, percent]) => [
    token,
    printed(REFACTORED)(logit),
    printed(REFACTORED * Number(percent))(percent),
  ]);
}

/** The prompts of the TransformerLens demos: those of the notebook without the doubled space. */
const IOI_8 = pairsFromFormats(
  [
    'When John and Mary went to the shops,{} gave the bag to',
    'When Tom and James went to the park,{} gave the ball to',
    'When Dan and Sid went to the shops,{} gave an apple to',
    'After Martin and Amy went to the park,{} gave a drink to',
  ],
  [
    [' Mary', ' John'],
    [' Tom', ' James'],
    [' Dan', ' Sid'],
    [' Martin', ' Amy'],
  ],
);

const NOTEBOOK = 'the activation-patching notebook (TransformerLens, refactored attention, Apple GPU)';
const DEMO =
  "TransformerLens' Activation_Patching_in_TL_Demo.ipynb at 4cd36aa, and its 2023 version (two runs agree to 2.5e-6)";
const EXPLORATORY = 'per prompt: Exploratory_Analysis_Demo (2023, refactored attention)';
const GOLDEN = 'TransformerLens 3.9.0 on the CPU (models/reference/golden/patchbay-mini.json)';

const PUBLISHED_VALUES: Readonly<Record<string, PublishedValues>> = {
  gpt2: {
    experiments: [
      {
        name: 'Notebook, indirect objects',
        source: NOTEBOOK,
        pairs: preset('ioi'),
        clean: printed(REFACTORED_MEAN)('2.7098'),
        corrupted: printed(REFACTORED_MEAN)('-2.7098'),
        perPrompt: [],
        cells: [],
        topValueHeads: ['L7H3', 'L7H9', 'L8H6', 'L8H10'],
      },
      {
        name: 'IOI, 8 prompts of the demos',
        source: `${DEMO}; ${EXPLORATORY}`,
        pairs: IOI_8,
        clean: exact('3.5519'),
        corrupted: exact('-3.5519'),
        perPrompt: ['3.3368', '3.2018', '2.7098', '3.7976', '1.7206', '5.2815', '2.6010', '5.7676'].map(
          printed(REFACTORED),
        ),
        cells: [
          ...cells('RESID_PRE', [
            [7, 10, '0.9228'],
            [8, 14, '0.3187'],
          ]),
          ...cells('ATTN_OUT', [[8, 14, '0.5697']]),
          ...cells('MLP_OUT', [[0, 10, '0.8508']]),
          ...cells('HEAD_Z', [
            [10, 7, '-0.4799'],
            [5, 5, '0.3435'],
            [8, 6, '0.3186'],
            [11, 10, '-0.2782'],
            [8, 10, '0.2779'],
            [9, 9, '0.2636'],
            [7, 9, '0.1922'],
          ]),
          ...cells('HEAD_V', [
            [8, 6, '0.3172'],
            [8, 10, '0.2727'],
          ]),
        ],
        topValueHeads: [],
      },
    ],
    predictions: [
      {
        name: 'Notebook, White House',
        source: NOTEBOOK,
        prompt: 'The White House is where the',
        rows: predictions([
          [' president', '13.75', '6.90'],
          [' most', '13.18', '3.90'],
          [' world', '12.61', '2.20'],
          [' real', '12.55', '2.09'],
          [' President', '12.10', '1.32'],
          [' nation', '12.04', '1.25'],
          [' biggest', '12.02', '1.22'],
          [' White', '11.91', '1.10'],
          [' Republican', '11.87', '1.06'],
          [' American', '11.82', '1.00'],
        ]),
      },
      {
        name: 'Notebook, Haunted House',
        source: NOTEBOOK,
        prompt: 'The Haunted House is where the',
        rows: predictions([
          [' ghosts', '12.65', '6.63'],
          [' ghost', '11.50', '2.10'],
          [' most', '11.41', '1.93'],
          [' story', '11.17', '1.51'],
          [' original', '10.96', '1.23'],
          [' real', '10.96', '1.22'],
          [' spirits', '10.87', '1.12'],
          [' world', '10.79', '1.04'],
          [' Haunted', '10.70', '0.94'],
          [' first', '10.67', '0.91'],
        ]),
      },
    ],
  },
  'patchbay-mini': {
    experiments: [
      {
        name: 'Notebook, indirect objects',
        source: GOLDEN,
        pairs: preset('ioi'),
        clean: exact('6.1542'),
        corrupted: exact('-6.1542'),
        perPrompt: ['8.1140', '5.2062', '6.6451', '4.4368', '5.1523', '2.8504', '7.9235', '8.9051'].map(
          exact,
        ),
        cells: [
          ...cells('RESID_PRE', [
            [1, 11, '1.0007'],
            [2, 15, '0.9643'],
          ]),
          ...cells('ATTN_OUT', [
            [1, 15, '0.9645'],
            [2, 15, '0.2292'],
          ]),
          ...cells('MLP_OUT', [
            [0, 11, '0.9585'],
            [1, 15, '0.1311'],
          ]),
          ...cells('HEAD_Z', [
            [1, 2, '0.5571'],
            [1, 1, '0.4125'],
            [2, 0, '0.1469'],
          ]),
          ...cells('HEAD_V', [[1, 1, '0.1153']]),
          ...cells('HEAD_PATTERN', [[1, 2, '0.4845']]),
        ],
        topValueHeads: ['L1H1', 'L2H0', 'L1H2'],
      },
      {
        name: 'Notebook, facts',
        source: GOLDEN,
        pairs: preset('facts'),
        clean: exact('7.9062'),
        corrupted: exact('-6.6837'),
        perPrompt: [],
        cells: [
          ...cells('RESID_PRE', [[2, 6, '0.5552']]),
          ...cells('ATTN_OUT', [[1, 6, '0.5565']]),
          ...cells('MLP_OUT', [[0, 2, '0.9753']]),
        ],
        topValueHeads: [],
      },
    ],
    predictions: [],
  },
};
