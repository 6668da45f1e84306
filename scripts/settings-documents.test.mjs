/** README.md and .env.example list the settings of server/environment.ts, with their defaults. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { environment } from '../server/environment';
import { readStartFlags } from './start-flags.mjs';

/** PORT belongs to `npm start`, which passes it to Next.js; NODE_ENV is set by the commands. */
const EXPECTED = new Set([...Object.keys(environment.shape), 'PORT']);
EXPECTED.delete('NODE_ENV');
/** Defaults that the README describes in words. */
const IN_WORDS = new Set(['ENGINE_THREADS', 'DATABASE_URL']);

const example = new Map(
  [...readFileSync('.env.example', 'utf8').matchAll(/^#?([A-Z][A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [
    name,
    value,
  ]),
);
const readme = new Map(
  [...readFileSync('README.md', 'utf8').matchAll(/^\| `([A-Z_]+)` +\|([^|]*)\|/gm)].map(([, name, value]) => [
    name,
    value.trim(),
  ]),
);

it('lists every setting in .env.example and in README.md', () => {
  expect(new Set(example.keys())).toEqual(EXPECTED);
  expect(new Set(readme.keys())).toEqual(EXPECTED);
});

it('has the defaults of the schema in .env.example', () => {
  const given = Object.fromEntries([...example].filter(([name, value]) => name !== 'PORT' && value !== ''));
  expect(environment.parse(given)).toEqual(environment.parse({}));
  expect(Number(example.get('PORT'))).toBe(readStartFlags([], {}).port);
  for (const [name, value] of example) {
    if (value !== '' || name === 'PORT') continue;
    expect(environment.parse({}), `${name} has no default`).not.toHaveProperty([name], expect.anything());
  }
});

it('has the same defaults in README.md', () => {
  for (const [name, value] of readme) {
    if (IN_WORDS.has(name)) continue;
    const code = /^`(.*)`$/.exec(value)?.[1] ?? '';
    expect(code, name).toBe(example.get(name));
  }
});
