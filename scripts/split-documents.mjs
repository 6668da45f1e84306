/**
 * Moves each document of components/generated/graphql.ts to a file of its own, so that a page loads the documents that it can send and
 * no others. Documents of fragments are left out: operations contain their fragments.
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

const FOLDER = 'components/generated';
const TYPE_IMPORT =
  "import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';";
const DOCUMENT = /^export const (\w+) = (\{.*\}) as unknown as DocumentNode<(\w+), (\w+)>;$/;

/** @throws Error when the generated file has no documents in the expected form. */
export async function splitDocuments(folder = FOLDER) {
  const file = path.join(folder, 'graphql.ts');
  const lines = (await readFile(file, 'utf8')).split('\n');
  const documents = path.join(folder, 'documents');
  await rm(documents, { recursive: true, force: true });
  await mkdir(documents, { recursive: true });
  const kept = [];
  let count = 0;
  for (const line of lines) {
    const [, name, text, data, variables] = DOCUMENT.exec(line) ?? [];
    if (name === undefined) {
      if (line !== TYPE_IMPORT) kept.push(line);
      continue;
    }
    if (name.endsWith('FragmentDoc')) continue;
    count++;
    const types = [...new Set([data, variables])].join(', ');
    await writeFile(
      path.join(documents, `${name}.ts`),
      `${TYPE_IMPORT}\nimport type { ${types} } from '../graphql';\n` +
        `export const ${name} = ${text} as unknown as DocumentNode<${data}, ${variables}>;\n`,
    );
    kept.push(`export { ${name} } from './documents/${name}';`);
  }
  if (count === 0)
    throw new Error(`${file} has no documents; does the generator write them in another form?`);
  await writeFile(file, kept.join('\n'));
  // Bundlers then load the file of a document that is imported through graphql.ts, and not those of all others.
  await writeFile(path.join(folder, 'package.json'), '{ "type": "module", "sideEffects": false }\n');
}
