import { expect, it } from 'vitest';
import { listFacets, type FacetPair } from './facets';

const role = (name: string, at: number) => ({ name, cleanPositions: [at], corruptedPositions: [at] });
const abba = (a: string, b: string): FacetPair => ({
  clean: ['<|endoftext|>', 'When', ` ${a}`, ' and', ` ${b}`],
  corrupted: ['<|endoftext|>', 'When', ` ${a}`, ' and', ' Zoe'],
  roles: [role('IO', 2), role('S1', 4), role('END', 4)],
});
const baba: FacetPair = {
  clean: ['<|endoftext|>', 'When', ' Tom', ' or', ' Ann', ' sang'],
  corrupted: ['<|endoftext|>', 'When', ' Zoe', ' or', ' Ann', ' sang'],
  roles: [role('S1', 2), role('IO', 4), role('END', 5)],
};

it('groups prompts by template, by changed roles and by length', () => {
  // Two templates, of which only S1 changes: no facet by changed roles.
  expect(listFacets([abba('Tom', 'Ann'), abba('Ida', 'Bob'), baba])).toEqual([
    { by: 'TEMPLATE', name: 'When {IO} and {S1}', prompts: [0, 1] },
    { by: 'TEMPLATE', name: 'When {S1} or {IO} sang', prompts: [2] },
    { by: 'LENGTH', name: '5 tokens', prompts: [0, 1] },
    { by: 'LENGTH', name: '6 tokens', prompts: [2] },
  ]);
  const same = { ...abba('Tom', 'Zoe'), corrupted: ['<|endoftext|>', 'When', ' Ida', ' and', ' Zoe'] };
  expect(listFacets([abba('Tom', 'Ann'), abba('Ida', 'Bob'), same])).toEqual([
    { by: 'CHANGED_ROLES', name: 'S1', prompts: [0, 1] },
    { by: 'CHANGED_ROLES', name: 'IO', prompts: [2] },
  ]);
});

it('has none where prompts are all alike or all different, and by role none without roles', () => {
  expect(listFacets([abba('Tom', 'Ann'), abba('Ida', 'Bob')])).toEqual([]);
  expect(listFacets([abba('Tom', 'Ann'), baba])).toEqual([]);
  const bare = [abba('Tom', 'Ann'), abba('Ida', 'Bob'), baba].map((pair) => ({ ...pair, roles: [] }));
  expect(new Set(listFacets(bare).map(({ by }) => by))).toEqual(new Set(['LENGTH']));
});
