/** Every operation that the Python client writes is one of the API. Its behaviour is tested by `npm run test:reference`. */
import { readFileSync } from 'node:fs';
import { parse, validate } from 'graphql';
import { expect, it } from 'vitest';
import { schema } from '../server/graphql/schema';

const source = readFileSync('examples/python/patchbay.py', 'utf8');

/** Texts of Python, one with `{NAME}` where it is an f-string. */
const TEXT = String.raw`(f?)("""[^]*?"""|"[^"\n]*"|'[^'\n]*')`;
const constants = new Map<string, string>();

/** The value of a text; f-strings name only constants of the module. */
function readText(isFormatted: boolean, quoted: string): string {
  const text = quoted.startsWith('"""') ? quoted.slice(3, -3) : quoted.slice(1, -1);
  if (!isFormatted) return text;
  return text
    .replaceAll(/(?<!\{)\{(_[A-Z]+)\}(?!\})/g, (_, name: string) => constants.get(name)!)
    .replaceAll('{{', '{')
    .replaceAll('}}', '}');
}

for (const [, name, formatted, quoted] of source.matchAll(new RegExp(`^(_[A-Z_]+) = ${TEXT}`, 'gm')))
  constants.set(name!, readText(formatted === 'f', quoted!));

const operations = [...source.matchAll(new RegExp(TEXT, 'g'))]
  .map(([, formatted, quoted]) => readText(formatted === 'f', quoted!))
  .filter((text) => /^(query|mutation|subscription)\b\s*[({]/.test(text));

it('finds the operations', () => {
  expect(operations.length).toBeGreaterThan(20);
});

it.each(operations)('%s', (operation) => {
  expect(validate(schema, parse(operation))).toEqual([]);
});
