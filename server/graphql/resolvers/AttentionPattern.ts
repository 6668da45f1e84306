import { encodeFloats } from '../../runs/results/float-bytes';
import { packPattern } from '../../runs/inspect/pack-pattern';
import type { AttentionPatternResolvers } from '../generated/resolvers';

export const AttentionPattern: AttentionPatternResolvers = {
  values({ tokens: { length: size }, values }) {
    return Array.from({ length: size }, (_, dest) => [...values.subarray(dest * size, (dest + 1) * size)]);
  },

  data({ tokens, values }) {
    return Buffer.from(encodeFloats(packPattern(values, tokens.length))).toString('base64');
  },
};
