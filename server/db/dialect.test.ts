import { expect, it } from 'vitest';
import { readDialect, setDialect } from './dialect';

it('is known to every copy of the module: the bundles of the web server have one each', async () => {
  const client = {};
  setDialect(client, 'postgresql');
  const name = './dialect?copy';
  const copy = (await import(name)) as { readonly readDialect: typeof readDialect };
  expect(copy.readDialect).not.toBe(readDialect);
  expect([copy.readDialect(client), copy.readDialect({})]).toEqual(['postgresql', 'sqlite']);
});
