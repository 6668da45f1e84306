import { expect, it } from 'vitest';
import { pairOfDemo } from '../demo/create-examples';
import type { DemoExample } from '../demo/example';
import type { LearnSavedHeadsQuery, LearnSavedPredictionsQuery } from '../generated/graphql';
import { describeRole } from './DirectionExperiment';
import { findTopHead } from './HeadGrid';
import { describeParts } from './HeadsExperiment';
import { createCellInput, createHeadsInput, readSavedHeads, readSavedPredictions } from './learning';

const pair = pairOfDemo('names');
const example: DemoExample = {
  id: 'names',
  label: 'A name',
  model: 'mini',
  pair,
  layers: 2,
  columns: [],
  saved: null,
};

it('asks for one part of every head, in one direction, and for one cell', () => {
  expect(createHeadsInput(example, 2, 'k', 'NOISING')).toEqual({
    model: 'mini',
    pairs: [pair],
    direction: 'NOISING',
    sites: [
      { site: 'K', layer: 0, head: 0 },
      { site: 'K', layer: 0, head: 1 },
      { site: 'K', layer: 1, head: 0 },
      { site: 'K', layer: 1, head: 1 },
    ],
  });
  expect(createCellInput(example, 1, 7).sites).toEqual([{ site: 'RESID_PRE', layer: 1, position: 7 }]);
});

it('takes stored heads of the same pair only', () => {
  const sweep = {
    id: 's',
    shape: [1, 2],
    values: [-1, 1],
    unpatched: { perPrompt: [{ clean: 1, corrupted: -1 }] },
  };
  const stored = (clean: string): LearnSavedHeadsQuery => ({
    models: [],
    findings: {
      edges: [
        {
          node: {
            id: 'f',
            slug: 'f',
            run: {
              id: 'r',
              pairs: [{ index: 0, clean, corrupted: pair.corrupted }],
              z: sweep,
              q: null,
              k: null,
              v: null,
              pattern: null,
            },
          },
        },
      ],
    },
  });
  expect(readSavedHeads(stored(pair.clean), pair)).toEqual({ z: { base: -1, source: 1, patched: [-1, 1] } });
  expect(readSavedHeads(stored('Another prompt'), pair)).toEqual({});
  expect(readSavedHeads(undefined, pair)).toEqual({});
});

it('takes stored predictions of both prompts: the source run read the clean one', () => {
  const fact = pairOfDemo('facts');
  const predictions = (text: string) => [{ token: { id: 1, text }, probability: 0.9 }];
  const query: LearnSavedPredictionsQuery = {
    findings: {
      edges: [
        {
          node: {
            id: 'f',
            run: {
              id: 'r',
              pairs: [{ index: 0, clean: fact.clean, corrupted: fact.corrupted }],
              sweep: {
                id: 's',
                patched: { base: predictions(' ghosts'), source: predictions(' president') },
              },
            },
          },
        },
      ],
    },
  };
  expect(readSavedPredictions(query, fact)).toEqual({
    clean: [{ text: ' president', probability: 0.9 }],
    corrupted: [{ text: ' ghosts', probability: 0.9 }],
  });
  expect(readSavedPredictions(query, pair)).toBeNull();
});

it('finds the head with the largest recovery', () => {
  expect(findTopHead({ base: 0, source: 1, patched: [0.1, -2, 0.7, null] }, 2)).toEqual({
    row: 1,
    column: 0,
  });
  expect(findTopHead(null, 2)).toEqual({ row: 0, column: 0 });
});

it.each([
  [{ z: 0.8, q: 0, k: 0.79, v: 0, pattern: 0.79 }, /where it looks, through its keys;/],
  [{ z: 0.8, q: 0, k: 0, v: 0.7, pattern: 0 }, /what it moves; it looks at the same place/],
  [{ z: -0.4, q: 0, k: 0, v: -0.3, pattern: -0.3 }, /where it looks and by what it moves/],
  [{ z: 0.8, q: 0.1, k: 0.1, v: 0.1, pattern: 0.2 }, /No part alone/],
  [{ z: 0.01, q: 0, k: 0, v: 0, pattern: 0 }, /little effect/],
  [{ z: 0.8, q: null, k: 0, v: 0, pattern: 0 }, /^$/],
])('says why a head matters: %j', (parts, text) => {
  expect(describeParts(parts)).toMatch(text);
});

it.each([
  [0.6, 0.5, /restores the answer, and the answer depends/],
  [0.6, 0, /does without it/],
  [0, 0.6, /does not restore the answer alone/],
  [0, -0.4, /Below 0.2/],
  [0.6, null, /^$/],
] as const)('says what both directions show: %s and %s', (denoising, noising, text) => {
  expect(describeRole(denoising, noising)).toMatch(text);
});
