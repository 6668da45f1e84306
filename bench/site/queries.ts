/** Queries of the gallery, with the document of the page. */
import { readFileSync } from 'node:fs';
import type { TimedRequest } from '../open-loop';
import { createRandom } from './random';

const QUERY = ['components/gallery/Gallery.graphql', 'components/site/EngineState.graphql']
  .map((file) => readFileSync(file, 'utf8').replace(/^query SiteState .*/ms, ''))
  .join('\n');

const SIMILAR = `query SimilarFindings($slug: String!) {
  finding(slug: $slug) { id similar { correlation cells finding { id slug title } } }
}`;

interface Variables {
  readonly first: number;
  readonly after?: string;
  readonly search?: string;
  readonly tag?: string;
  readonly model?: string;
}

/** Findings of a page. */
const first = 24;

/**
 * Makes a mix of requests: newest findings, later pages, words, results, tags and models.
 *
 * @param cursors places all over the list.
 */
export function galleryRequests(url: string, cursors: readonly string[]): (turn: number) => TimedRequest {
  const random = createRandom(2);
  const kinds: [kind: string, variables: () => Variables][] = [
    ['newest', () => ({ first })],
    ['newest', () => ({ first })],
    ['newest', () => ({ first })],
    ['newest', () => ({ first })],
    ['later pages', () => ({ first, after: random.pick(cursors) })],
    ['later pages', () => ({ first, after: random.pick(cursors) })],
    ['words, common', () => ({ first, search: 'attention mary' })],
    ['words, rare', () => ({ first, search: random.pick(RARE) })],
    ['words, none', () => ({ first, search: 'zebra' })],
    ['result: L9H9 > 0.3', () => ({ first, search: 'L9H9 > 0.3' })],
    ['result, rare: L2H1 > 0.3', () => ({ first, search: 'L2H1 > 0.3' })],
    ['result below: L9H9 < 0.1', () => ({ first, search: 'L9H9 < 0.1', after: random.pick(cursors) })],
    ['results and words', () => ({ first, search: 'resid 3 > 0.3, L1H1 < 0.2 park' })],
    ['tag', () => ({ first, tag: 'ioi' })],
    ['model', () => ({ first, model: 'gpt2', after: random.pick(cursors) })],
  ];
  return (turn) => {
    const [kind, variables] = kinds[turn % kinds.length]!;
    return { kind, send: () => send(url, variables()) };
  };
}

/** Makes requests for the findings that are similar to others, in turn. @param slugs of findings. */
export function similarRequests(url: string, slugs: readonly string[]): (turn: number) => TimedRequest {
  return (turn) => ({
    kind: 'similar findings',
    send: () => ask(url, SIMILAR, { slug: slugs[turn % slugs.length]! }, '{"data":{"finding":{'),
  });
}

/** Generated words that few findings contain. */
const RARE = ['sarun', 'serun', 'tirun', 'turun'];

/** Without the findings to begin with: requests of the whole page measure them. */
const LIST = { sort: 'NEWEST', withCurated: false, curator: '' };

const send = (url: string, variables: Variables): Promise<void> =>
  ask(url, QUERY, { ...LIST, ...variables }, '{"data":{"findings":{"edges":[');

/** @throws Error for an answer that does not begin so. */
async function ask(url: string, query: string, variables: object, beginning: string): Promise<void> {
  const response = await fetch(`${url}/api/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  if (!text.startsWith(beginning)) throw new Error(`no answer: ${text.slice(0, 300)}`);
}
