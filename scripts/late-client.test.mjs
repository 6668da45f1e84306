/**
 * What pages of findings, runs and the form, and the gallery, load late they load nowhere else. A component that they load at once and that
 * uses Apollo Client's own hooks would make them heavy, and fails before the client is there. A component of Mantine that brings Floating UI
 * or the formatting of numbers would make them heavy, too: one name of its list is enough, such as its Table, which brings 28 kB.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const LATE_PAGES = 'app/(late)';
/** What may be imported at once: a context and classes of errors, which weigh little. */
const LIGHT = new Set(['getApolloContext', 'CombinedGraphQLErrors', 'ServerError']);
/** Packages that weigh 10 kB or more, which only what is opened or chosen needs. */
const HEAVY = ['@floating-ui/react', 'react-number-format'];
/** Files of the form that show a list to choose from at once; `RoleMarks` does where positions are roles. */
const MAY_BE_HEAVY = new Set(['components/new-run/SetupFields.tsx', 'components/new-run/RoleMarks.tsx']);
const MANTINE = 'node_modules/@mantine/core/esm';
const MANTINE_IMPORT = /^import \{([^}]*)\} from "([^"]+)";/gm;
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

/** The modules of Mantine by the names that its index exports. */
function readMantine() {
  const index = path.join(MANTINE, 'index.mjs');
  const modules = new Map();
  for (const [, names, source] of readFileSync(index, 'utf8').matchAll(MANTINE_IMPORT)) {
    for (const name of names.split(','))
      modules.set(name.trim().replace(/.* as /, ''), path.join(MANTINE, source));
  }
  return modules;
}

/** The first package of `HEAVY` that a module of Mantine imports, itself or through others; null for none. */
function findHeavy(file, seen = new Set()) {
  seen.add(file);
  for (const [, , source] of readFileSync(file, 'utf8').matchAll(MANTINE_IMPORT)) {
    if (HEAVY.includes(source)) return source;
    const next = source.startsWith('.') ? path.join(path.dirname(file), source) : null;
    const found = next && !seen.has(next) && findHeavy(next, seen);
    if (found) return found;
  }
  return null;
}

it('loads no component of Mantine with them that brings Floating UI or the formatting of numbers', () => {
  const modules = readMantine();
  expect(findHeavy(modules.get('Table'))).toBe('@floating-ui/react');
  expect(findHeavy(modules.get('NumberInput'))).toBe('react-number-format');
  expect(findHeavy(modules.get('Button'))).toBeNull();
  const found = [...listLoaded([...pages, 'app/layout.tsx', 'app/page.tsx'])]
    .filter(([file]) => !MAY_BE_HEAVY.has(file))
    .flatMap(([file, chain]) =>
      readImports(file)
        .filter(({ source }) => source === '@mantine/core')
        .flatMap(({ names }) => names)
        .filter((name) => modules.has(name) && findHeavy(modules.get(name)) !== null)
        .map((name) => `${name}: ${chain.join(' > ')}`),
    );
  expect(found).toEqual([]);
});
