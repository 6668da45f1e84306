import type { VerificationRow } from '../../models/verify';
import type { VerificationResolvers } from '../generated/resolvers';

export const Verification: VerificationResolvers = {
  verifiedAt: ({ verification }) => verification?.createdAt ?? null,
  provider: ({ verification }) => verification?.provider ?? null,
  modelSha256: ({ verification }) => verification?.modelSha256 ?? null,
  elapsedMs: ({ verification }) => verification?.elapsedMs ?? null,
  rows: ({ verification }) => (verification ? (JSON.parse(verification.rows) as VerificationRow[]) : []),
};
