import { parse, type FieldNode, type FragmentDefinitionNode } from 'graphql';
import { expect, it } from 'vitest';
import { selectsOnly } from './selects-only';

/** Of the first field of an operation. */
function check(selection: string, fragments = ''): boolean {
  const [operation, ...rest] = parse(`{ run ${selection} } ${fragments}`).definitions;
  if (operation?.kind !== 'OperationDefinition') throw new Error('no operation');
  return selectsOnly(
    {
      fieldNodes: operation.selectionSet.selections as FieldNode[],
      fragments: Object.fromEntries(
        (rest as FragmentDefinitionNode[]).map((fragment) => [fragment.name.value, fragment]),
      ),
    },
    new Set(['id', 'metrics']),
  );
}

it.each([
  ['{ id }', '', true],
  ['{ id other: metrics { name } }', '', true],
  ['{ id title }', '', false],
  ['{ id: title }', '', false],
  ['{ ...A ... on Run { id } }', 'fragment A on Run { metrics }', true],
  ['{ ...A }', 'fragment A on Run { ...B } fragment B on Run { id pairs { clean } }', false],
  ['{ ... @include(if: $no) { title } }', '', false],
])('%s %s: %s', (selection, fragments, is) => {
  expect(check(selection, fragments)).toBe(is);
});
