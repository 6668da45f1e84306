/**
 * A model's byte-level BPE tokenizer, in pure JavaScript.
 *
 * Wraps @huggingface/tokenizers, whose decode cleans spaces up unless told not to and refuses an empty list, and whose
 * pattern splits with JavaScript's \s: that takes U+FEFF for a space and U+0085 for none, unlike the Rust library that GPT-2's
 * users have.
 */
import { Tokenizer as HuggingFaceTokenizer, type ByteLevelPreTokenizer } from '@huggingface/tokenizers';
import { parseTokenizerFile } from './tokenizer-file';

/** GPT-2's own pattern; \p{White_Space} is what \s means in Rust's tokenizers. */
const SPLIT =
  /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu;

/** Text to token ids and back. */
export interface Tokenizer {
  /** Token that TransformerLens puts before a prompt: <|endoftext|>. */
  readonly bosId: number;
  /** One more than the largest token id. */
  readonly size: number;
  /** Bytes of text that the longest token stands for: n tokens hold at most n times as many. */
  readonly longestTokenBytes: number;
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
 * Makes a tokenizer from the text of a `tokenizer.json`.
 *
 * @throws MODEL_UNAVAILABLE when it is not a tokenizer of GPT-2's kind.
 */
export function createTokenizer(text: string): Tokenizer {
  const { vocab, merges, addedTokens, bosId, size, longestTokenBytes } = parseTokenizerFile(text);
  // Only what was checked reaches the library.
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
