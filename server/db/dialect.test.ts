import { expect, it, vi } from 'vitest';
import { dialectOf, setDialect } from './dialect';

it('is known to every copy of the module: the bundles of the web server have one each', async () => {
  const client = {};
  setDialect(client, 'postgresql');
  vi.resetModules();
  const copy = await import('./dialect');
  expect(copy.dialectOf).not.toBe(dialectOf);
  expect([copy.dialectOf(client), copy.dialectOf({})]).toEqual(['postgresql', 'sqlite']);
});
