/** Inputs of benchmarks: prompt sets as token ids, and groups of sweeps. */
import { createHash } from 'node:crypto';
import { encode } from 'gpt-3-encoder';
import type { Computation, SweepKind, TokenPair } from '../server/engine/api';
import { PRESETS } from '../domain/presets';

const IOI = PRESETS.find(({ id }) => id === 'ioi')!;
/** GPT-2's <|endoftext|>, which TransformerLens puts before a prompt. */
export const BOS = 50256;
/** Answers are picked from this many of the most probable tokens of a prompt. */
const CANDIDATES = 4096;

/** Two prompts of the same number of tokens. */
export type PromptPair = Pick<TokenPair, 'clean' | 'corrupted'>;

export interface PromptSet {
  readonly id: string;
  readonly title: string;
  readonly pairs: readonly PromptPair[];
}

/** Sweeps that are computed in one call. */
export interface SweepGroup {
  readonly title: string;
  readonly kinds: readonly SweepKind[];
  /** Kinds that the notebook computes twice; the engine computes each once. */
  readonly repeated: readonly SweepKind[];
}

/** The sweeps of the notebook. block_every repeats resid_pre, all_pos_every repeats the heads' outputs. */
export const NOTEBOOK: SweepGroup = {
  title: 'the whole notebook',
  kinds: IOI.sweeps,
  repeated: ['RESID_PRE', 'HEAD_Z'],
};

/** TransformerLens' get_act_patch_attn_head_by_pos_every. */
export const HEADS_BY_POSITION: SweepGroup = {
  title: 'head_by_pos_every',
  kinds: ['HEAD_Z_BY_POS', 'HEAD_Q_BY_POS', 'HEAD_K_BY_POS', 'HEAD_V_BY_POS', 'HEAD_PATTERN_BY_POS'],
  repeated: [],
};

/** The notebook's eight prompts, verbatim: 16 tokens that differ at position 11. */
export function notebookSet(): PromptSet {
  const tokens = (text: string): number[] => [BOS, ...encode(text)];
  const pairs = IOI.pairs.map(({ clean, corrupted }) => ({
    clean: tokens(clean),
    corrupted: tokens(corrupted),
  }));
  return { id: 'notebook', title: "the notebook's prompts: 8 pairs of 16 tokens, equal up to 11", pairs };
}

/** The same number and length, with no position that can be pruned. */
export function noPrefixSet(vocabulary: number): PromptSet {
  return {
    id: 'no-prefix',
    title: 'prompts that differ from the first token on: 8 pairs of 16 tokens',
    pairs: seededPairs('no-prefix', { prompts: 8, length: 16, firstDifference: 0, vocabulary }),
  };
}

/** More and longer prompts, with a common prefix of the same relative length as the notebook's. */
export function longPromptSet(vocabulary: number): PromptSet {
  return {
    id: 'long-prompts',
    title: 'long prompts: 32 pairs of 64 tokens, equal up to 44',
    pairs: seededPairs('long-prompts', { prompts: 32, length: 64, firstDifference: 44, vocabulary }),
  };
}

/**
 * Makes pairs of random tokens that are equal before `firstDifference` and differ at every position from there on.
 *
 * @param seed any text; the same text gives the same tokens.
 */
export function seededPairs(
  seed: string,
  sizes: { prompts: number; length: number; firstDifference: number; vocabulary: number },
): PromptPair[] {
  const { prompts, length, firstDifference, vocabulary } = sizes;
  const draw = (below: number, ...path: readonly (number | string)[]): number =>
    createHash('sha256')
      .update([seed, ...path].join(' '))
      .digest()
      .readUInt32LE() % below;
  return Array.from({ length: prompts }, (_, prompt) => {
    const clean = Array.from({ length }, (_, at) => draw(vocabulary, prompt, at));
    const corrupted = clean.map((token, at) =>
      at < firstDifference ? token : (token + 1 + draw(vocabulary - 1, prompt, at, 'corrupted')) % vocabulary,
    );
    return { clean, corrupted };
  });
}

/**
 * Picks the answers of each pair: among the tokens that are probable for both prompts, those with the largest gap. With a gap
 * of many logits, float32 noise is relatively small.
 *
 * @throws Error if the gap is below one logit, because a comparison would then show nothing.
 */
export async function withAnswers(
  core: Computation,
  model: string,
  pairs: readonly PromptPair[],
): Promise<TokenPair[]> {
  const answered: TokenPair[] = [];
  for (const pair of pairs) {
    const corrupted = new Map(
      (await core.predict(model, pair.corrupted, CANDIDATES)).map(({ tokenId, logit }) => [tokenId, logit]),
    );
    const changes = (await core.predict(model, pair.clean, CANDIDATES))
      .filter(({ tokenId }) => corrupted.has(tokenId))
      .map(({ tokenId, logit }) => ({ tokenId, change: logit - corrupted.get(tokenId)! }))
      .toSorted((a, b) => b.change - a.change);
    const [most, least] = [changes[0], changes.at(-1)];
    if (!most || !least || most.change - least.change < 1)
      throw new Error(`The prompts ${JSON.stringify(pair)} tell no two tokens apart by a logit.`);
    answered.push({ ...pair, correct: most.tokenId, incorrect: least.tokenId });
  }
  return answered;
}

/** Gives all pairs the same two answers, for measurements that are not compared. */
export function anyAnswers(pairs: readonly PromptPair[]): TokenPair[] {
  return pairs.map((pair) => ({ ...pair, correct: 0, incorrect: 1 }));
}
