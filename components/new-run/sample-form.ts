/** What the form of a run is offered, and the server's answers about the experiment in it, for its stories. */
import { alignPair } from '../../domain/alignment';
import { PRESETS } from '../../domain/presets';
import type {
  CreateRunInput,
  InterveneInput,
  NewRunOptionsQuery,
  PreviewRunQuery,
  PromptPairInput,
} from '../generated/graphql';
import type { Answers } from '../testing/fake-api';

type Preview = PreviewRunQuery['previewRun'];
type PairPreview = Preview['pairs'][number];

const model = (id: string, layers: number, heads: number, unavailable: string | null = null) => ({
  id,
  layers,
  heads,
  context: 1024,
  installed: unavailable === null,
  canPublishNotebook: true,
  unavailable,
});

export const FORM_OPTIONS: NewRunOptionsQuery = {
  models: [
    model('gpt2', 12, 12),
    model('patchbay-mini', 4, 4),
    model('gpt2-medium', 24, 16, 'model.safetensors is missing.'),
  ],
  presets: PRESETS.map((preset) => ({
    ...preset,
    pairs: [...preset.pairs],
    sweeps: [...preset.sweeps],
  })),
};

const ids = new Map<string, number>();

/** Words and signs with the space before them, which is what most tokens of GPT-2 are. */
function readTokens(text: string) {
  return (text.match(/<\|endoftext\|>| ?\p{L}+| ?[^\s\p{L}]+|\s/gu) ?? []).map((word) => {
    if (!ids.has(word)) ids.set(word, ids.size);
    return { id: ids.get(word)!, text: word };
  });
}

function previewPair(pair: PromptPairInput, index: number): PairPreview {
  const { clean, corrupted, correct, incorrect } = pair;
  const [cleanTokens, corruptedTokens] = [clean, corrupted].map((text) =>
    readTokens(`<|endoftext|>${text}`),
  ) as [PairPreview['cleanTokens'], PairPreview['cleanTokens']];
  const [ofClean, ofCorrupted] = [cleanTokens, corruptedTokens].map((tokens) => tokens.map(({ id }) => id));
  const isEven = ofClean!.length === ofCorrupted!.length;
  return {
    index,
    cleanTokens,
    corruptedTokens,
    correctTokens: readTokens(correct ?? ''),
    incorrectTokens: readTokens(incorrect ?? ''),
    differingPositions: isEven ? ofClean!.flatMap((id, at) => (id === ofCorrupted![at] ? [] : [at])) : [],
    alignment: isEven
      ? null
      : alignPair(ofClean!, ofCorrupted!).map(([at, other]) => ({ clean: at, corrupted: other })),
  };
}

/** Logit differences of the pairs, which answer right. */
function measure(count: number): NonNullable<Preview['baseline']> {
  const perPrompt = Array.from({ length: count }, (_, at) => ({
    clean: 3.4 + 1.1 * Math.sin(2.3 * at),
    corrupted: -3.2 - 0.9 * Math.cos(1.7 * at),
    gapTooSmall: false,
  }));
  const mean = (side: 'clean' | 'corrupted'): number =>
    perPrompt.reduce((sum, pair) => sum + pair[side], 0) / count;
  return {
    clean: mean('clean'),
    corrupted: mean('corrupted'),
    gapMean: mean('clean') - mean('corrupted'),
    gapStandardError: count > 1 ? 0.44 : null,
    pairsWithRightSign: count,
    verdict: 'OK',
    cannotNormalise: null,
    perPrompt,
  };
}

/** The effect of a cell of the first result, by layer and column: the differing token matters early, the last one late. */
function recover(layer: number, column: number, last: number, differing: number): number {
  if (column === differing) return 1 - layer / 12;
  return column === last ? layer / 12 : 0.02 * Math.sin(layer * column);
}

/**
 * Answers to the requests of the form.
 *
 * @param changes of the check: problems, another baseline, the planned time.
 * @param ofSet pairs of the prompt set that is sent, where the form sends one instead of its pairs.
 */
export function answerForm(changes: Partial<Preview> = {}, ofSet: readonly PromptPairInput[] = []): Answers {
  return {
    PreviewRun: ({ input }) => {
      const pairs = (input as CreateRunInput).pairs ?? ofSet;
      const previewRun: Preview = {
        pairs: pairs.map(previewPair),
        unusable: null,
        issues: [],
        warnings: [],
        baseline: measure(pairs.length),
        estimatedMs: 840,
        ...changes,
      };
      return { previewRun };
    },
    PatchSites: ({ input }) => {
      const { sites, pairs } = input as InterveneInput;
      const last = Math.max(...sites.map(({ position }) => position ?? 0));
      const [first] = pairs.map((pair) => previewPair(pair, 0).differingPositions[0] ?? 3);
      const singles = sites.map(({ layer, position }) => {
        const effect = recover(layer, position ?? 0, last, first!);
        return pairs.map(() => -3.3 + 6.6 * effect);
      });
      return {
        intervene: {
          results: [
            { metric: 'LOGIT_DIFF', base: pairs.map(() => -3.3), source: pairs.map(() => 3.3), singles },
          ],
        },
      };
    },
    TopPredictions: () => ({
      clean: [predict(' Mary', 0.71), predict(' them', 0.05), predict(' the', 0.04)],
      corrupted: [predict(' John', 0.66), predict(' them', 0.06), predict(' the', 0.05)],
    }),
  };
}

function predict(text: string, probability: number) {
  return {
    __typename: 'Prediction',
    token: { __typename: 'Token', ...readTokens(text)[0]! },
    logit: 16 + Math.log(probability),
    probability,
  };
}
