import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse, type EnumTypeDefinitionNode } from 'graphql';
import { expect, it } from 'vitest';
import { joinSweeps, SWEEP_GROUPS } from './sweep-groups';

it('names every group in the GraphQL enum, with its function of TransformerLens in the description', () => {
  const folder = path.resolve('server/graphql/schema');
  const sdl = readdirSync(folder)
    .map((file) => readFileSync(path.join(folder, file), 'utf8'))
    .join('\n');
  const { values } = parse(sdl).definitions.find(
    (node): node is EnumTypeDefinitionNode =>
      node.kind === 'EnumTypeDefinition' && node.name.value === 'SweepGroup',
  )!;
  expect(values!.map(({ name }) => name.value)).toEqual(Object.keys(SWEEP_GROUPS));
  for (const [index, { transformerLens, kinds }] of Object.values(SWEEP_GROUPS).entries()) {
    const description = values![index]!.description!.value;
    expect(description).toContain(`\`${transformerLens}\``);
    for (const kind of kinds) expect(description).toMatch(new RegExp(`\\b${kind}\\b`));
  }
});

it('adds the kinds of groups that are not listed already', () => {
  expect(joinSweeps([], ['BLOCK_EVERY'])).toEqual(['RESID_PRE', 'ATTN_OUT', 'MLP_OUT']);
  expect(joinSweeps(['MLP_OUT', 'HEAD_V'], ['BLOCK_EVERY', 'BLOCK_EVERY'])).toEqual([
    'MLP_OUT',
    'HEAD_V',
    'RESID_PRE',
    'ATTN_OUT',
  ]);
  // A repetition stays, so that validation reports it.
  expect(joinSweeps(['HEAD_V', 'HEAD_V'], [])).toEqual(['HEAD_V', 'HEAD_V']);
});
