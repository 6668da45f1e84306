/** Models that have tokenizers only, for tests of texts. */
import { readFile } from 'node:fs/promises';
import { createTokenizer, type Tokenizer } from '../engine/models/tokenizer';
import { AppError } from '../errors';
import type { Models } from '../models/registry/installed';
import { gpt2Tokenizer } from './gpt2-layout';

export type TokenizerModels = Pick<Models, 'info' | 'list' | 'vocabulary' | 'tokenize'>;

/** The bundled model and GPT-2, each with its own tokenizer. */
export async function createTokenizerModels(): Promise<TokenizerModels> {
  const bundled = await readFile('models/patchbay-mini/tokenizer.json', 'utf8');
  const tokenizers: Readonly<Record<string, { readonly tokenizer: Tokenizer; readonly context: number }>> = {
    'patchbay-mini': { tokenizer: createTokenizer(bundled), context: 64 },
    gpt2: { tokenizer: createTokenizer(await gpt2Tokenizer()), context: 1024 },
  };
  const find = (id: string) => {
    const found = tokenizers[id];
    if (!found) throw new AppError('MODEL_UNAVAILABLE', `There is no model '${id}'.`);
    return found;
  };
  const describe = (id: string) => ({
    id,
    layers: 4,
    heads: 4,
    dModel: 64,
    dVocab: find(id).tokenizer.size,
    context: find(id).context,
    parameters: 1,
    unavailable: null,
  });
  return {
    info: async (id) => describe(id),
    list: async () => Object.keys(tokenizers).map(describe),
    vocabulary: async (id) => find(id).tokenizer,
    tokenize: async (id, texts) => texts.map((text) => find(id).tokenizer.tokens(text, false)),
  };
}
