/** What people ask of a large gallery. */
import { readFileSync } from 'node:fs';

export type MainRequest = (turn: number) => Promise<void>;

const GALLERY = ['components/gallery/Gallery.graphql', 'components/site/EngineState.graphql']
  .map((file) => readFileSync(file, 'utf8').replace(/^query SiteState .*/ms, ''))
  .join('\n');
const LIST = { sort: 'NEWEST', withCurated: false, curator: '', first: 24 };
const SIMILAR =
  'query ($slug: String!) { finding(slug: $slug) { id similar { correlation cells finding { id } } } }';
const HEAD = `query ($layer: Int!, $head: Int!) { head(model: "gpt2", layer: $layer, head: $head) {
  effects { kind recoveries } findings(least: 0.1) { finding { id } effects { kind recovery } } } }`;
const GRID = 'query { headGrid(model: "gpt2", least: 0.1) { findings counts } }';
const RUNS =
  '{ runs(first: 30) { edges { node { id status owner { name } topEffect { label recovery } } } } }';
const TOP = `query ($id: ID!) { run(id: $id) { status topEffect { label recovery } baseline { clean } pairs { clean } } }`;
const HEADS = ['9.9', '9.6', '10.0', '7.3', '2.1', '11.4'];

/** Requests by name. @param findings of some hundred that all over the gallery. */
export function mainRequests(
  url: string,
  findings: readonly { readonly slug: string; readonly runId: string }[],
): Record<string, MainRequest> {
  const pick = (turn: number) => findings[turn % findings.length]!;
  const head = (turn: number) => {
    const [layer, number] = HEADS[turn % HEADS.length]!.split('.').map(Number);
    return { layer, head: number };
  };
  const gallery =
    (variables: object): MainRequest =>
    () =>
      ask(url, GALLERY, { ...LIST, ...variables });
  return {
    'gallery, newest': gallery({}),
    'search by result, L9H9 > 0.3': gallery({ search: 'L9H9 > 0.3' }),
    'search by result, rare, L2H1 > 0.6': gallery({ search: 'L2H1 > 0.6' }),
    'search by result, wide, resid 3 > 0': gallery({ search: 'resid 3 > 0' }),
    'search by words': gallery({ search: 'attention mary' }),
    'similar findings': (turn) => ask(url, SIMILAR, { slug: pick(turn).slug }),
    'page of a head': (turn) => ask(url, HEAD, head(turn)),
    'grid of heads': () => ask(url, GRID, {}),
    'list of runs': () => ask(url, RUNS, {}),
    'summary of a run': (turn) => ask(url, TOP, { id: pick(turn).runId }),
  };
}

/** @throws Error for an answer with errors. */
async function ask(url: string, query: string, variables: object): Promise<void> {
  const response = await fetch(`${url}/api/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  if (!text.startsWith('{"data":{') || text.includes('"errors":['))
    throw new Error(`no answer: ${text.slice(0, 300)}`);
}
