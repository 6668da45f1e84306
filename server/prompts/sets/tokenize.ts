/** The pairs of a prompt set with a model's tokenizer. */
import type { ReadPair, RefusedRow } from '../../../domain/prompts/reading';
import type { Models, Token } from '../../models/registry/installed';
import { checkCandidates, type Checked } from '../read/check-candidates';
import { toCandidate, type StoredPair } from './stored-pair';

type ModelAccess = Pick<Models, 'info' | 'vocabulary' | 'tokenize'>;

/** Characters that are tokenised of one prompt; a longer one fits no context. */
const MOST_CHARACTERS = 20_000;

/** How a run would read the pairs of a set. */
export interface SetReading {
  readonly prependBos: boolean;
  /** Whether answers of several tokens are read as a whole; false when left out. */
  readonly wholeAnswers?: boolean | undefined;
}

/**
 * Checks the pairs of a set as those of a file. The row of a pair is its index + 1.
 *
 * @throws MODEL_UNAVAILABLE; RUN_CANCELLED when `signal` aborts.
 */
export async function checkSetPairs(
  models: ModelAccess,
  modelId: string,
  pairs: readonly StoredPair[],
  { prependBos, wholeAnswers = false }: SetReading,
  signal?: AbortSignal,
): Promise<Checked> {
  const [model, vocabulary] = await Promise.all([models.info(modelId), models.vocabulary(modelId)]);
  return checkCandidates({
    candidates: pairs.map(toCandidate),
    options: new Set(wholeAnswers ? ['WHOLE_ANSWERS'] : []),
    model,
    vocabulary,
    tokenize: (texts) => models.tokenize(modelId, texts, signal),
    ids: { model: modelId, size: model.dVocab, tokenText: vocabulary.tokenText },
    verdict: { isForeign: false, evidence: '' },
    shared: null,
    prependBos,
  });
}

/**
 * Which of the refused pairs of a set a run can use that reads answers of several tokens as a whole.
 *
 * @param refused of `checkSetPairs` without `wholeAnswers`.
 * @returns their rows.
 * @throws MODEL_UNAVAILABLE; RUN_CANCELLED when `signal` aborts.
 */
export async function findUsableAsWhole(
  models: ModelAccess,
  modelId: string,
  pairs: readonly StoredPair[],
  refused: readonly Pick<RefusedRow, 'row'>[],
  prependBos: boolean,
  signal?: AbortSignal,
): Promise<ReadonlySet<number>> {
  if (refused.length === 0) return new Set();
  const again = refused.map(({ row }) => pairs[row - 1]!);
  const whole = await checkSetPairs(models, modelId, again, { prependBos, wholeAnswers: true }, signal);
  return new Set(whole.pairs.map(({ row }) => refused[row - 1]!.row));
}

/** What a tokenizer makes of one pair. */
export interface TokenizedSetPair {
  readonly clean: readonly Token[];
  readonly corrupted: readonly Token[];
  /** Null for a pair that cannot be used. */
  readonly pair: ReadPair | null;
  readonly refused: RefusedRow | null;
  /** Whether a pair that is refused can be used where answers of several tokens are read as a whole. */
  readonly isUsableAsWhole: boolean;
}

/** Tokens and roles of pairs, in their order. @throws MODEL_UNAVAILABLE; RUN_CANCELLED */
export async function tokenizeSetPairs(
  models: ModelAccess,
  modelId: string,
  pairs: readonly StoredPair[],
  prependBos: boolean,
  signal?: AbortSignal,
): Promise<readonly TokenizedSetPair[]> {
  const texts = pairs.flatMap(({ clean, corrupted }) => [
    clean.slice(0, MOST_CHARACTERS),
    corrupted.slice(0, MOST_CHARACTERS),
  ]);
  const [tokens, checked] = await Promise.all([
    models.tokenize(modelId, texts, signal),
    checkSetPairs(models, modelId, pairs, { prependBos }, signal),
  ]);
  const asWhole = await findUsableAsWhole(models, modelId, pairs, checked.refused, prependBos, signal);
  const usable = new Map(checked.pairs.map((pair) => [pair.row, pair]));
  const refused = new Map(checked.refused.map((row) => [row.row, row]));
  return pairs.map((_, index) => ({
    clean: tokens[2 * index]!,
    corrupted: tokens[2 * index + 1]!,
    pair: usable.get(index + 1) ?? null,
    refused: refused.get(index + 1) ?? null,
    isUsableAsWhole: asWhole.has(index + 1),
  }));
}
