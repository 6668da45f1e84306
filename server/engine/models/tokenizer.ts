/**
 * Byte-level BPE tokenizer of a model, in JavaScript.
 *
 * Wraps @huggingface/tokenizers, with three corrections: decoding keeps spaces and accepts an empty list, and the pattern
 * splits as in the Rust library. JavaScript's \s includes U+FEFF and excludes U+0085, unlike \s in Rust.
 */
import { Tokenizer as HuggingFaceTokenizer, type ByteLevelPreTokenizer } from '@huggingface/tokenizers';
import { parseTokenizerFile } from './tokenizer-file';

/** GPT-2's pattern; \p{White_Space} is \s of Rust. */
const SPLIT =
  /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu;

/** Converts text to token ids and back. */
export interface Tokenizer {
  /** Token that TransformerLens puts before a prompt: <|endoftext|>. */
  readonly bosId: number;
  /** One more than the largest token id. */
  readonly size: number;
  /** Bytes of text of the longest token, which bounds the text of n tokens. */
  readonly longestTokenBytes: number;
  /** Tokenises a text; adds no tokens. Special tokens that are written out in it are recognised. */
  encode(text: string): number[];
  /** Tokens of a text with the text of each, after the BOS token when `prependBos`. */
  tokens(text: string, prependBos: boolean): { id: number; text: string }[];
  /** Text of a list of token ids, with all spaces and special tokens. */
  decode(ids: readonly number[]): string;
  /** Text of one token; U+FFFD stands for bytes that are not a whole UTF-8 character. */
  tokenText(id: number): string;
}

/**
 * Makes a tokenizer from the text of a `tokenizer.json`.
 *
 * @throws MODEL_UNAVAILABLE when it is not a tokenizer of GPT-2's kind.
 */
export function createTokenizer(text: string): Tokenizer {
  const { vocab, merges, addedTokens, bosId, size, longestTokenBytes } = parseTokenizerFile(text);
  // Only checked values reach the library.
  const inner = new HuggingFaceTokenizer(
    {
      version: '1.0',
      added_tokens: addedTokens.map((token) => ({
        ...token,
        single_word: false,
        lstrip: false,
        rstrip: false,
        normalized: false,
      })),
      normalizer: null,
      pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, use_regex: true },
      post_processor: null,
      decoder: { type: 'ByteLevel' },
      model: { type: 'BPE', vocab, merges },
    },
    { clean_up_tokenization_spaces: false },
  );
  (inner.pre_tokenizer as ByteLevelPreTokenizer).pattern = SPLIT;
  const encode = (content: string): number[] =>
    content === '' ? [] : inner.encode(content, { add_special_tokens: false }).ids;
  const decode = (ids: readonly number[]): string =>
    ids.length === 0
      ? ''
      : inner.decode([...ids], { skip_special_tokens: false, clean_up_tokenization_spaces: false });
  const tokenText = (id: number): string => decode([id]);
  return {
    bosId,
    size,
    longestTokenBytes,
    encode,
    decode,
    tokenText,
    tokens: (content, prependBos) =>
      [...(prependBos ? [bosId] : []), ...encode(content)].map((id) => ({ id, text: tokenText(id) })),
  };
}
