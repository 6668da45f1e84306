/** Plug-in of GraphQL Code Generator: the names of the operations of the site's documents, which are labels of metrics. */

/** @param documents the documents of the site. */
export function plugin(_schema, documents) {
  const names = documents.flatMap(({ document }) =>
    document.definitions
      .filter(({ kind }) => kind === 'OperationDefinition')
      .map(({ name }) => name?.value)
      .filter((name) => name !== undefined),
  );
  const lines = names.toSorted().map((name) => `  '${name}',`);
  return `export const OPERATION_NAMES = [\n${lines.join('\n')}\n] as const;\n`;
}
