/**
 * Seeded weights of any architecture; models/reference/architectures.py makes the same bits.
 *
 * The weights never pass through a file of a model family, so that sizes are free which no config.json can express.
 */
import type { Architecture } from '../models/architecture';
import type { Linear, NormWeights, WeightReader } from '../models/block-weights';
import { processBlock } from '../models/process-weights';
import type { SeededArchitecture } from './read-golden';
import { seededTensor } from './seeded-weights';

/** Makes a reader of seeded weights. */
export function readSeededArchitecture(architecture: Architecture, seed: number): WeightReader {
  const { dModel, heads, dHead, dMlp, dVocab, context } = architecture;
  const inner = heads * dHead;
  const tensor = (name: string, ...dims: number[]): Float32Array => seededTensor(name, dims, seed);
  const linear = (name: string, rows: number, columns: number): Linear => ({
    weight: tensor(`${name}.weight`, rows, columns),
    bias: tensor(`${name}.bias`, columns),
  });
  const norm = (name: string): NormWeights => ({
    gain: tensor(`${name}.weight`, dModel),
    bias: tensor(`${name}.bias`, dModel),
  });
  return {
    async outer() {
      const { gain, bias } = norm('ln_f');
      return {
        tokenEmbedding: tensor('wte.weight', dVocab, dModel),
        positionEmbedding: tensor('wpe.weight', context, dModel),
        unembedding: tensor('wte_out.weight', dVocab, dModel),
        finalGain: gain,
        finalBias: bias,
      };
    },
    async block(layer) {
      const name = (part: string): string => `h.${layer}.${part}`;
      const raw = {
        attentionNorm: norm(name('ln_1')),
        q: linear(name('attn.q'), dModel, inner),
        k: linear(name('attn.k'), dModel, inner),
        v: linear(name('attn.v'), dModel, inner),
        out: linear(name('attn.out'), inner, dModel),
        mlpNorm: norm(name('ln_2')),
        mlpIn: linear(name('mlp.in'), dModel, dMlp),
        mlpOut: linear(name('mlp.out'), dMlp, dModel),
      };
      return processBlock(raw, architecture).weights;
    },
  };
}

/** Sizes with the parts of GPT-2. */
export function completeArchitecture({ epsilon, ...sizes }: SeededArchitecture): Architecture {
  return {
    ...sizes,
    keyValueHeads: sizes.heads,
    norm: { kind: 'layer', epsilon },
    positions: { kind: 'learned' },
    mlp: { kind: 'plain', activation: 'gelu_tanh' },
    blockOrder: 'sequential',
    bosTokenId: null,
    tiesEmbeddings: false,
  };
}
