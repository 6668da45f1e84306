/** Which fields an operation asks of the object that a resolver returns. */
import type { FragmentDefinitionNode, GraphQLResolveInfo, SelectionSetNode } from 'graphql';

/** Whether all selected fields are among those named, so that a row with fewer columns is enough. Fields that are skipped count. */
export function selectsOnly(
  { fieldNodes, fragments }: Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments'>,
  names: ReadonlySet<string>,
): boolean {
  return fieldNodes.every(({ selectionSet }) => !selectionSet || isWithin(selectionSet, fragments, names));
}

function isWithin(
  { selections }: SelectionSetNode,
  fragments: Readonly<Record<string, FragmentDefinitionNode>>,
  names: ReadonlySet<string>,
): boolean {
  return selections.every((selection) => {
    if (selection.kind === 'Field') return names.has(selection.name.value);
    const below = selection.kind === 'InlineFragment' ? selection : fragments[selection.name.value];
    return below !== undefined && isWithin(below.selectionSet, fragments, names);
  });
}
