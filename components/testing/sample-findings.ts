/** Findings as cards show them. Their thumbnails are drawn in the page, since stories contact no server. */
import type { FindingCard_FindingFragment } from '../generated/graphql';
import { pickColour } from '../plot/heatmap/scale';

type Card = FindingCard_FindingFragment & { readonly id: string };

/** Large effects by row and column, in a heatmap of 12 layers. */
const EFFECTS: readonly (readonly [row: number, column: number, value: number])[] = [
  [7, 3, 0.4],
  [7, 9, 0.6],
  [8, 6, 1],
  [8, 10, 0.8],
  [9, 9, 0.9],
  [10, 0, 0.5],
  [10, 7, -0.8],
  [11, 10, -0.6],
];

/** An image of the effects, as an address. */
export function drawThumbnail(columns: number, tone: 'light' | 'dark'): string {
  const cell = ([row, column, value]: (typeof EFFECTS)[number]): string =>
    `<rect x="${column}" y="${row}" width="1" height="1" fill="${pickColour(value, 1, 'RdBu', tone)}"/>`;
  const background = `<rect width="${columns}" height="12" fill="${pickColour(0, 1, 'RdBu', tone)}"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${columns}" height="12" viewBox="0 0 ${columns} 12" preserveAspectRatio="none" shape-rendering="crispEdges">${background}${EFFECTS.map(cell).join('')}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

/** Makes a card. */
export function sampleFinding(id: string, changes: Partial<Card> = {}): Card {
  return {
    __typename: 'Finding',
    id,
    slug: id,
    title: 'Head 9.9 moves the name that was not repeated',
    tags: ['ioi', 'name-movers'],
    createdAt: '2026-11-25T10:00:00.000Z',
    author: { id: 'u', name: 'Ada Lovelace' },
    modelId: 'gpt2',
    thumbnail: drawThumbnail(12, 'light'),
    darkThumbnail: drawThumbnail(12, 'dark'),
    run: { id: 'r', metrics: ['LOGIT_DIFF'], imported: null },
    forkCount: 2,
    claimCounts: { supported: 2, refuted: 0, undecided: 0, invalid: 0 },
    starCount: 12,
    commentCount: 4,
    evidenceCounts: {
      replicated: 1,
      notReplicated: 0,
      replicatedElsewhere: 0,
      notReplicatedElsewhere: 0,
      survived: 0,
      notSurvived: 0,
      supporting: 0,
      refuting: 0,
    },
    card: {
      kind: 'HEAD_Z',
      shape: [12, 12],
      topComponents: [
        { label: 'L8H6', recovery: 0.314, change: 2.07 },
        { label: 'L9H9', recovery: 0.271, change: 1.78 },
        { label: 'L10H7', recovery: -0.24, change: -1.58 },
      ],
      directions: ['DENOISING'],
      prompt: '… the shops, [John→Mary] gave the bag to',
      correct: ' Mary',
      incorrect: ' John',
      baseline: {
        pairs: 8,
        gapMean: 6.58,
        gapStandardError: 0.41,
        pairsWithRightSign: 8,
        verdict: 'OK',
        cannotNormalise: null,
      },
    },
    ...changes,
  } as Card;
}

const usual = sampleFinding('usual');

/** Cards whose texts and counts differ as much as they can. */
export const FINDINGS: readonly Card[] = [
  usual,
  sampleFinding('weak', {
    title:
      'gpt2 does not know what comes after a rare word, so that nothing of what is patched can restore it',
    tags: ['facts', 'rare-words', 'negative-results', 'gpt2', 'knowledge'],
    author: { id: 'v', name: 'A-name-of-the-longest-kind-without-any-space-in-it' },
    claimCounts: { supported: 1, refuted: 2, undecided: 1, invalid: 0 },
    evidenceCounts: { ...usual.evidenceCounts, replicated: 2, replicatedElsewhere: 3, refuting: 3 },
    card: {
      ...usual.card,
      kind: 'RESID_PRE',
      shape: [12, 15],
      topComponents: [{ label: 'layer 3 at ·Haunted 2', recovery: 1.674, change: -0.205 }],
      directions: ['DENOISING', 'NOISING'],
      prompt: '… village always called the [White→Haunted] House, is where …',
      correct: ' president',
      incorrect: ' ghosts',
      baseline: {
        ...usual.card.baseline,
        gapMean: -0.123,
        gapStandardError: 0.181,
        pairsWithRightSign: 3,
        verdict: 'ABSENT',
        cannotNormalise: 'The mean gap is −0.12 logits.',
      },
    },
  }),
  sampleFinding('new', {
    title: 'MLP 0',
    tags: [],
    forkCount: 0,
    starCount: 0,
    commentCount: 0,
    claimCounts: { supported: 0, refuted: 0, undecided: 0, invalid: 0 },
    evidenceCounts: { ...usual.evidenceCounts, replicated: 0 },
    run: {
      id: 's',
      metrics: ['PROB'],
      imported: { at: '2026-11-26T10:00:00.000Z' },
    },
    modelId: 'patchbay-mini',
  }),
];
