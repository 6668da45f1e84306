import { bytesOf } from '../../runs/recovery';
import type { FindingCardResolvers } from '../generated/resolvers';

export const FindingCard: FindingCardResolvers = {
  data: ({ values }) => Buffer.from(bytesOf(values.map((value) => value ?? NaN))).toString('base64'),
};
