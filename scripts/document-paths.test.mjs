/** Paths in documents name files that exist. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const DOCUMENTS = [
  'README.md',
  'SECURITY.md',
  'CONTRIBUTING.md',
  'docs/glossary.md',
  'docs/architecture.md',
  'docs/pages-before-and-after.md',
  ...readdirSync('docs/decisions').map((name) => `docs/decisions/${name}`),
  'examples/README.md',
  'models/reference/README.md',
];
const FOLDERS = 'app|bench|components|docs|domain|e2e|examples|models|prisma|scripts|server';

/** Paths in code spans and links, from the root of the repository. */
function findPaths(document) {
  const text = readFileSync(document, 'utf8');
  const spans = [...text.matchAll(new RegExp(`\`((?:${FOLDERS})/[\\w./-]+)\``, 'g'))].map(([, file]) => file);
  const links = [...text.matchAll(/\]\((?!https?:|#)([\w./-]+)\)/g)].map(([, target]) =>
    path.join(path.dirname(document), target),
  );
  return [...spans, ...links];
}

it.each(DOCUMENTS)('%s names existing files', (document) => {
  expect(findPaths(document).filter((file) => !existsSync(file))).toEqual([]);
});

it('finds the paths', () => {
  expect(findPaths('docs/architecture.md')).toContain('server/engine/patching/plan.ts');
  expect(findPaths('docs/decisions/README.md')).toContain('docs/decisions/0002-wavefront.md');
});
