// @vitest-environment jsdom
/** Feeds as a feed reader gets them: well-formed XML, nothing that a user wrote is markup, nothing hidden. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseComment } from '../discussion/comment-tree';
import { storeFakeModel, storeRuns } from '../testing/stored-runs';
import { createTestServices, installServices, type TestServices } from '../testing/test-services';
import { serveFindingFeed, servePersonFeed, serveTagFeed } from './feeds';

/** Markup, the end of a CDATA section, an entity, and characters that XML cannot hold. */
const HOSTILE = '<script>alert("x")</script> ]]> &amp; \u0001\uffff & < é';
const READABLE = '<script>alert("x")</script> ]]> &amp;  & < é';

let services: TestServices;
let uninstall: () => void;

beforeAll(async () => {
  services = await createTestServices({ SITE_URL: 'https://lab.example.org' });
  uninstall = installServices(services);
  const { db } = services;
  await storeFakeModel(services);
  await storeRuns(services, ['A1', 'A2', 'B1'], { status: 'SUCCEEDED' });
  await db.user.update({ where: { id: 'B' }, data: { name: HOSTILE } });
  const finding = { ownerId: 'A', summary: HOSTILE, card: '{}', text: '', tags: { create: { tag: 'ioi' } } };
  await db.finding.create({ data: { ...finding, id: 'F', slug: 'f', runId: 'A1', title: HOSTILE } });
  await db.finding.create({
    data: {
      ...finding,
      id: 'H',
      slug: 'h',
      runId: 'A2',
      title: 'Secret',
      hidden: { create: { reason: 'x' } },
    },
  });
  const comment = async (id: string, findingId: string, text: string, fields: object = {}) =>
    db.comment.create({
      data: { id, findingId, authorId: 'B', text, tree: JSON.stringify(await parseComment(text)), ...fields },
    });
  await comment('c1', 'F', `A **comment** with \`${HOSTILE}\``);
  await comment('c2', 'F', 'Secret', { hiddenAt: new Date() });
  await comment('c3', 'H', 'Secret');
  await db.evidence.create({
    data: { id: 'e1', findingId: 'F', runId: 'B1', creatorId: 'B', stance: 'REFUTES', note: HOSTILE },
  });
});
afterAll(async () => {
  uninstall();
  await services.dispose();
});

async function read(response: Promise<Response>, type: string): Promise<Document> {
  const { status, headers, ...answer } = await response.then(async (got) => ({
    status: got.status,
    headers: got.headers,
    text: await got.text(),
  }));
  expect(status).toBe(200);
  expect(headers.get('content-type')).toContain(type);
  expect(answer.text).not.toContain('Secret');
  const document = new DOMParser().parseFromString(answer.text, 'application/xml');
  expect(document.querySelector('parsererror')).toBeNull();
  return document;
}
const texts = (document: Document, selector: string): string[] =>
  [...document.querySelectorAll(selector)].map(({ textContent }) => textContent ?? '');
/** What a reader shows of HTML. */
function show(html: string): string {
  const shown = new DOMParser().parseFromString(html, 'text/html').body;
  expect(shown.querySelector('script')).toBeNull();
  return shown.textContent ?? '';
}
const request = (path: string) => new Request(`http://127.0.0.1:3000${path}`);

describe('the feed of a finding', () => {
  it('has the finding, comments and attached runs as Atom', async () => {
    const document = await read(
      serveFindingFeed(request('/findings/f/feed.xml'), 'f', 'atom'),
      'application/atom+xml',
    );
    expect(document.documentElement.namespaceURI).toBe('http://www.w3.org/2005/Atom');
    expect(texts(document, 'entry > id').toSorted()).toEqual([
      'https://lab.example.org/findings/f',
      'https://lab.example.org/findings/f#comment-c1',
      'https://lab.example.org/findings/f#evidence-e1',
    ]);
    expect(texts(document, 'feed > title')).toEqual([`${READABLE} · Patchbay`]);
    const titles = texts(document, 'entry > title').map(show);
    expect(titles).toContain(READABLE);
    expect(titles).toContain(`${READABLE} commented on “${READABLE}”`);
    expect(texts(document, 'entry > author > name')).toContain(READABLE);
    expect(texts(document, 'entry > content').map(show)).toContain(`A comment with ${READABLE}`);
    const self = document.querySelector('link[rel="self"]');
    expect(self?.getAttribute('href')).toBe('https://lab.example.org/findings/f/feed.xml');
  });

  it('has the same as RSS', async () => {
    const document = await read(
      serveFindingFeed(request('/findings/f/rss.xml'), 'f', 'rss'),
      'application/rss+xml',
    );
    expect(texts(document, 'channel > title')).toEqual([`${READABLE} · Patchbay`]);
    expect(texts(document, 'item > link')).toHaveLength(3);
    expect(texts(document, 'item > title').map(show)).toContain(READABLE);
  });
});

it('has feeds of people and of tags', async () => {
  const person = await read(servePersonFeed(request('/feeds/people/A.xml'), 'A.xml'), 'atom');
  expect(texts(person, 'entry > id')).toEqual(['https://lab.example.org/findings/f']);
  const tag = await read(serveTagFeed(request('/feeds/tags/ioi.rss'), 'ioi.rss'), 'rss');
  expect(texts(tag, 'item > guid')).toEqual(['https://lab.example.org/findings/f']);
});

it('answers 404 for what is not public, or does not exist', async () => {
  await services.db.user.create({ data: { id: 'silent', name: 'Silent' } });
  const answers = await Promise.all([
    serveFindingFeed(request('/findings/h/feed.xml'), 'h', 'atom'),
    serveFindingFeed(request('/findings/x/feed.xml'), 'x', 'atom'),
    servePersonFeed(request('/feeds/people/silent.xml'), 'silent.xml'),
    servePersonFeed(request('/feeds/people/A'), 'A'),
    serveTagFeed(request('/feeds/tags/none.xml'), 'none.xml'),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
});
