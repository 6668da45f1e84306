/** A verification counts for the files, the figures and the engine that it was of. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { ENGINE_VERSION } from '../../engine/client/client';
import { createTestServices, type TestServices } from '../../testing/test-services';
import { createVerifier, readVerificationStamp } from './verifier';

const ID = 'patchbay-mini';
let services: TestServices;
let files: string;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.dispose());
beforeEach(() => {
  files = 'some files';
});

const models = { stamp: async () => files };
const keep = (stamp: string, engineVersion: string, passed = true, modelDigest: string | null = null) =>
  services.db.verification.create({
    data: {
      modelId: ID,
      stamp,
      modelSha256: '',
      modelDigest,
      engineVersion,
      provider: 'cpu',
      elapsedMs: 1,
      passed,
      rows: '[]',
    },
  });
const stateNow = async (): Promise<string | undefined> => {
  const verifier = createVerifier({ ...services, models: { ...services.models, ...models } });
  return (await verifier.status(ID))?.state;
};

it('is none at first, then the last one', async () => {
  expect(await stateNow()).toBe('UNVERIFIED');
  await keep(await readVerificationStamp(models, ID), ENGINE_VERSION);
  expect(await stateNow()).toBe('PASSED');
  await keep(await readVerificationStamp(models, ID), ENGINE_VERSION, false);
  expect(await stateNow()).toBe('FAILED');
});

it('ends with other files', async () => {
  await keep(await readVerificationStamp(models, ID), ENGINE_VERSION);
  files = 'other files';
  expect(await stateNow()).toBe('UNVERIFIED');
});

it('holds for the same files wherever they lie, by their digest', async () => {
  const { digest } = await services.models.identify('fake');
  const identified = { ...services.models, ...models, identify: () => services.models.identify('fake') };
  const verifier = createVerifier({ ...services, models: identified });
  await keep(await readVerificationStamp(models, ID), ENGINE_VERSION, true, digest);
  files = 'the same files elsewhere';
  expect((await verifier.status(ID))?.state).toBe('PASSED');
  await keep(await readVerificationStamp(models, ID), ENGINE_VERSION, true, 'e'.repeat(64));
  files = 'other files';
  expect((await verifier.status(ID))?.state).toBe('UNVERIFIED');
});

it('ends with another engine, and with other figures', async () => {
  await keep(await readVerificationStamp(models, ID), 'another');
  expect(await stateNow()).toBe('UNVERIFIED');
  const [figures] = (await readVerificationStamp(models, ID)).split(' ').slice(-1);
  await keep((await readVerificationStamp(models, ID)).replace(figures!, '0123456789abcdef'), ENGINE_VERSION);
  expect(await stateNow()).toBe('UNVERIFIED');
});

it('is none of a model without figures', async () => {
  expect(await createVerifier(services).status('fake')).toBeNull();
});
