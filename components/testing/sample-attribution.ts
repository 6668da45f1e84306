/** Answers about direct logit attribution, the logit lens and neurons of the sample run on indirect objects. */
import type { RunView_RunFragment } from '../generated/graphql';
import type { Answers } from './fake-api';

/** Between -1 and 1, the same on every machine. */
const wave = (index: number): number => Math.sin(index * 1.7) * Math.cos(index * 0.3);

/** Shares of heads with large ones, in logits. */
const LARGE: Readonly<Record<string, number>> = {
  '9.6': 1.1,
  '9.9': 2.3,
  '10.0': 1.4,
  '10.7': -1.6,
  '11.10': -1.2,
};

/** Each text has its own id, as tokens have. */
const texts: string[] = [];
function identify(text: string): number {
  if (!texts.includes(text)) texts.push(text);
  return 1000 + texts.indexOf(text);
}

/** Answers to the queries of its page. */
export function answerAttribution({ pairs, model }: RunView_RunFragment): Answers {
  const { layers, heads } = model;
  const tokens = pairs[0]!.cleanTokens;
  const steps = (count: number) => Array.from({ length: count }, (_, at) => at);
  const shares = (sign: number) => {
    const ofPrompt = (prompt: number) =>
      steps(layers).map((layer) =>
        steps(heads).map(
          (head) => sign * (LARGE[`${layer}.${head}`] ?? 0.05 * wave(layer * heads + head + prompt)),
        ),
      );
    return {
      __typename: 'Attribution',
      heads: pairs.map((_, prompt) => ofPrompt(prompt)),
      headsBySource: pairs.map((_, prompt) =>
        ofPrompt(prompt).map((row) =>
          row.map((share) => tokens.map((__, src) => (src === 4 ? 0.9 : src === 0 ? 0.1 : 0) * share)),
        ),
      ),
      mlps: pairs.map(() => steps(layers).map((layer) => 0.3 * wave(layer))),
      attnBias: pairs.map(() => steps(layers).map(() => 0.01)),
      embed: pairs.map(() => 0.02),
      posEmbed: pairs.map(() => -0.01),
      bias: pairs.map(() => 0),
    };
  };
  const lens = {
    __typename: 'LogitLens',
    stages: [
      ...steps(layers).map((layer) => ({ __typename: 'LensStage', site: 'RESID_PRE', layer })),
      { __typename: 'LensStage', site: 'RESID_POST', layer: layers - 1 },
    ],
    prompts: pairs.map(({ correct, incorrect }) => {
      const rows = (value: (layer: number, at: number) => number) =>
        steps(layers + 1).map((layer) => tokens.map((_, at) => value(layer, at)));
      return {
        __typename: 'PromptLens',
        logitDiff: rows((layer, at) =>
          at === tokens.length - 1 ? (3.3 * layer ** 3) / layers ** 3 : 0.3 * wave(layer + at),
        ),
        logProb: rows((layer) => -9 + (8 * layer) / layers),
        rank: rows((layer) => Math.round(2000 / (1 + layer * layer))),
        predictions: steps(layers + 1).map((layer) =>
          tokens.map((token, at) =>
            [
              layer > 8 && at === tokens.length - 1 ? correct : layer < 4 ? token.text : ' the',
              incorrect,
              ',',
            ].map((text, place) => ({
              __typename: 'Prediction',
              token: { __typename: 'Token', id: identify(text), text },
              probability: (0.2 + 0.05 * layer) / (1 + place),
            })),
          ),
        ),
      };
    }),
  };
  const neurons = (sign: number) => ({
    __typename: 'Attribution',
    neurons: steps(12).map((at) => ({
      __typename: 'NeuronShare',
      neuron: (911 * (at + 1)) % 3072,
      mean: sign * (0.31 - 0.02 * at),
      perPrompt: pairs.map(() => sign * (0.31 - 0.02 * at)),
    })),
  });
  return {
    RunAttribution: () => ({ clean: shares(1), corrupted: shares(-1) }),
    RunLogitLens: () => ({ logitLens: lens }),
    MlpNeurons: () => ({ clean: neurons(1), corrupted: neurons(-1) }),
  };
}
