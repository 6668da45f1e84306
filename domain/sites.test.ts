/** The table of sites, and every list of kinds elsewhere that cannot be derived from it. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse, type EnumTypeDefinitionNode } from 'graphql';
import { expect, it } from 'vitest';
import {
  kindAtPosition,
  kindsByRank,
  kindsOfSection,
  SECTIONS,
  SITES,
  SWEEP_KINDS,
  type SectionId,
} from './sites';

it('names every kind in the GraphQL enum, in the same order', () => {
  const folder = path.resolve('server/graphql/schema');
  const sdl = readdirSync(folder)
    .map((file) => readFileSync(path.join(folder, file), 'utf8'))
    .join('\n');
  const definition = parse(sdl).definitions.find(
    (node): node is EnumTypeDefinitionNode =>
      node.kind === 'EnumTypeDefinition' && node.name.value === 'SweepKind',
  );
  expect(definition!.values!.map(({ name }) => name.value)).toEqual(SWEEP_KINDS);
});

it('names the TransformerLens function of every kind as the golden generator does', () => {
  const python = readFileSync('models/reference/patching_functions.py', 'utf8');
  const [, table] = /^FUNCTIONS = \{\n(.*?)^\}/ms.exec(python)!;
  const functions = [...table!.matchAll(/"([A-Z_]+)": (?:patching\.)?(\w+)/g)].map(([, kind, name]) => [
    kind,
    name,
  ]);
  // TransformerLens has no function for hook_resid_post; the generator defines one.
  expect(functions).toEqual(SWEEP_KINDS.map((kind) => [kind, SITES[kind].transformerLens ?? 'resid_post']));
});

it('puts every kind into one section', () => {
  const listed = (Object.keys(SECTIONS) as SectionId[]).flatMap((section) => kindsOfSection(section));
  expect(listed).toEqual(SWEEP_KINDS);
});

it.each(['thumbnailRank', 'componentRank'] as const)('gives every kind a %s of its own', (rank) => {
  expect(kindsByRank(rank).map((kind) => SITES[kind][rank])).toEqual(SWEEP_KINDS.map((_, index) => index));
});

it('gives each kind a title and a hook of its own', () => {
  expect(new Set(SWEEP_KINDS.map((kind) => SITES[kind].title)).size).toBe(SWEEP_KINDS.length);
  for (const kind of SWEEP_KINDS) expect(SITES[kind].hook).toContain('{layer}');
});

it('pairs kinds by position with the kind over all positions of the same activation', () => {
  for (const kind of kindsOfSection('heads')) {
    const byPosition = kindAtPosition(kind)!;
    expect(SITES[byPosition].activation).toBe(SITES[kind].activation);
    expect(SITES[byPosition].word).toBe(SITES[kind].word);
  }
  expect(kindAtPosition('RESID_PRE')).toBeNull();
});
