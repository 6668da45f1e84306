import { afterEach, beforeEach, expect, it } from 'vitest';
import { storeFakeModel, storeRuns } from '../../testing/stored-runs';
import { createTestServices, type TestServices } from '../../testing/test-services';
import { waitFor } from '../../testing/wait-for';
import { storeLeftTexts } from './store-left-texts';

let services: TestServices;
beforeEach(async () => {
  services = await createTestServices();
});
afterEach(async () => {
  services.stopping.abort();
  await services.dispose();
});

it('lets runs be found that a server without texts has stored, also later ones', async () => {
  const { db } = services;
  await storeFakeModel(services);
  const store = async (id: string, title: string) => {
    await storeRuns(services, [id]);
    await db.run.update({ where: { id }, data: { title, visibility: 'PUBLIC', createdAt: new Date() } });
  };
  await store('A1', 'Name movers');
  const find = async () => {
    const { data } = await services.ask('{ runs(search: "movers") { edges { node { id } } } }');
    return (data as { runs: { edges: { node: { id: string } }[] } }).runs.edges.map(({ node }) => node.id);
  };
  expect(await find()).toEqual([]);
  storeLeftTexts(services, 50);
  await waitFor(async () => expect(await find()).toEqual(['A1']));
  await store('A2', 'Movers of names');
  await waitFor(async () => expect((await find()).toSorted()).toEqual(['A1', 'A2']));
});
