import { decodeVerificationRows, summarizeVerification } from '../../models/verify/verify';
import type { VerificationResolvers } from '../generated/resolvers';

export const Verification: VerificationResolvers = {
  verifiedAt: ({ verification }) => verification?.createdAt ?? null,
  provider: ({ verification }) => verification?.provider ?? null,
  modelSha256: ({ verification }) => verification?.modelSha256 ?? null,
  elapsedMs: ({ verification }) => verification?.elapsedMs ?? null,
  summary: ({ verification }) =>
    verification ? summarizeVerification(decodeVerificationRows(verification.rows)) : null,
  rows: ({ verification }) => (verification ? decodeVerificationRows(verification.rows) : []),
};
