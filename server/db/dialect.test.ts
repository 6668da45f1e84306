import { expect, it } from 'vitest';
import { dialectOf, setDialect } from './dialect';

it('is known to every copy of the module: the bundles of the web server have one each', async () => {
  const client = {};
  setDialect(client, 'postgresql');
  const name = './dialect?copy';
  const copy = (await import(name)) as { readonly dialectOf: typeof dialectOf };
  expect(copy.dialectOf).not.toBe(dialectOf);
  expect([copy.dialectOf(client), copy.dialectOf({})]).toEqual(['postgresql', 'sqlite']);
});
