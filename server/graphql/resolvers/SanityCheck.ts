import type { SanityCheckResolvers } from '../generated/resolvers';

export const SanityCheck: SanityCheckResolvers = {
  kind: ({ kind }) => kind ?? null,
  differenceWithoutPatch: ({ differenceWithoutPatch }) => differenceWithoutPatch ?? null,
  cells: ({ cells }) => cells ?? null,
  movedCells: ({ movedCells }) => movedCells ?? null,
};
