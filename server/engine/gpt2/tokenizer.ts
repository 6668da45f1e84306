/**
 * A model's byte-level BPE tokenizer, in pure JavaScript: it runs in the web process as well as in the engine.
 *
 * Wraps @huggingface/tokenizers, whose decode cleans spaces up unless told not to and refuses an empty list.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Tokenizer as HuggingFaceTokenizer } from '@huggingface/tokenizers';
import { AppError, messageOf } from '../../errors';

const END_OF_TEXT = '<|endoftext|>';

/** Text to token ids and back. */
export interface Tokenizer {
  /** Token that TransformerLens puts before a prompt: <|endoftext|>. */
  readonly bosId: number;
  /** One more than the largest token id. */
  readonly size: number;
  /** Token ids of a text, nothing put before or after it; special tokens written out in it count as such. */
  encode(text: string): number[];
  /** The text's tokens as shown to people, the BOS token first when `prependBos`. */
  tokens(text: string, prependBos: boolean): { id: number; text: string }[];
  /** Text of a list of token ids, spaces kept as they are, special tokens included. */
  decode(ids: readonly number[]): string;
  /** Text of one token; U+FFFD stands for bytes that are no whole UTF-8 character. */
  tokenText(id: number): string;
}

/**
 * Reads `tokenizer.json` of a model directory.
 *
 * @throws MODEL_UNAVAILABLE when the file is missing, unreadable or without an <|endoftext|> token.
 */
export async function readTokenizer(directory: string): Promise<Tokenizer> {
  let json: object;
  try {
    json = JSON.parse(await readFile(path.join(directory, 'tokenizer.json'), 'utf8')) as object;
  } catch (cause) {
    const message = `tokenizer.json cannot be read (${messageOf(cause)}); put the model's own tokenizer.json beside config.json.`;
    throw new AppError('MODEL_UNAVAILABLE', message, { cause });
  }
  return createTokenizer(json);
}

/**
 * Makes a tokenizer from the parsed content of a `tokenizer.json`.
 *
 * @throws MODEL_UNAVAILABLE when it is not a usable tokenizer.
 */
export function createTokenizer(json: object): Tokenizer {
  let inner: HuggingFaceTokenizer;
  try {
    inner = new HuggingFaceTokenizer(json, { clean_up_tokenization_spaces: false });
  } catch (cause) {
    throw new AppError('MODEL_UNAVAILABLE', `tokenizer.json is no tokenizer (${messageOf(cause)}).`, {
      cause,
    });
  }
  const bosId = inner.token_to_id(END_OF_TEXT);
  if (bosId === undefined) {
    throw new AppError(
      'MODEL_UNAVAILABLE',
      `tokenizer.json has no ${END_OF_TEXT} token; GPT-2's tokenizer has one.`,
    );
  }
  const encode = (text: string): number[] =>
    text === '' ? [] : inner.encode(text, { add_special_tokens: false }).ids;
  const decode = (ids: readonly number[]): string =>
    ids.length === 0
      ? ''
      : inner.decode([...ids], { skip_special_tokens: false, clean_up_tokenization_spaces: false });
  const tokenText = (id: number): string => decode([id]);
  return {
    bosId,
    size: largestId(json) + 1,
    encode,
    decode,
    tokenText,
    tokens: (text, prependBos) =>
      [...(prependBos ? [bosId] : []), ...encode(text)].map((id) => ({ id, text: tokenText(id) })),
  };
}

function largestId(json: object): number {
  const { model, added_tokens: added } = json as {
    model?: { vocab?: Record<string, number> };
    added_tokens?: { id: number }[];
  };
  let largest = -1;
  for (const id of Object.values(model?.vocab ?? {})) largest = Math.max(largest, id);
  for (const { id } of added ?? []) largest = Math.max(largest, id);
  return largest;
}
