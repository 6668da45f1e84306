/**
 * Pages that load Apollo Client late load it nowhere else: a component that they load at once and that uses the library's own hooks
 * would make them heavy, and fails before the client is there.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const LATE_PAGES = 'app/(late)';
/** What may be imported at once: a context and classes of errors, which weigh little. */
const LIGHT = new Set(['getApolloContext', 'CombinedGraphQLErrors', 'ServerError']);
const IMPORT = /^(?:import|export)\s+(?!type\b)([^;]*?)\s*from '([^']+)';/gm;

const readImports = (file) =>
  [...readFileSync(file, 'utf8').matchAll(IMPORT)].map(([, names, source]) => ({
    names: names
      .replaceAll(/[{}\s]/g, ' ')
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name && !name.startsWith('type ')),
    source,
  }));
const isClientModule = (file) => readFileSync(file, 'utf8').trimStart().startsWith("'use client'");

/** The file that a relative import names; null for packages and files of other kinds. */
function resolve(from, source) {
  if (!source.startsWith('.')) return null;
  const base = path.join(path.dirname(from), source);
  return [`${base}.tsx`, `${base}.ts`].find((file) => existsSync(file)) ?? null;
}

/** The modules that the browser gets at once with files, as imports that lead to each: dynamic imports are left out. */
function listLoaded(files) {
  const loaded = new Map();
  const seen = new Set();
  const visit = (file, chain, isInBrowser) => {
    const isClient = isInBrowser || isClientModule(file);
    const key = `${file} ${isClient}`;
    if (seen.has(key)) return;
    seen.add(key);
    const here = [...chain, file];
    if (isClient) loaded.set(file, here);
    for (const { names, source } of readImports(file)) {
      const next = names.length > 0 && resolve(file, source);
      if (next) visit(next, here, isClient);
    }
  };
  for (const file of files) visit(file, [], false);
  return loaded;
}

const pages = readdirSync(LATE_PAGES, { recursive: true, encoding: 'utf8' })
  .filter((file) => /(?:page|layout)\.tsx$/.test(file))
  .map((file) => path.join(LATE_PAGES, file));

it('loads Apollo Client with no page of a finding, a run or the form', () => {
  expect(pages.length).toBeGreaterThan(3);
  const loaded = listLoaded(pages);
  expect(loaded.size).toBeGreaterThan(100);
  const found = [...loaded].flatMap(([file, chain]) =>
    readImports(file)
      .filter(({ names, source }) => source.startsWith('@apollo/') && names.some((name) => !LIGHT.has(name)))
      .map(({ names, source }) => `${names.join(', ')} of ${source}: ${chain.join(' > ')}`),
  );
  expect(found).toEqual([]);
});
