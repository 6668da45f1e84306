import { listSignificant } from '../../../domain/statistics/cells';
import { badUserInput } from '../../errors';
import { encodeFloats } from '../../runs/results/float-bytes';
import type { SweepStatisticsResolvers } from '../generated/resolvers';

const encode = (values: ArrayLike<number>): string =>
  Buffer.from(encodeFloats(Float32Array.from(values))).toString('base64');

export const SweepStatistics: SweepStatisticsResolvers = {
  count: ({ count }) => {
    const bytes = Buffer.alloc(4 * count.length);
    for (const [cell, prompts] of count.entries()) bytes.writeUInt32LE(prompts, 4 * cell);
    return bytes.toString('base64');
  },
  roundingFloor: ({ roundingFloor }) => (Number.isFinite(roundingFloor) ? roundingFloor : null),
  mean: ({ mean }) => encode(mean),
  standardError: ({ standardError }) => encode(standardError),
  t: ({ t }) => encode(t),
  signShare: ({ signShare }) => encode(signShare),
  p: ({ p }) => encode(p),
  adjusted: ({ adjusted }) => encode(adjusted),
  significant({ adjusted }, { level }) {
    if (level >= 0 && level <= 1) return Buffer.from(listSignificant(adjusted, level)).toString('base64');
    throw badUserInput([{ path: 'level', message: `A level is from 0 to 1; ${level} is not.` }]);
  },
};
