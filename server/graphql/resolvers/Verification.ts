import type { Verification as Stored } from '../../db';
import { summarizeVerification, type VerificationRow } from '../../models/verify/verify';
import type { VerificationResolvers } from '../generated/resolvers';

export const Verification: VerificationResolvers = {
  verifiedAt: ({ verification }) => verification?.createdAt ?? null,
  provider: ({ verification }) => verification?.provider ?? null,
  modelSha256: ({ verification }) => verification?.modelSha256 ?? null,
  elapsedMs: ({ verification }) => verification?.elapsedMs ?? null,
  summary: ({ verification }) => (verification ? summarizeVerification(rowsOf(verification)) : null),
  rows: ({ verification }) => (verification ? rowsOf(verification) : []),
};

function rowsOf({ rows }: Stored): VerificationRow[] {
  return JSON.parse(rows) as VerificationRow[];
}
