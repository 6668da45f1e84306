/** What other sites show of links: every page has a title, a description and a picture; runs that are not public show nothing. */
import { expect, testWithSite } from './site';

const test = testWithSite({ SEED_GALLERY: '0' });

/** The content of `og:` properties of a page. */
async function readShared(address: string): Promise<Record<string, string>> {
  const html = await (await fetch(address)).text();
  return Object.fromEntries(
    [...html.matchAll(/<meta property="og:(title|description|image)" content="([^"]*)"/g)].map(
      ([, name, content]) => [name!, content!],
    ),
  );
}

/** Width and height of a PNG. */
async function readSize(address: string): Promise<readonly number[]> {
  const response = await fetch(address);
  expect([response.status, response.headers.get('content-type')], address).toEqual([200, 'image/png']);
  const file = Buffer.from(await response.arrayBuffer());
  return [file.readUInt32BE(16), file.readUInt32BE(20)];
}

test('every page has a title, a description and a picture', async ({ site }) => {
  for (const path of [
    '/',
    '/learn',
    '/learn/glossary',
    '/collections',
    '/prompts',
    '/models',
    '/runs',
    '/compare',
  ]) {
    const { title, description, image } = await readShared(site.url + path);
    expect(title, path).toBeTruthy();
    expect(description, path).toBeTruthy();
    expect(image, path).toBe(`${site.url}/preview.png`);
  }
  expect(await readSize(`${site.url}/preview.png`)).toEqual([1200, 630]);
});

test('a run has its heatmap once it is public, and shows nothing before', async ({ site }) => {
  const pair = { clean: 'John gave Mary', corrupted: 'Mary gave Mary', correct: ' Mary', incorrect: ' John' };
  const input = { model: 'patchbay-mini', pairs: [pair], sweeps: ['RESID_PRE'], visibility: 'UNLISTED' };
  const mutation = 'mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }';
  const created = await site.graphql(mutation, { input });
  expect(created.errors).toBeUndefined();
  const { id } = created.data.createRun;
  await expect
    .poll(async () => (await site.graphql(`{ run(id: "${id}") { status } }`)).data.run.status)
    .toBe('SUCCEEDED');

  const hidden = await readShared(`${site.url}/runs/${id}`);
  expect(hidden.title).toBe('A run on Patchbay');
  expect(Object.values(hidden).join(' ')).not.toMatch(/Mary|patchbay-mini/);
  expect((await fetch(`${site.url}/runs/${id}/preview.png`)).status).toBe(404);

  const edit = `mutation { editRun(input: { id: "${id}", visibility: PUBLIC }) { id } }`;
  expect((await site.graphql(edit, {}, created.cookie ?? '')).errors).toBeUndefined();
  for (const page of ['', '/paths', '/tracing', '/attribution', '/circuits']) {
    const shown = await readShared(`${site.url}/runs/${id}${page}`);
    expect(shown.title, page).toMatch(/Mary/);
    expect(shown.description, page).toMatch(/^Denoising on patchbay-mini: /);
    expect(shown.image, page).toBe(`${site.url}/runs/${id}/preview.png`);
  }
  expect(await readSize(`${site.url}/runs/${id}/preview.png`)).toEqual([1200, 630]);
});
