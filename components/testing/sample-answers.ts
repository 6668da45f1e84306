/** Answers of the API about the sample run on indirect objects, for stories of its page. */
import type { RunView_RunFragment } from '../generated/graphql';
import { encodePattern } from './encode-pattern';
import type { Answers } from './fake-api';

const OTHERS = [' the', ' them', ' her', ' him', ' his', ' a', ' their', ' it'];
/** Position of the first name, which the name movers attend to. */
const FIRST = 2;

const prediction = (text: string, id: number, probability: number) => ({
  __typename: 'Prediction',
  token: { __typename: 'Token', id, text },
  logit: Number((17.6 + Math.log(probability)).toFixed(3)),
  probability,
});

/** Attention of the last position to a name, and of all others to the first token. */
function pattern(length: number, to: number): string {
  const rows = Array.from({ length }, (_, dest) =>
    Array.from({ length: dest + 1 }, (__, src) => {
      if (dest === 0) return 1;
      const [most, share] = dest === length - 1 ? [to, 0.71] : [0, 0.78];
      return src === most ? share : (1 - share) / dest;
    }),
  );
  return encodePattern(rows);
}

/** Answers to all queries of the inspector and of the top heads. */
export function answerInspector(run: RunView_RunFragment): Answers {
  const { id, pairs } = run;
  const [first] = pairs;
  const { cleanTokens, corruptedTokens, correctToken, incorrectToken, correct, incorrect } = first!;
  const ranked = (wins: number, loses: number) => [
    prediction(correct, correctToken.id, wins),
    prediction(incorrect, incorrectToken.id, loses),
    ...OTHERS.map((text, at) => prediction(text, 900 + at, 0.06 / (at + 1))),
  ];
  const sort = (rows: ReturnType<typeof ranked>) =>
    rows.toSorted((a, b) => b.probability - a.probability).slice(0, 8);
  const rank = (at: number, probability: number) => ({
    __typename: 'Prediction',
    rank: at,
    logit: 16,
    probability,
  });
  const ofRun = (rest: object) => ({ run: { __typename: 'Run', id, ...rest } });
  const values = [0.31, 0.24, 0.22, 0.35];
  return {
    HeadPatterns: () =>
      ofRun({
        clean: {
          __typename: 'AttentionPattern',
          tokens: cleanTokens,
          data: pattern(cleanTokens.length, 4),
        },
        corrupted: {
          __typename: 'AttentionPattern',
          tokens: corruptedTokens,
          data: pattern(cleanTokens.length, FIRST),
        },
      }),
    PatchedPredictions: ({ kind }) =>
      ofRun({
        sweep: {
          __typename: 'Sweep',
          id: `predictions ${String(kind)}`,
          patched: {
            __typename: 'PatchedPredictions',
            patched: sort(ranked(0.21, 0.34)),
            base: sort(ranked(0.03, 0.68)),
            source: sort(ranked(0.7, 0.04)),
            correct: {
              __typename: 'AnswerPredictions',
              patched: rank(1, 0.21),
              base: rank(2, 0.03),
              source: rank(0, 0.7),
            },
          },
        },
      }),
    CellByPrompt: ({ kind }) =>
      ofRun({
        sweep: {
          __typename: 'Sweep',
          id: `cell ${String(kind)}`,
          cellMetrics: [
            {
              __typename: 'CellDetail',
              mean: { __typename: 'Cell', metric: 'LOGIT_DIFF', value: -1.53, recovery: 0.27 },
              perPrompt: values.map((recovery) => ({
                __typename: 'PromptEffect',
                value: -3.3 + 6.6 * recovery,
                recovery,
              })),
            },
          ],
        },
      }),
    CellDistribution: ({ kind }) =>
      ofRun({
        sweep: {
          __typename: 'Sweep',
          id: `distribution ${String(kind)}`,
          cellStatistics: {
            __typename: 'CellStatistics',
            count: pairs.length,
            leftOut: 0,
            mean: 0.27,
            standardError: 0.031,
            t: 8.7,
            p: 0.0032,
            adjusted: 0.019,
            low: 0.22,
            high: 0.33,
            signShare: 1,
            histogram: [1, 1, 0, 1, 1].map((count, at) => ({
              __typename: 'HistogramBin',
              from: 0.2 + 0.04 * at,
              to: 0.24 + 0.04 * at,
              count,
            })),
            lowest: [
              { __typename: 'CellPrompt', prompt: 2, effect: 0.22 },
              { __typename: 'CellPrompt', prompt: 1, effect: 0.24 },
            ],
            highest: [
              { __typename: 'CellPrompt', prompt: 3, effect: 0.35 },
              { __typename: 'CellPrompt', prompt: 0, effect: 0.31 },
            ],
            facets: [],
          },
        },
      }),
    TopHeads: () =>
      ofRun({
        topHeads: [
          [8, 6, 0.31],
          [9, 9, 0.27],
          [8, 10, 0.26],
          [10, 7, -0.24],
        ].map(([layer, head, recovery]) => ({
          __typename: 'HeadEffect',
          layer,
          head,
          recovery,
          value: -3.31 + 6.58 * recovery!,
        })),
      }),
    Neurons: () => ({
      neurons: {
        __typename: 'NeuronSweep',
        neurons: 3072,
        base: pairs.map(() => -3.31),
        together: pairs.map(() => 1.36),
        sum: 4.02,
        top: Array.from({ length: 20 }, (_, at) => ({
          __typename: 'NeuronEffect',
          neuron: (611 * (at + 1)) % 3072,
          base: 0.02 * at,
          source: 1.9 - 0.07 * at,
          value: -3,
          change: (at % 6 === 4 ? -1 : 1) * (0.42 - 0.019 * at),
          recovery: ((at % 6 === 4 ? -1 : 1) * (0.42 - 0.019 * at)) / 6.58,
        })),
      },
    }),
  };
}
