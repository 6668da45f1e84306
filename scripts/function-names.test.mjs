/** Functions are verbs (CONTRIBUTING.md): none is called by what it is of, such as `baselineOf`. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const FOLDERS = ['app', 'bench', 'components', 'domain', 'e2e', 'examples', 'models', 'scripts', 'server'];
const THIS = 'scripts/function-names.test.mjs';
/** `indexOf` is JavaScript's own. */
const GENITIVE = /\b(?:function\*?|const|let) (?!indexOf\b)(\w+Of)\b/g;

it.each([
  ['function baselineOf(run) {}', ['baselineOf']],
  ['const keyOf = (pair) => pair.id;', ['keyOf']],
  ['const at = texts.indexOf(text); function computeGap() {}', []],
])('finds them in %s', (source, names) => {
  expect([...source.matchAll(GENITIVE)].map(([, name]) => name)).toEqual(names);
});

it('finds none in the sources', () => {
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((file) => path.posix.join(folder, file))
      .filter((file) => /\.(?:tsx?|m[jt]s)$/.test(file) && !file.includes('generated') && file !== THIS),
  );
  expect(files.length).toBeGreaterThan(1000);
  const found = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(GENITIVE)].map(([, name]) => `${file}: ${name}`),
  );
  expect(found).toEqual([]);
});
