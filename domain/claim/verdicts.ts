/** What a run says of a claim, in a file of its own: pages that name verdicts need not load what judges claims. */
export const VERDICTS = ['SUPPORTED', 'REFUTED', 'UNDECIDED', 'INVALID'] as const;
export type Verdict = (typeof VERDICTS)[number];
