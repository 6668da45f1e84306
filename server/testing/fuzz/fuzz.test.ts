/** A small part of `npm run fuzz`. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fuzzSite } from './fuzz';
import { openFuzzedSite, type FuzzedSite } from './site';

let site: FuzzedSite;
beforeAll(async () => {
  site = await openFuzzedSite();
});
afterAll(() => site.close());

it('finds no answer that no input may cause', async () => {
  // Installations would go on after the test.
  const except = ['installModel', 'cancelInstallation'];
  const { fields, failures, crashes } = await fuzzSite(site, { inputs: 150, seed: 1, except });
  expect(failures).toEqual([]);
  expect(crashes).toEqual([]);
  const accepted = fields.reduce((sum, one) => sum + one.accepted, 0);
  expect(accepted).toBeGreaterThan(15);
});
