/**
 * The tensors that a GPT-2 file must hold, by Hugging Face name, and the check that it does.
 *
 * Names come with and without the `transformer.` prefix; Conv1D weights are [in, out]; causal-mask buffers
 * (`attn.bias`, `attn.masked_bias`) are no weights and are skipped.
 */
import { AppError } from '../../errors';
import type { Gpt2Config } from './config';
import type { TensorEntry } from './safetensors';

const PREFIX = 'transformer.';
const MASK_BUFFER = /^h\.\d+\.attn\.(bias|masked_bias)$/;
/** Characters of a tensor's name that an error repeats. */
const SHOWN_NAME = 100;
const READABLE = ['F32', 'F16', 'BF16'];

/** Name, without prefix, to shape of every tensor of a model, in file order of openai-community/gpt2. */
export function expectedTensors(config: Gpt2Config): Map<string, readonly number[]> {
  const { layers, dModel: d, dMlp, dVocab, context } = config;
  const shapes = new Map<string, readonly number[]>([
    ['wte.weight', [dVocab, d]],
    ['wpe.weight', [context, d]],
  ]);
  for (let layer = 0; layer < layers; layer++) {
    const block: [string, number[]][] = [
      ['ln_1.weight', [d]],
      ['ln_1.bias', [d]],
      ['attn.c_attn.weight', [d, 3 * d]],
      ['attn.c_attn.bias', [3 * d]],
      ['attn.c_proj.weight', [d, d]],
      ['attn.c_proj.bias', [d]],
      ['ln_2.weight', [d]],
      ['ln_2.bias', [d]],
      ['mlp.c_fc.weight', [d, dMlp]],
      ['mlp.c_fc.bias', [dMlp]],
      ['mlp.c_proj.weight', [dMlp, d]],
      ['mlp.c_proj.bias', [d]],
    ];
    for (const [name, shape] of block) shapes.set(`h.${layer}.${name}`, shape);
  }
  shapes.set('ln_f.weight', [d]);
  shapes.set('ln_f.bias', [d]);
  return shapes;
}

/** Bytes that the header of a model's safetensors file may have: room for each tensor it can hold, masks included. */
export function maxHeaderBytes({ layers }: Gpt2Config): number {
  const tensors = 5 + layers * 14;
  return 2 ** 16 + 512 * tensors;
}

/** Parameters of a model, the tied embedding counted once. */
export function countParameters(config: Gpt2Config): number {
  let total = 0;
  for (const shape of expectedTensors(config).values()) total += shape.reduce((product, n) => product * n, 1);
  return total;
}

/**
 * Matches a file's tensors with those the model needs.
 *
 * @returns entries by name without prefix; `lm_head.weight` is among them when the file has it.
 * @throws MODEL_UNAVAILABLE naming every missing, unexpected, mis-shaped or unreadable tensor (the first eight).
 */
export function matchTensors(
  entries: ReadonlyMap<string, TensorEntry>,
  config: Gpt2Config,
): Map<string, { name: string; entry: TensorEntry }> {
  const expected = expectedTensors(config);
  const matched = new Map<string, { name: string; entry: TensorEntry }>();
  const problems: string[] = [];
  for (const [fullName, entry] of entries) {
    const name = fullName.slice(0, SHOWN_NAME);
    const short = fullName.startsWith(PREFIX) ? fullName.slice(PREFIX.length) : fullName;
    if (MASK_BUFFER.test(short)) continue;
    const shape = short === 'lm_head.weight' ? [config.dVocab, config.dModel] : expected.get(short);
    if (!shape) problems.push(`unexpected tensor ${name}`);
    else if (matched.has(short)) problems.push(`${name} is there twice, with and without prefix`);
    else if (shape.join() !== entry.shape.join()) {
      problems.push(`${name} has shape [${entry.shape.join(', ')}], config.json needs [${shape.join(', ')}]`);
    } else if (!READABLE.includes(entry.dtype)) {
      problems.push(`${name} is ${entry.dtype.slice(0, 8)}; F32, F16 and BF16 are supported`);
    } else matched.set(short, { name: fullName, entry });
    if (shape) expected.delete(short);
  }
  for (const name of expected.keys()) problems.push(`missing tensor ${name}`);
  if (!config.tiesEmbeddings && !matched.has('lm_head.weight') && problems.length === 0) {
    problems.push('missing tensor lm_head.weight, since config.json has tie_word_embeddings false');
  }
  if (problems.length > 0) {
    const more = problems.length > 8 ? ` and ${problems.length - 8} more` : '';
    throw new AppError(
      'MODEL_UNAVAILABLE',
      `model.safetensors does not fit config.json: ${problems.slice(0, 8).join('; ')}${more}. ` +
        'Use the three files of one and the same model.',
    );
  }
  return matched;
}
