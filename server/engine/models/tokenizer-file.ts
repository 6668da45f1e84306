/**
 * Reads a `tokenizer.json` of GPT-2's kind; every entry is checked, and other kinds are refused by name.
 *
 * The format allows custom normalisers and patterns. They mean another tokenizer, and a pattern can take exponential time on a
 * short text. Errors name the place in the file and never quote it.
 */
import { z } from 'zod';
import { AppError } from '../../errors';

/** Largest vocabulary, of tokenizer.json and of config.json. GPT-2 has 50,257 tokens. */
export const MAX_VOCABULARY = 2 ** 18;
/** Largest tokenizer.json in bytes. That of GPT-2 has 1.4 MB, indented 3.5 MB. */
export const MAX_TOKENIZER_BYTES = 16 * 2 ** 20;
/** Largest number of colons: one per vocabulary entry, and some for the rest. Counting is cheaper than parsing. */
const MAX_COLONS = MAX_VOCABULARY + 2 ** 14;
const MAX_ADDED_TOKENS = 1000;
/** UTF-16 code units; GPT-2's longest token has 128. */
const MAX_TOKEN_LENGTH = 1024;
const END_OF_TEXT = '<|endoftext|>';

const absent = z.null().optional();
const empty = z.literal('').nullish();
const off = z.literal(false).nullish();
const tokenId = z
  .number()
  .int()
  .min(0)
  .max(MAX_VOCABULARY - 1);

const addedToken = z.object({
  id: tokenId,
  content: z.string().min(1).max(MAX_TOKEN_LENGTH),
  single_word: off,
  lstrip: off,
  rstrip: off,
  special: z.boolean().optional(),
});

/** All fields but vocabulary and merges, which are large and checked without zod. */
const frame = z.object({
  normalizer: absent,
  pre_tokenizer: z.object({
    type: z.literal('ByteLevel'),
    add_prefix_space: off,
    use_regex: z.literal(true).nullish(),
  }),
  decoder: z.object({ type: z.literal('ByteLevel') }),
  added_tokens: z.array(addedToken).max(MAX_ADDED_TOKENS).default([]),
  model: z.object({
    type: z.literal('BPE').optional(),
    dropout: absent,
    continuing_subword_prefix: empty,
    end_of_word_suffix: empty,
    byte_fallback: off,
    ignore_merges: off,
    vocab: z.unknown(),
    merges: z.unknown(),
  }),
});

/** The parts of the file that determine token ids. */
export interface TokenizerFile {
  /** Token, in GPT-2's byte-to-character alphabet, to id. */
  readonly vocab: Readonly<Record<string, number>>;
  /** Pairs of tokens to join, in order of priority. */
  readonly merges: readonly (readonly [string, string])[];
  readonly addedTokens: readonly {
    readonly id: number;
    readonly content: string;
    readonly special: boolean;
  }[];
  /** Id of <|endoftext|>. */
  readonly bosId: number;
  /** One more than the largest id. */
  readonly size: number;
  /** Bytes of text of the longest token. */
  readonly longestTokenBytes: number;
}

/**
 * Parses and checks the text of a `tokenizer.json`.
 *
 * @throws MODEL_UNAVAILABLE naming the first field that is missing, wrong or different from GPT-2's kind.
 */
export function parseTokenizerFile(text: string): TokenizerFile {
  if (countColons(text) > MAX_COLONS) {
    throw refused(
      `has more entries than a vocabulary of ${MAX_VOCABULARY} tokens, the most that is supported.`,
    );
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw refused("is not JSON; copy the model's own tokenizer.json into its directory.");
  }
  const parsed = frame.safeParse(json);
  if (!parsed.success) {
    const field = parsed.error.issues[0]!.path.slice(0, 3).join('.');
    throw refused(
      `is not a tokenizer of GPT-2's kind: ${field === '' ? 'its content' : `its ${field.slice(0, 60)}`} differs from GPT-2's ` +
        '(byte-level BPE, no normaliser, no custom pattern).',
    );
  }
  const { model, added_tokens: added } = parsed.data;
  const vocab = checkVocabulary(model.vocab);
  const merges = checkMerges(model.merges, vocab);
  const byId = new Map<number, string>();
  let longestTokenBytes = 1;
  for (const [token, id] of Object.entries(vocab)) {
    if (byId.has(id)) throw refused(`gives two entries of its vocabulary the id ${id}.`);
    byId.set(id, token);
    // Each character stands for one byte.
    longestTokenBytes = Math.max(longestTokenBytes, token.length);
  }
  for (const [index, { id, content }] of added.entries()) {
    if ((byId.get(id) ?? content) !== content || (Object.hasOwn(vocab, content) && vocab[content] !== id)) {
      throw refused(`gives entry ${index} of added_tokens the id ${id}, which contradicts another entry.`);
    }
    byId.set(id, content);
    longestTokenBytes = Math.max(longestTokenBytes, Buffer.byteLength(content));
  }
  const bosId = added.find(({ content }) => content === END_OF_TEXT)?.id ?? ownValue(vocab, END_OF_TEXT);
  if (bosId === undefined) throw refused(`has no ${END_OF_TEXT} token; GPT-2's has one.`);
  return {
    vocab,
    merges,
    addedTokens: added.map(({ id, content, special = false }) => ({ id, content, special })),
    bosId,
    size: [...byId.keys()].reduce((largest, id) => Math.max(largest, id), -1) + 1,
    longestTokenBytes,
  };
}

function countColons(text: string): number {
  let count = 0;
  for (let at = text.indexOf(':'); at >= 0; at = text.indexOf(':', at + 1)) count++;
  return count;
}

function checkVocabulary(vocab: unknown): Readonly<Record<string, number>> {
  if (typeof vocab !== 'object' || vocab === null || Array.isArray(vocab)) {
    throw refused('has no vocabulary (model.vocab).');
  }
  const entries = Object.entries(vocab);
  if (entries.length === 0 || entries.length > MAX_VOCABULARY) {
    throw refused(`has ${entries.length} entries in its vocabulary; 1 to ${MAX_VOCABULARY} are supported.`);
  }
  for (const [index, [token, id]] of entries.entries()) {
    if (!Number.isInteger(id) || (id as number) < 0 || (id as number) >= MAX_VOCABULARY) {
      throw refused(
        `gives entry ${index} of its vocabulary an id that is not a whole number from 0 to ${MAX_VOCABULARY - 1}.`,
      );
    }
    if (token.length === 0 || token.length > MAX_TOKEN_LENGTH) {
      throw refused(
        `has an entry ${index} of its vocabulary with ${token.length} characters; 1 to ${MAX_TOKEN_LENGTH} are supported.`,
      );
    }
  }
  return vocab as Record<string, number>;
}

function checkMerges(
  merges: unknown,
  vocab: Readonly<Record<string, number>>,
): readonly (readonly [string, string])[] {
  if (!Array.isArray(merges)) throw refused('has no merges (model.merges).');
  if (merges.length > MAX_VOCABULARY) {
    throw refused(`has ${merges.length} merges; up to ${MAX_VOCABULARY} are supported.`);
  }
  return merges.map((merge: unknown, index): readonly [string, string] => {
    const pair: unknown = typeof merge === 'string' ? merge.split(' ') : merge;
    if (!isPair(pair)) throw refused(`has an entry ${index} of its merges that is not a pair of tokens.`);
    const [left, right] = pair;
    for (const token of [left, right, left + right]) {
      if (!Object.hasOwn(vocab, token)) {
        throw refused(`has an entry ${index} of its merges with a token that is not in its vocabulary.`);
      }
    }
    return pair;
  });
}

function isPair(value: unknown): value is readonly [string, string] {
  return Array.isArray(value) && value.length === 2 && value.every((token) => typeof token === 'string');
}

function ownValue(vocab: Readonly<Record<string, number>>, token: string): number | undefined {
  return Object.hasOwn(vocab, token) ? vocab[token] : undefined;
}

function refused(problem: string): AppError {
  return new AppError('MODEL_UNAVAILABLE', `tokenizer.json ${problem}`);
}
