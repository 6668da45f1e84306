/** Many requests to the built site, pages and GraphQL mixed: what the processes hold meanwhile, and every error by its code. */
import { computeSome } from './computed-runs';
import { loadPage, makeSender, send, type Sender } from './client';
import { footprintRows, type Sample } from './growth';
import { RAISED_LIMITS, startBoundsSite } from './site';
import { latencyColumns } from '../statistics';

const SENDERS = 200;
const AT_ONCE = 16;
/** Runs that the requests read. */
const RUNS = 12;
/** Latencies of a kind that are kept. */
const KEPT_LATENCIES = 20_000;

type Request = (url: string, sender: Sender, turn: number, ids: readonly string[]) => Promise<string>;

const page =
  (path: (id: string) => string): Request =>
  async (url, sender, turn, ids) =>
    String(await loadPage(url + path(ids[turn % ids.length]!), sender));

const query =
  (text: string, variables: (turn: number, id: string) => object = () => ({})): Request =>
  async (url, sender, turn, ids) => {
    const { status, code } = await send(url, sender, text, variables(turn, ids[turn % ids.length]!));
    return code ?? String(status);
  };

/** Kinds of requests with their share of the mix, in hundredths. */
const MIX: readonly (readonly [kind: string, share: number, request: Request])[] = [
  [
    'list of runs',
    22,
    query('{ runs(first: 20) { edges { node { id status owner { name } pairs { clean } } } } }'),
  ],
  [
    'run',
    24,
    query(
      'query ($id: ID!) { run(id: $id) { status progress { fraction } baseline { clean } } }',
      (_, id) => ({ id }),
    ),
  ],
  [
    'run with data',
    8,
    query(
      'query ($id: ID!) { run(id: $id) { sweeps { kind data } topHeads(kind: HEAD_Z) { recovery } } }',
      (_, id) => ({ id }),
    ),
  ],
  ['gallery query', 14, query('{ findings(search: "L1H2 > 0.2") { edges { node { title } } } }')],
  ['viewer', 10, query('{ viewer { id name } }')],
  [
    'predict',
    4,
    query(
      'query ($prompt: String!) { predict(model: "patchbay-mini", prompt: $prompt) { logit } }',
      (turn) => ({ prompt: `When${' the'.repeat(1 + (turn % 40))} John gave the bag to` }),
    ),
  ],
  [
    'attention',
    4,
    query(
      'query ($id: ID!, $head: Int!) { run(id: $id) { attention(layer: 1, head: $head) { values } } }',
      (turn, id) => ({ id, head: turn % 4 }),
    ),
  ],
  ['unknown run', 3, query('query { run(id: "nothing") { status } }')],
  ['invalid query', 2, query('{ nothing }')],
  [
    'guest renames',
    1,
    query('mutation ($name: String!) { renameViewer(name: $name) { id } }', (turn) => ({
      name: `Guest ${turn % 1000}`,
    })),
  ],
  ['page of a run', 3, page((id) => `/runs/${id}`)],
  ['gallery', 3, page(() => '/')],
  ['list page', 2, page(() => '/runs')],
];
const TURNS = MIX.flatMap(([kind, share, request]) =>
  Array.from({ length: share }, () => ({ kind, request })),
);

/** Sends `count` requests and prints tables: footprints with a row for each `every`, answers by code, latencies by kind. */
export async function benchRequests(count: number, every: number): Promise<void> {
  const site = await startBoundsSite({ ...RAISED_LIMITS });
  const samples: Sample[] = [];
  const answers = new Map<string, Map<string, number>>();
  const latencies = new Map<string, number[]>();
  let began = performance.now();
  const note = async (done: number): Promise<void> => {
    const seconds = (performance.now() - began) / 1000;
    const rate = done === 0 ? '–' : Math.round(every / seconds);
    samples.push({ count: done, footprint: await site.readFootprint(), more: { 'requests/s': rate } });
    console.table(footprintRows(samples.slice(-1), every).slice(0, 1));
    began = performance.now();
  };
  try {
    const senders = Array.from({ length: SENDERS }, (_, index) => makeSender(index));
    const ids = await computeSome(site.url, RUNS);
    const sendOne = async (turn: number): Promise<void> => {
      // A stride that shares no factor with 100 mixes the kinds.
      const { kind, request } = TURNS[(turn * 37) % TURNS.length]!;
      const started = performance.now();
      const code = await request(site.url, senders[turn % SENDERS]!, turn, ids).catch(
        (error: unknown) => `connection: ${(error as Error).message}`,
      );
      const times = latencies.get(kind) ?? [];
      if (times.length < KEPT_LATENCIES) times.push(performance.now() - started);
      latencies.set(kind, times);
      const codes = answers.get(kind) ?? new Map<string, number>();
      codes.set(code, (codes.get(code) ?? 0) + 1);
      answers.set(kind, codes);
    };
    for (let turn = 0; turn < TURNS.length; turn++) await sendOne(turn);
    answers.clear();
    latencies.clear();
    await note(0);
    for (let done = 0; done < count; done += every) {
      const last = Math.min(count, done + every);
      let next = done;
      const work = async (): Promise<void> => {
        while (next < last) await sendOne(next++);
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
      await note(last);
    }
    console.log(`\n${count} requests, ${AT_ONCE} at a time, from ${SENDERS} addresses:`);
    console.table(footprintRows(samples, every));
    console.table(
      [...answers].map(([kind, codes]) => ({
        kind,
        ...latencyColumns(latencies.get(kind)!),
        requests: [...codes.values()].reduce((sum, number) => sum + number, 0),
        answers: [...codes].map(([code, number]) => `${code}: ${number}`).join(', '),
      })),
    );
  } finally {
    await site.stop();
  }
}
