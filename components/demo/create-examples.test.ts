import { expect, it } from 'vitest';
import type { SavedDemosQuery } from '../generated/graphql';
import { createBareExample, createSavedExample, DEMO_MODEL, pairOfDemo } from './create-examples';
import { chooseFirstCell, listRecoveries } from './example';

const pair = pairOfDemo('facts');
const token = (text: string) => ({ id: 1, text });

function saved(changes: object = {}): SavedDemosQuery {
  const stored = {
    ...pair,
    index: 0,
    cleanTokens: [token('The'), token(' White')],
    corruptedTokens: [token('The'), token(' Haunted')],
    ...changes,
  };
  const node = {
    id: 'f',
    slug: 'a-fact',
    title: 'A fact',
    run: {
      id: 'r',
      pairs: [stored],
      sweep: {
        id: 's',
        shape: [2, 2],
        values: [-4, 4, -4, 0],
        unpatched: { perPrompt: [{ clean: 4, corrupted: -4 }] },
      },
    },
  };
  return { facts: { edges: [{ node }] }, names: { edges: [] } };
}

it('takes tokens and values of a pair from the finding that holds them', () => {
  const example = createSavedExample('facts', saved());
  expect(example).toMatchObject({
    layers: 2,
    model: DEMO_MODEL,
    columns: [
      { clean: 'The', corrupted: 'The' },
      { clean: ' White', corrupted: ' Haunted' },
    ],
    saved: { slug: 'a-fact', values: { base: -4, source: 4, patched: [-4, 4, -4, 0] } },
  });
  expect(listRecoveries(example!.saved!.values)).toEqual([0, 1, 0, 0.5]);
  expect(chooseFirstCell(example!)).toEqual({ row: 1, column: 1 });
});

it('takes nothing from a finding about other prompts, and nothing where there is no finding', () => {
  expect(createSavedExample('facts', saved({ clean: 'Another prompt' }))).toBeNull();
  expect(createSavedExample('names', saved())).toBeNull();
  expect(createSavedExample('facts', undefined)).toBeNull();
});

it('is without values where only tokens are known, and missing where the model is', () => {
  const tokens = { clean: [token('The')], corrupted: [token('The')] };
  const models = [{ id: DEMO_MODEL, layers: 4 }];
  expect(createBareExample('facts', { ...tokens, models })).toMatchObject({ layers: 4, saved: null });
  expect(createBareExample('facts', { ...tokens, models: [] })).toBeNull();
});

it('has no recovery where the gap is too small or a value is missing', () => {
  expect(listRecoveries({ base: 1, source: 1.001, patched: [1] })).toEqual([null]);
  expect(listRecoveries({ base: 0, source: 2, patched: [null, 1] })).toEqual([null, 0.5]);
});
