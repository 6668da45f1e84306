/** What everybody may know of a user. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { identityCookie } from '../accounts/identity';
import { storeOwnedRows } from '../testing/owned-rows';
import { storeFakeModel, storeRuns } from '../testing/stored-runs';
import { createTestServices, type TestServices } from '../testing/test-services';

let services: TestServices;

beforeAll(async () => {
  services = await createTestServices();
  await storeFakeModel(services);
  await storeOwnedRows(services, 'O', 'O');
  await storeRuns(services, ['P1', 'P2'], { status: 'SUCCEEDED' });
  const { db } = services;
  await db.run.update({ where: { id: 'P1' }, data: { title: 'A secret title' } });
  const text = { title: 'A fork', summary: 'x', card: '{}', text: 'x' };
  const fork = { id: 'P2', slug: 'p2', runId: 'P2', ownerId: 'P', forkedFromId: 'O1', ...text };
  await db.finding.create({ data: fork });
  await db.collection.create({ data: { id: 'Pl', slug: 'pl', ownerId: 'P', title: 'A private list' } });
  await db.user.create({ data: { id: 'quiet', name: 'Guest-quiet' } });
});
afterAll(() => services.dispose());

const PERSON = `query ($id: ID!) { person(id: $id) {
  name since isDeleted counts { findings forks replications evidence collections }
  findings { edges { node { slug } } } forks { slug forkedFrom { slug } }
  evidence { stance note finding { slug } } collections { title } } }`;

async function read(id: string, viewer: string | null = null) {
  const cookie = viewer && identityCookie(viewer, services.secret, false).split(';')[0]!;
  const { data, errors } = await services.ask(PERSON, { id }, cookie);
  expect(errors).toBeUndefined();
  return data!['person'];
}

it('has findings, forks, attached runs and public collections', async () => {
  expect(await read('O')).toEqual({
    name: 'O',
    since: expect.any(String),
    isDeleted: false,
    counts: { findings: 1, forks: 0, replications: 0, evidence: 1, collections: 1 },
    findings: { edges: [{ node: { slug: 'o1' } }] },
    forks: [],
    evidence: [{ stance: 'SUPPORTS', note: 'x', finding: { slug: 'o1' } }],
    collections: [{ title: 'A list' }],
  });
});

it('has nothing private, except to oneself', async () => {
  const seen = await read('P');
  expect(seen).toMatchObject({
    counts: { findings: 1, forks: 1, collections: 0 },
    forks: [{ slug: 'p2', forkedFrom: { slug: 'o1' } }],
    collections: [],
  });
  expect(JSON.stringify(seen)).not.toMatch(/secret|private/);
  expect(await read('P', 'P')).toMatchObject({ collections: [{ title: 'A private list' }] });
});

it('does not say that a guest who published nothing exists', async () => {
  expect(await read('quiet')).toBeNull();
  expect(await read('none')).toBeNull();
  expect(await read('quiet', 'quiet')).toMatchObject({ name: 'Guest-quiet' });
});

it('shows a deleted user as such', async () => {
  const data = { name: 'deleted user', deletedAt: new Date() };
  await services.db.user.update({ where: { id: 'O' }, data });
  expect(await read('O')).toMatchObject({ name: 'deleted user', since: null, isDeleted: true });
});
