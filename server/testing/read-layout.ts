/** Reads files of prompts with GPT-2's tokenizer or that of the bundled model, for tests of layouts. */
import { readPrompts, type PromptReading } from '../prompts/read/read-prompts';
import { createTokenizerModels } from './tokenizer-models';

let models: ReturnType<typeof createTokenizerModels> | null = null;

/** Reads a text as it is. */
export async function readLayout(text: string, model = 'gpt2'): Promise<PromptReading> {
  models ??= createTokenizerModels();
  const request = { text, format: null, model, columns: [], options: [], idsOf: null, prependBos: false };
  return readPrompts({ models: await models }, request);
}
